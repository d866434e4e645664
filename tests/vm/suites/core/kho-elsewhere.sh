# SPDX-License-Identifier: GPL-2.0-or-later
# desc: with KHO, an image outside the scratch areas is refused; map and windows show the areas
# kernels: kho
# skip: needs KEXEC_HANDOVER and the kernel's test of it
# append: kho=on kho_scratch=0M,200M,0M test_kho.max_mem=104857600
# memory: 1G
#
# The second area; the first is empty.
scratch=$(($(sed -n 2p /sys/kernel/debug/kho/out/scratch_phys)))
expect scratch test $scratch -gt 0
# has CLASS ADDRESS: the map lists that class there.
has() {
	kexecguardctl map --json | tr -d ' \n' | tr '{' '\n' |
		sed -n 's/"start":\([0-9]*\),"end":\([0-9]*\),"classes":\[\([^]]*\)].*/\1 \2 \3/p' |
		while read -r start end classes; do
			[ "$2" = any ] || { [ "$2" -ge "$start" ] &&
				[ "$2" -lt "$end" ]; } || continue
			case $classes in
			*\"$1\"*)	echo yes; break ;;
			esac
		done | grep -q yes
}
expect is-scratch has kho-scratch $scratch
expect_fail boot-is-no-scratch "" has kho-scratch $LOW_ADDRESS
expect preserved has kho-preserved any
expect_fail preserved-in-scratch "" has kho-preserved $scratch

outside=$((scratch - 0x200000))
expect_fail outside EADDRNOTAVAIL kx load $outside
expect told sh -c 'dmesg | grep -q "is unsafe: not-kho-scratch"'
expect inside kx load $scratch
expect_is verdict safe "$(cat $SYSFS/image/verdict)"
expect windows sh -c "kexecguardctl windows --json | grep -q '\"address\"'"
