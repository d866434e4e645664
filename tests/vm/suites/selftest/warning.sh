# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a kernel WARNING fails a case whose checks all pass
# guard: no
# fails: ^the kernel complained: .*WARNING: CPU
insmod /lib/modules/kgtest.ko warn=1
expect loaded-0 loaded 0
