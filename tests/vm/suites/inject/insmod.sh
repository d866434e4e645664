# SPDX-License-Identifier: GPL-2.0-or-later
# desc: each allocation of the module's init fails once
# kernels: ^debug$
# skip: only the debug kernel fails allocations on request
# guard: no
# timeout: 120
# each: 1-100 101-200 201-
. /suite/inject.inc
# Two words, start and end.
# shellcheck disable=SC2046
only_below $(text_of do_one_initcall)
dmesg -n 4
# No last point where the range has no end.
# shellcheck disable=SC2086
injected insmod - ${EACH%-*} ${EACH#*-}
dmesg -n 8
expect no-probe-left test ! -s /sys/kernel/debug/kprobes/list
GUARD=yes
