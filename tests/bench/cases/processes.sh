# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a whole process that reports something about the machine
# guard: yes
. /suite/bench.inc
load_image $BOOT_ADDRESS

# The first of each has a cold cache; it is not counted.
run_all() {
	metered status run kexecguardctl status
	metered lsmem run lsmem
	metered kexec-status run kexec --status
}
kexecguardctl status >/dev/null
lsmem >/dev/null
rounds run_all
done_measuring
