# SPDX-License-Identifier: GPL-2.0-or-later
# desc: other people's BPF programs on hooked functions, attached before the guard and after
# guard: no
# kernels: amd64
# skip: no BPF trampolines in Debian's kernels for arm64, or no types
functions="kernel_kexec machine_kexec_prepare kimage_load_segment offline_pages"
functions="$functions try_remove_memory do_kexec_load"

attach() {
	rm -f /tmp/ready
	# shellcheck disable=SC2086
	begin "$1" bpf "$1" /tmp/ready $functions
	wait_for 30 test -e /tmp/ready || die "$1: $(cat "/tmp/$1.out")"
}
detach() {
	eval "kill \$${1}_pid; wait \$${1}_pid"
}
# guarded NAME: check that every hook is reached.
guarded() {
	expect "$1-none" reads $SYSFS/missing none
	plug d1 512M
	online d1
	load_image $BOOT_ADDRESS
	expect "$1-recorded" state loaded
	hold going_offline
	begin offline set_blocks offline "$(last_block d1)"
	wait_held
	expect_fail "$1-exec" EBUSY kx exec
	expect_fail "$1-load" EBUSY kx load $LOW_ADDRESS
	release
	expect "$1-offline" end_of offline
	expect "$1-unloaded" loaded 0
	rmmod kgtest
	load_image $BOOT_ADDRESS
	expect "$1-unplug" unplug d1
	expect "$1-removed" loaded 0
}

for kind in fexit fentry; do
	attach $kind
	insmod_guard || finish
	guarded $kind-before
	detach $kind
	guarded $kind-gone
	attach $kind
	guarded $kind-after
	remove_guard
	load_image $BOOT_ADDRESS
	expect $kind-alone kx unload
	detach $kind
done

# The kernel allows none on these functions that changes the return value.
for function in $functions; do
	expect_fail "fmod-ret-$function" "not modifiable" \
		bpf fmod_ret /tmp/ready "$function"
done
