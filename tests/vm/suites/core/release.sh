# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a block kept online by the image's own pages goes offline under policy release
# kernels: amd64
# skip: needs kexec_file_load (not on arm64); takes minutes on a debug kernel
# allow: page:[0-9a-f]* refcount
# timeout: 300
#
# The image's own pages are reserved, and a block that holds one cannot
# be isolated; the offline fails before any notifier runs. Boot memory has no
# ZONE_NORMAL here, so the kernel takes them from the DIMM. Other pages that
# cannot move may be there, too, and then release does not help: the case looks
# for a block that holds nothing else unmovable.
plug d1 512M
set_blocks online_kernel $d1_blocks || die "online_kernel"
dd if=/dev/zero of=/tmp/initrd bs=1M count=90 2>/dev/null

# try BLOCK: its offline is refused while an image is loaded that the policy
# keeps, and not refused once only the policy is changed.
try() {
	set_policy policy map
	loaded 1 || kexec -s -l /boot/vmlinuz --initrd=/tmp/initrd ||
		die "load"
	if set_blocks offline "$1" 2>/dev/null; then
		set_blocks online_kernel "$1" || die "$1"
		return 1
	fi
	loaded 1 || die "$1: refused, but the image is gone"
	refused=$((refused + 1))
	set_policy on_offline release
	set_blocks offline "$1" 2>/dev/null || return 1
	released=$1
}

refused=0
released=
for round in 1 2 3; do
	for block in $d1_blocks; do
		try "$block" && break 2
	done
done
expect in-the-way test "$refused" -gt 0
expect released test -n "$released"
expect unloaded loaded 0
expect told grep_log "memory offline: unloaded the kexec image"
