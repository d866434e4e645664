# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexecguardctl load waits for memory to come to rest, then loads
plug d1 512M
online d1
hold going_offline
begin offline set_blocks offline "$(last_block d1)"
wait_held
expect_is impatient 1 "$(result kexecguardctl load /boot/vmlinuz \
	--no-initrd --command-line x --timeout 0.5)"
expect not-loaded loaded 0
begin load kexecguardctl load /boot/vmlinuz --no-initrd --command-line x
release
expect offline end_of offline
expect load end_of load
expect loaded loaded 1
expect_is current "$(generation)" "$(cat $SYSFS/image/loaded_at)"
