# SPDX-License-Identifier: GPL-2.0-or-later
# desc: load and reload --dry-run say what would be loaded, load nothing, and end like the load
# kernels: amd64|debug|file
# skip: Debian's arm64 kernels have no kexec_file_load
dry() {
	kexecguardctl "$@" --dry-run >/tmp/dry.out 2>&1
	echo $?
}
says() {
	grep -q "$1" /tmp/dry.out || {
		cat /tmp/dry.out
		return 1
	}
}
expect_is load 0 "$(dry load /boot/vmlinuz --initrd /boot/second.img --command-line "a b")"
expect kernel says "^Would load: */boot/vmlinuz$"
expect initrd says "^Initrd: */boot/second.img$"
expect line says "^Command line: a b$"
expect syscall says "^Syscall: *kexec_file_load$"
expect origin says "^Named by: *the command line$"
expect nothing-loaded loaded 0
expect nothing-remembered [ ! -e /run/kexecguard/loaded ]
expect_is json 0 "$(dry --json load /boot/vmlinuz --no-initrd --command-line x)"
expect json-result says '"result": "would-load"'
expect json-initrd says '"initrd": null'

expect_is no-file 2 "$(dry load /nonexistent --no-initrd --command-line x)"
expect no-file-said says "/nonexistent: it does not exist"
expect_is unknown 1 "$(dry reload)"
expect unknown-said says "unknown what to load"
expect_is unknown-automatic 0 "$(dry reload --automatic)"

expect really kexecguardctl load /boot/vmlinuz --no-initrd --command-line x
expect_is valid 0 "$(dry reload)"
expect valid-said says "still good"
plug d1 512M
expect unloaded loaded 0
expect_is reload 0 "$(dry reload)"
expect remembered says "^Named by: */run/kexecguard/loaded$"
expect no-reload loaded 0
expect not-noted [ ! -e /run/kexecguard/reload ]

mkdir -p /etc
echo nobody:x:65534:65534::/:/bin/sh >/etc/passwd
expect_fail unprivileged "needs root" start-stop-daemon -S -c nobody \
	-x /bin/kexecguardctl -- load /boot/vmlinuz --no-initrd --dry-run
echo 1 >/proc/sys/kernel/kexec_load_disabled
code=$(kexecguardctl load /boot/vmlinuz --no-initrd --command-line x \
	>/dev/null 2>&1; echo $?)
expect_is disabled "$code" "$(dry load /boot/vmlinuz --no-initrd --command-line x)"
expect disabled-said says kexec_load_disabled
