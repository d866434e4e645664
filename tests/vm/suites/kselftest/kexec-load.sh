# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the kernel's own test of kexec_load()
# each: bare guarded
# guard: no
. /suite/kselftest.inc
begin_side
expect passes kselftest kexec test_kexec_load.sh
expect loads grep -q "kexec_load succeeded" /tmp/kselftest
