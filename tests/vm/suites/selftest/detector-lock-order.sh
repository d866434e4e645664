# SPDX-License-Identifier: GPL-2.0-or-later
# desc: lockdep sees locks taken in two orders
# guard: no
# kernels: ^debug$
# skip: only the debug kernel looks
# fails: ^the kernel complained: .*possible circular locking dependency
expect made-the-mistake insmod /lib/modules/kgbug.ko bug=lock-order
