# SPDX-License-Identifier: GPL-2.0-or-later
# desc: where the kernel keeps the crash image up to date, nothing reloads it
# append: crashkernel=192M
# kernels: (6\.12|7\.).*amd64|debug
# skip: older kernels do not (ctl-kdump), nor does arm64
expect load kexec_load_crash -s
plug d1 512M
online d1
expect maintained sh -c 'kexecguardctl kdump | grep "updates it on each change"'
mkdir -p /etc
echo 'kdump_reload = false' >/etc/kexecguard.conf
expect not-reloaded kexecguardctl kdump --reload --settle 0.2
expect kept crash_loaded 1
