# SPDX-License-Identifier: GPL-2.0-or-later
# desc: lockdep sees an unprotected RCU access
# guard: no
# kernels: ^debug$
# skip: only the debug kernel looks
# fails: ^the kernel complained: .*suspicious RCU usage
expect made-the-mistake insmod /lib/modules/kgbug.ko bug=rcu
