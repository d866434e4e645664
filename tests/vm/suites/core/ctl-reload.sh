# SPDX-License-Identifier: GPL-2.0-or-later
# desc: load, pull a DIMM, reload once, and the kernel boots
# kernels: amd64|debug|file
# skip: Debian's arm64 kernels have no kexec_file_load
# ends: second-kernel
# timeout: 90
plug d1 512M
expect_fail nothing-remembered "unknown what to load" kexecguardctl reload
expect load kexecguardctl load /boot/vmlinuz --initrd /boot/second.img \
	--command-line "$SECOND_LINE"
expect loaded loaded 1
expect confirmed sh -c 'kexecguardctl status | grep -q "confirmed by its"'
expect remembered test -e /run/kexecguard/loaded
expect still-good sh -c 'kexecguardctl reload | grep -q "still good"'
expect unplug unplug d1
expect unloaded loaded 0
expect reload kexecguardctl reload --settle 0.2
expect reloaded loaded 1
expect valid kexecguardctl status
execute
