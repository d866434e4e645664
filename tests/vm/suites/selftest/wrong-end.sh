# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a case fails if the second kernel that it expects does not boot
# guard: no
# ends: second-kernel
# fails: ^ended in poweroff
expect loaded-0 loaded 0
