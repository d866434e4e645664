# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexecguardctl load, reload after a pull, second kernel
# ends: second-kernel
plug d1 512M
online d1
expect load kexecguardctl load /boot/vmlinuz --initrd /boot/second.img \
	--command-line "$SECOND_LINE"
expect_is confirmed 1 "$(cat $SYSFS/image/confirmed)"
begin reload kexecguardctl wait --for idle --timeout 60
expect unplug unplug d1
expect wait end_of reload
expect unloaded loaded 0
expect reload kexecguardctl reload --settle 0.2 --timeout 60
expect loaded loaded 1
expect status kexecguardctl status
execute
