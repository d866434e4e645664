# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexec-tools that have read their map before memory changed are refused
# kernels: cloud-amd64
# skip: it holds a function by calling it by a pointer
plug d1 512M
online d1
insmod /lib/modules/kgslow.ko function=do_kexec_load || die kgslow
# Into memory that stays: what is outdated is the map that is handed over.
begin tools kexec_load_kernel -c --mem-max=0x37ffffff
wait_for 30 reads /sys/module/kgslow/parameters/entered 1 || die "not held"
offline d1
expect unplug unplug d1
echo 1 >/sys/module/kgslow/parameters/release
expect_fail tools "$BUSY" end_of tools
expect not-loaded loaded 0
expect said grep_log "run it again"
expect again kexec_load_kernel -c --mem-max=0x37ffffff
expect loaded loaded 1
