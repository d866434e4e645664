# SPDX-License-Identifier: GPL-2.0-or-later
# desc: no user can make root's kexec_file_load() or rmmod fail, even with many tasks of root
# kernels: ^(?!6.12-no-file).*amd64|debug|6.12-file
# skip: no kexec_file_load
# timeout: 200
load() {
	kexec_load_kernel -s && kx unload
}

expect alone flood root 1 100
begin nobody flood nobody 48 $((20 * SLOW))
usleep 1000000
expect meanwhile flood root 1 300
for i in 1 2 3 4 5; do
	expect "load-$i" load
done
expect rmmod rmmod kexecguard
expect insmod insmod_guard
expect load-again load
expect nobody end_of nobody
expect many-of-root flood root 48 100
expect missing-none reads $SYSFS/missing none
