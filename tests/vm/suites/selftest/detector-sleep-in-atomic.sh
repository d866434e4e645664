# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a sleep in atomic context is reported
# guard: no
# kernels: ^debug$
# skip: only the debug kernel looks
# fails: ^the kernel complained: .*sleeping function called from invalid context
expect made-the-mistake insmod /lib/modules/kgbug.ko bug=sleep-in-atomic
