# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a guest that ends in the middle of the case does not pass
# guard: no
# fails: ^powered off before the case was over
expect loaded-0 loaded 0
poweroff -f
