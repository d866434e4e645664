# SPDX-License-Identifier: GPL-2.0-or-later
# desc: everything at once; kg.seed= and kg.operations= replay or scale it
# guard: no
# append: crashkernel=64M
# timeout: 1800
OPERATIONS=$(parameter operations)
dmesg -n 5
expect stress run_logged stress "$(seed)" "${OPERATIONS:-10000}"
chan say "note $(tail -n 1 /tmp/expect.out)"
dmesg -n 8
rmmod kgexec
GUARD=yes
