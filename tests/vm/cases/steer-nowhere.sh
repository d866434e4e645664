# SPDX-License-Identifier: GPL-2.0-or-later
# desc: where no safe window fits, the kernel's own choice stands and is judged
# append: movablecore=100%
# kernels: 6\.12|7\.|debug
#
# All memory that could be moved is: nothing large enough is safe.
plug d1 512M
online d1
expect load kexec_load_kernel -s
expect_is verdict removable "$(cat $SYSFS/image/verdict)"
expect strict set_policy placement strict
expect_fail refused "Cannot assign requested address" kexec_load_kernel -s
