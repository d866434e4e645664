# SPDX-License-Identifier: GPL-2.0-or-later
# desc: DEBUG_OBJECTS sees a freed timer that is armed
# guard: no
# kernels: ^debug$
# skip: only the debug kernel looks
# fails: ^the kernel complained: .*ODEBUG: free active
expect made-the-mistake insmod /lib/modules/kgbug.ko bug=armed-timer
