# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a kernel before the case's own cannot load the next one
# shape: third
# append: sysctl.kernel.kexec_load_disabled=1
# guard: no
# fails: before the case's kernel: .*kexec -c -l: .*not permitted
check reached ok
