# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an image's pages stay off a NUMA node whose memory can be pulled
# kernels: ^[0-9].*amd64
# skip: needs kexec_file_load (not on arm64) and NUMA
# qemu: -object memory-backend-ram,id=m0,size=1G
# qemu: -smp sockets=2,cores=1,threads=1
# qemu: -numa node,nodeid=0,memdev=m0,cpus=0 -numa node,nodeid=1,cpus=1
#
# The loader runs on the DIMM's own node, where the kernel allocates
# first, and the DIMM's blocks are online for kernel memory, too.
free() {
	sed -n 's/.*MemFree: *\([0-9]*\) kB/\1/p' \
		/sys/devices/system/node/node1/meminfo
}
near() {
	taskset 2 "$@"
}
# taken COMMAND...: print how many MiB of the DIMM the command took.
taken() {
	before=$(free)
	near "$@" >/tmp/taken.out 2>&1 || die "$*: $(cat /tmp/taken.out)"
	echo $(((before - $(free)) / 1024))
}

plug d1 512M 1
set_blocks online_kernel $d1_blocks || die "online_kernel"
dd if=/dev/zero of=/tmp/initrd bs=1M count=96 2>/dev/null

expect alone test "$(taken kexec -s -l /boot/vmlinuz --initrd=/tmp/initrd \
	--command-line=x)" -ge 96
expect unload kexec -u
expect guarded test "$(taken kexecguardctl load /boot/vmlinuz \
	--initrd /tmp/initrd --command-line x)" -lt 48
expect valid kexecguardctl status

# By kexec-tools, which inherit the tool's memory policy. The page grows to 96
# MiB, in the file and in memory.
make_elf /tmp/elf
for at in 96 104; do
	printf '\0\0\0\6' |
		dd of=/tmp/elf bs=1 seek=$at conv=notrunc 2>/dev/null
done
truncate -s 96M /tmp/elf
mkdir -p /sbin
ln -s /bin/kexec /sbin/kexec
expect unload-again kexecguardctl unload
expect tools test "$(taken kexecguardctl load /tmp/elf --no-initrd \
	--command-line x)" -lt 48
expect by-tools grep -q "by kexec-tools" /tmp/taken.out
expect valid-by-tools kexecguardctl status
