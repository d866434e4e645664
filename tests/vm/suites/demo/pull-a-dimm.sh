# SPDX-License-Identifier: GPL-2.0-or-later
# desc: what happens to kexec when a memory module is pulled
# timeout: 180
#
# Runs twice, without and with the guard; the steps are the same up to the
# jump. "note" lines are what the demonstration shows: say a sentence, run a
# command, out its output, fact NAME VALUE for the table at the end.
say() {
	chan say "note say $*"
}
run() {
	chan say "note run $*"
}
out() {
	while read -r line; do
		chan say "note out $line"
	done
}
fact() {
	chan say "note fact $*"
}

say "Linux $(uname -r) is up on 1 GiB of memory."
if [ "$GUARD" = yes ]; then
	run "insmod kexecguard.ko"
	dmesg | sed -n 's/^\[[^]]*\] \(kexecguard: .*guarded\)$/\1/p' | out
fi

plug d1 512M
online d1
say "A 512 MiB memory module is plugged in while Linux runs, and used."

run "kexec -l /boot/vmlinuz"
kexec_load_kernel -d >/tmp/load.out 2>&1 || die "$(tail -n1 /tmp/load.out)"
loaded 1 || die "kexec -l loaded nothing"
highest=$(sed -n 's/^segment\[[0-9]*\]\.mem *= *0x//p' /tmp/load.out |
	sort | tail -n1)
if [ $((0x$highest)) -ge "$d1_start" ] && [ $((0x$highest)) -lt "$d1_end" ]
then
	say "The next kernel is loaded. kexec chose the new module for it:" \
		"address 0x$highest."
else
	say "The next kernel is loaded, at address 0x$highest."
fi

say "The memory module is pulled out. Linux lets it go ..."
unplug d1 || die "unplug refused"
say "... and it is gone. Is the next kernel still there?"
run "cat /sys/kernel/kexec_loaded"
cat /sys/kernel/kexec_loaded | out
fact loaded "$(cat /sys/kernel/kexec_loaded)"

if loaded 0; then
	say "No: the guard has unloaded it, and says so in the kernel log:"
	run "dmesg | tail -n1"
	dmesg | sed -n 's/^\[[^]]*\] \(kexecguard: .*unloaded.*\)$/\1/p' | out
	dmesg | grep -q 'kexecguard: .*unloaded' && fact notice yes
else
	say "Yes, says Linux. But the memory that it was to be put in is gone."
fi

run "kexec -e"
execute >/tmp/execute.out 2>&1
out </tmp/execute.out
fact refused "$(head -n1 /tmp/execute.out)"
say "Refused: there is nothing to jump to. Linux goes on running."

# Where the tool expects it, for a kernel that needs it.
mkdir -p /usr/sbin && ln -sf /bin/kexec /usr/sbin/kexec
say "Load it again, for the memory that there is now:"
if command -v kexecguardctl >/dev/null; then
	run "kexecguardctl load /boot/vmlinuz"
	kexecguardctl load /boot/vmlinuz --initrd /boot/second.img \
		--command-line "$SECOND_LINE" >/tmp/reload.out 2>&1 ||
		die "reload: $(tail -n1 /tmp/reload.out)"
	out </tmp/reload.out
else
	run "kexec -l /boot/vmlinuz"
	kexec_load_kernel || die "reload failed"
fi
loaded 1 || die "reload loaded nothing"
fact reloaded yes

run "kexec -e"
execute
