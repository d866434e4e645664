# SPDX-License-Identifier: GPL-2.0-or-later
# desc: blocks go online and offline, with the module and without
# guard: no
# timeout: 100000
. /suite/bench.inc
find_blocks

# walk NAME STATE
walk() {
	metered "$1" blocks "$2" "$FIRST" "$COUNT"
}

# there_and_back NAME [IMAGE]
there_and_back() {
	[ -z "$2" ] || load_image $BOOT_ADDRESS
	walk "$1-online" online_movable
	[ -z "$2" ] || load_image $BOOT_ADDRESS
	walk "$1-offline" offline
	[ -z "$2" ] || kx unload >/dev/null || die "unload"
}

turn() {
	there_and_back bare
	with_guard there_and_back guard
	there_and_back bare-image image
	with_guard there_and_back guard-image image
}
there_and_back warm
rounds turn
done_measuring
