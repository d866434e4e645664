# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a page that was retired after a hardware error is no destination
# kernels: ^6\.1-amd64|^(6\.12|7\.).*amd64
# skip: needs MEMORY_FAILURE
# append: nokaslr
#
# No kernel image lies at the address that is retired.
pages() {
	kexecguardctl check --json | sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p"
}
poison() {
	echo "$1" >$MEMORY/hard_offline_page || die "poison $1"
}
poison $BOOT_ADDRESS
expect_fail refused EADDRNOTAVAIL kx load $BOOT_ADDRESS
expect told sh -c 'dmesg | grep -q "is unsafe: poisoned"'
expect beside kx load $((BOOT_ADDRESS + 0x1000))
expect_is verdict-beside safe "$(cat $SYSFS/image/verdict)"

policy placement=off
load_image $BOOT_ADDRESS
expect_is verdict unsafe "$(cat $SYSFS/image/verdict)"
expect_is counted 1 "$(pages poisoned)"
expect_is not-lost 0 "$(pages lost_destinations)"
expect_is check-says-no 1 "$(kexecguardctl check >/dev/null; echo $?)"
policy placement=unsafe
expect_fail not-executed "" kexec -e
