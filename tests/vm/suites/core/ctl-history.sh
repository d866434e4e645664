# SPDX-License-Identifier: GPL-2.0-or-later
# desc: status says when and why the image was unloaded, and how the reload ended
# kernels: amd64|debug|file
# skip: Debian's arm64 kernels have no kexec_file_load
json() {
	kexecguardctl status --json | tr -d ' \n\t'
}
says() {
	kexecguardctl status | grep -e "Last" | grep -q -e "$1"
}
says_json() {
	json | grep -qF "$1"
}
metric() {
	kexecguardctl metrics | grep -q "^kexecguard_$1 $2\$"
}
expect_fail nothing-yet "" says ""
expect null says_json '"last_unload":null,"last_reload":null'
expect_fail no-time "" metric last_unload_timestamp_seconds ".*"

plug d1 512M
expect load kexecguardctl load /boot/vmlinuz --no-initrd --command-line x
online d1
expect who says "Last unload:.* by the guard after online 0x.*, policy online=unload"
expect due says "Last reload: *none has ended"
expect cause says_json '"cause":"guard-unload","trigger":"online",'
expect where says_json "\"start\":$((d1_start)),"
expect no-reload says_json '"last_reload":null'

# More events than the queue keeps, which is 128, do not replace it.
i=0
while [ $i -lt 17 ]; do
	set_blocks offline $d1_blocks &&
		set_blocks online_movable $d1_blocks || die blocks
	i=$((i + 1))
done
expect overrun [ "$(cat $SYSFS/counters/changes)" -gt 136 ]
expect kept says_json '"trigger":"online",'
expect kept-where says_json "\"start\":$((d1_start)),"

expect reload kexecguardctl reload
expect loaded says "Last reload:.* ago, loaded: /boot/vmlinuz"
expect_is still 0 "$(kexecguardctl reload >/dev/null; echo $?)"
expect still-loaded says "Last reload:.* ago, loaded: /boot/vmlinuz"
expect result says_json '"result":"loaded","reason":"/boot/vmlinuz","time":"'
expect success metric last_reload_success 1

mv /boot/vmlinuz /boot/gone
plug d2 512M
expect_fail reload-fails "does not exist" kexecguardctl reload
expect failed says "Last reload:.* ago, failed: /boot/vmlinuz: it does not exist"
expect no-success metric last_reload_success 0
now=$(date +%s)
for what in load unload reload; do
	then=$(kexecguardctl metrics |
	       sed -n "s/^kexecguard_last_${what}_timestamp_seconds //p")
	expect $what-is-recent [ $((now - then)) -lt 300 -a "$then" -le "$now" ]
done

mv /boot/gone /boot/vmlinuz
expect load-again kexecguardctl load /boot/vmlinuz --no-initrd --command-line x
expect unload kexecguardctl unload
expect by-request says "Last unload:.* by the guard on request, pid"
expect request-json says_json '"trigger":null'
expect_fail unwanted-not-due "" says "none has ended"
