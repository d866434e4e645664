# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a panic boots the crash kernel
# guard: no
# append: crashkernel=192M
# ends: crash-kernel
expect load kexec_load_crash -a
expect crash-loaded crash_loaded 1
echo c >/proc/sysrq-trigger
