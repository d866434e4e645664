# SPDX-License-Identifier: GPL-2.0-or-later
# desc: each allocation of the module's start fails once
# kernels: ^debug$
# skip: only the debug kernel fails allocations on request
# guard: no
# timeout: 600
. /suite/inject.inc
# Two words, start and end.
# shellcheck disable=SC2046
only_below $(text_of do_one_initcall)
dmesg -n 4
expect fnth run_logged fnth insmod
dmesg -n 8
expect no-probe-left test ! -s /sys/kernel/debug/kprobes/list
GUARD=yes
