# SPDX-License-Identifier: GPL-2.0-or-later
# desc: from the end of an operation until the stale image is gone
# guard: no
# timeout: 100000
. /suite/bench.inc
find_blocks
meter kernel || die "kernel"

# pull SIDE: bring a block online and offline with an image loaded.
pull() {
	for pull_state in online_movable offline; do
		kexec -s -l /tmp/bzimage --command-line=quiet ||
			die "load"
		metered "$1-${pull_state%_movable}" gone $pull_state "$FIRST"
		[ "$1" != settle ] || reloaded
	done
}

# reloaded: whether the peer has reloaded the image.
reloaded() {
	wait_for 60 test -s /tmp/loads || die "not loaded again"
	rm /tmp/loads
}

# pull_by SIDE RULES
pull_by() {
	udev "$2"
	pull "$1"
	no_udev
	loaded 0 || kexec -s -u
}

turn() {
	with_guard pull ours
	pull_by rule /peers/unload.rules
	pull_by settle /peers/throttled.rules
}
rounds turn
done_measuring
