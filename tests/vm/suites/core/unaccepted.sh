# SPDX-License-Identifier: GPL-2.0-or-later
# desc: memory that the guest has not accepted is reported; images go there only if the kernel accepts it
# guard: no
# kernels: ^(6\.12|7\.).*amd64
# skip: needs UNACCEPTED_MEMORY
insmod /lib/modules/kgaccept.ko start=$((BOOT_ADDRESS)) || die kgaccept
insmod_guard
has_unaccepted() {
	kexecguardctl map --json | tr -d ' \n' | tr '{' '\n' |
		grep "^\"start\":$1,\"end\":$2,.*\"unaccepted\""
}
expect map has_unaccepted $((BOOT_ADDRESS)) $((BOOT_ADDRESS + 0x400000))
expect beside kx load $((BOOT_ADDRESS + 0x400000))
expect_is verdict safe "$(cat $SYSFS/image/verdict)"
case $(uname -r) in
6.12*)	# This kernel does not accept it, and would crash while copying.
	expect_fail refused EADDRNOTAVAIL kx load $BOOT_ADDRESS
	expect told sh -c 'dmesg | grep -q "is unsafe: unaccepted"' ;;
esac
remove_guard
rmmod kgaccept
insmod_guard
expect accepted kx load $BOOT_ADDRESS
expect_is verdict-accepted safe "$(cat $SYSFS/image/verdict)"
expect_fail map-accepted "" has_unaccepted $((BOOT_ADDRESS)) $((BOOT_ADDRESS + 0x400000))
