# SPDX-License-Identifier: GPL-2.0-or-later
# desc: while memory is held still a DLPAR request is refused, and the host told
# kernels: ppc64el
# skip: only a pSeries asks for memory by DLPAR
# timeout: 180
plug d1 512M
load_image $BOOT_ADDRESS
begin_hold still 60000
before=$(generation)
began=$(cut -d. -f1 /proc/uptime)
expect_fail unplug refused unplug d1
expect at-once test $(($(cut -d. -f1 /proc/uptime) - began)) -lt 10
expect_fail by-hand "" sh -c 'echo "memory remove count 1" >/sys/kernel/dlpar'
expect still-held is_held
expect still-loaded loaded 1
expect_is generation "$before" "$(generation)"
expect vetoes test "$(counter vetoes)" -ge 2
expect logged grep_log "a DLPAR request is refused"
go still
expect released end_of still
expect again unplug d1
expect unloaded loaded 0
