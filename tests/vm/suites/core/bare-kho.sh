# SPDX-License-Identifier: GPL-2.0-or-later
# desc: without the guard, the kernel's own test of KHO passes across kexec_file_load()
# guard: no
# kernels: kho
# skip: needs KEXEC_HANDOVER and the kernel's test of it
# append: kho=on kho_scratch=0M,200M,0M test_kho.max_mem=419430400
# memory: 1G
# ends: second-kernel
# says: KHO restore succeeded
expect load kexec -s -l /boot/vmlinuz --initrd=/boot/second.img \
	--command-line="$SECOND_LINE loglevel=8 kho=on kho_scratch=0M,200M,0M"
execute
