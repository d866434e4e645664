# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a kernel with KHO compiled in but off behaves like any other
# kernels: kho
# skip: needs KEXEC_HANDOVER
# append: kho=off
expect load kx load $BOOT_ADDRESS
expect_is verdict safe "$(cat $SYSFS/image/verdict)"
expect file kexec_load_kernel -s
expect_is verdict-file safe "$(cat $SYSFS/image/verdict)"
expect_fail no-scratch "" sh -c "kexecguardctl map --json | grep -q kho-"
