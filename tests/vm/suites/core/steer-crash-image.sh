# SPDX-License-Identifier: GPL-2.0-or-later
# desc: steering leaves crash images in their reservation
# kernels: amd64|debug
# skip: Debian's arm64 kernels have no kexec_file_load
# append: crashkernel=192M
expect crash kexec_load_crash -s
expect crash-loaded crash_loaded 1
expect load kexec_load_kernel -s
expect_is verdict safe "$(cat $SYSFS/image/verdict)"
expect crash-stays crash_loaded 1
