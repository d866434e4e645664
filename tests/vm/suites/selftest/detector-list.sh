# SPDX-License-Identifier: GPL-2.0-or-later
# desc: DEBUG_LIST sees a broken list
# guard: no
# kernels: ^debug$
# skip: only the debug kernel looks
# fails: ^the kernel complained: .*list_debug
expect made-the-mistake insmod /lib/modules/kgbug.ko bug=list
