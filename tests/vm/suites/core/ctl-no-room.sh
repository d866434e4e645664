# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a full disk: loads work, what cannot be saved is reported, no file is left half written
# kernels: amd64|debug
# skip: Debian's arm64 kernels have no kexec_file_load
mkdir -p /run/kexecguard
mount -t tmpfs -o size=8k tmpfs /run/kexecguard || die "mount"
echo old >/run/kexecguard/metrics
dd if=/dev/zero of=/run/kexecguard/filler bs=4k 2>/dev/null

full="No space left"
expect_fail metrics "$full" kexecguardctl metrics \
	--output /run/kexecguard/metrics
expect_is old-metrics old "$(cat /run/kexecguard/metrics)"
kexecguardctl load /boot/vmlinuz --initrd /boot/second.img \
	--command-line "$SECOND_LINE" >/tmp/load.out 2>&1
expect load loaded 1
expect said grep -q "$full" /tmp/load.out
expect not-remembered test ! -s /run/kexecguard/loaded
expect_is nothing-half "filler lock metrics" \
	"$(ls /run/kexecguard | tr '\n' ' ' | sed 's/ $//')"
expect_fail no-output "$full" sh -c "kexecguardctl status >/dev/full"
rm /run/kexecguard/filler
expect room kexecguardctl metrics --output /run/kexecguard/metrics
