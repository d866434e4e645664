# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a notifier that is registered twice is reported
# guard: no
# kernels: ^debug$
# skip: only the debug kernel looks
# fails: ^the kernel complained: .*WARNING: .*notifier_chain_register
expect made-the-mistake insmod /lib/modules/kgbug.ko bug=notifier
