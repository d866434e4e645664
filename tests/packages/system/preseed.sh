#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Before the packages are installed into directory $1: answer their questions,
# and let initial RAM disks hold only what this machine needs.
set -eu

chroot "$1" debconf-set-selections <<-EOF
	kexec-tools kexec-tools/load_kexec boolean false
	kdump-tools kdump-tools/use_kdump boolean true
EOF

mkdir -p "$1/etc/initramfs-tools/conf.d"
printf '%s\n' MODULES=list COMPRESS=zstd COMPRESSLEVEL=1 \
	>"$1/etc/initramfs-tools/conf.d/small"
printf '%s\n' virtio_pci virtio_blk ext4 >"$1/etc/initramfs-tools/modules"
# Only the kernel's package makes the links.
printf '%s\n' do_symlinks=yes link_in_boot=no >"$1/etc/kernel-img.conf"
