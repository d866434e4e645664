# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a second kernel that was to come and does not fails the case
# guard: no
# ends: second-kernel
# fails: ^ended in poweroff
expect loaded-0 loaded 0
