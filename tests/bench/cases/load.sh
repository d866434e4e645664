# SPDX-License-Identifier: GPL-2.0-or-later
# desc: load a kernel by kexec_file_load(), with the guard and with kexec-tools
# guard: no
# timeout: 100000
. /suite/bench.inc

load_ours() {
	metered ours run kexecguardctl load /boot/vmlinuz \
		--initrd /boot/second.img --command-line "$SECOND_LINE"
	loaded 1 || die "not loaded"
	kexecguardctl unload >/dev/null || die "unload"
}
load_theirs() {
	metered theirs run kexec -s -l /boot/vmlinuz \
		--initrd=/boot/second.img --command-line="$SECOND_LINE"
	loaded 1 || die "not loaded"
	kexec -s -u || die "unload"
}
turn() {
	with_guard load_ours
	load_theirs
}
turn >/dev/null
rounds turn
done_measuring
