# SPDX-License-Identifier: GPL-2.0-or-later
# desc: UBSAN sees undefined behaviour
# guard: no
# kernels: ^debug$
# skip: only the debug kernel looks
# fails: ^the kernel complained: .*UBSAN: shift-out-of-bounds
expect made-the-mistake insmod /lib/modules/kgbug.ko bug=shift
