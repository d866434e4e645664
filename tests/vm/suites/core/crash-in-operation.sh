# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a panic while memory goes offline boots the crash kernel
# append: crashkernel=384M
# ends: crash-kernel
expect load kexec_load_crash -a
plug d1 512M
online d1
load_image "$(start_of d1)"
hold going_offline
begin offline set_blocks offline "$(last_block d1)"
wait_held
expect state state changing
echo c >/proc/sysrq-trigger
