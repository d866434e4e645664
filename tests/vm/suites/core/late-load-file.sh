# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a kexec_file_load() that began before memory changed is stopped
# kernels: amd64|debug|file
# skip: Debian's arm64 kernels have no kexec_file_load
plug d1 512M
online d1
begin_load_file late
expect unplug unplug d1
open_gate late
expect_fail late-load EBUSY end_of late
expect not-loaded wait_for 5 loaded 0
expect state wait_for 5 state idle
expect load-after kexec_load_kernel -s
expect loaded loaded 1
