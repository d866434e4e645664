# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexec-tools and the stock kernel reach a second kernel
# guard: no
# ends: second-kernel
expect load kexec_load_kernel -a
execute
