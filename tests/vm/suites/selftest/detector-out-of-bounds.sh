# SPDX-License-Identifier: GPL-2.0-or-later
# desc: KASAN sees an access out of bounds
# guard: no
# kernels: ^debug$
# skip: only the debug kernel looks
# fails: ^the kernel complained: .*KASAN: slab-out-of-bounds
expect made-the-mistake insmod /lib/modules/kgbug.ko bug=out-of-bounds
