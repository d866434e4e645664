# SPDX-License-Identifier: GPL-2.0-or-later
# desc: KASAN sees a use after free
# guard: no
# kernels: ^debug$
# skip: only the debug kernel looks
# fails: ^the kernel complained: .*KASAN: slab-use-after-free
expect made-the-mistake insmod /lib/modules/kgbug.ko bug=use-after-free
