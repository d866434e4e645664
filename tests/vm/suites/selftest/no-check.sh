# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a case without a check fails
# guard: no
# fails: ^checked nothing$
:
