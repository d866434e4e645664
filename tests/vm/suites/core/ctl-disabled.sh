# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexec is switched off on the kernel's command line and in /run: both are named
# append: sysctl.kernel.kexec_load_disabled=1
expect_is disabled 1 "$(cat /proc/sys/kernel/kexec_load_disabled)"
kexecguardctl load /boot/vmlinuz --no-initrd --command-line x >/tmp/load 2>&1
expect_is refused 2 $?
expect command-line grep -q '/proc/cmdline .*boot loader' /tmp/load
advice=$(sed -n 's/^ *\(grep [^#]*\)#.*/\1/p' /tmp/load)
expect_is advice-finds sysctl.kernel.kexec_load_disabled=1 "$(eval "$advice")"
for folder in /run/sysctl.d /usr/local/lib/sysctl.d; do
	mkdir -p $folder
	echo kernel.kexec_load_disabled=1 >$folder/x.conf
	kexecguardctl doctor >/tmp/doctor 2>&1
	expect_is broken 1 $?
	expect loads grep -q 'loads .*broken: kernel.kexec_load_disabled' \
		/tmp/doctor
	expect place grep -q "grep -n kexec_load_disabled $folder/x.conf" \
		/tmp/doctor
done
kexecguardctl doctor --json >/tmp/doctor.json
expect json grep -q '"verdict": "armed"' /tmp/doctor.json
