# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a failed check fails the case, and is named
# guard: no
# fails: ^loaded-1: 'loaded 1' failed
expect loaded-1 loaded 1
expect loaded-0 loaded 0
