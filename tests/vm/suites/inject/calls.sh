# SPDX-License-Identifier: GPL-2.0-or-later
# desc: each allocation and copy of this call fails once
# kernels: ^debug$
# skip: only the debug kernel fails allocations on request
# timeout: 120
# each: load replace unload file-load open read info status record hook
# each: guard-unload confirm map policy read-file
. /suite/inject.inc
case $EACH in
file-load)	# The kernel's vmalloc() warns when it finds no memory.
		faults stacktrace-depth 32
		spare __vmalloc_node_range_noprof
		set -- ;;
policy)		set -- strict ;;
read-file)	set -- $SYSFS/missing ;;
*)		set -- ;;
esac
injected "$EACH" "$@"
