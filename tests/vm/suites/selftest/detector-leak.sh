# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kmemleak sees a leak
# guard: no
# kernels: ^debug$
# skip: only the debug kernel looks
# fails: ^leaks: unreferenced object
expect made-the-mistake insmod /lib/modules/kgbug.ko bug=leak
