# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Shared by the checks of the module's build. Sourced with $here set to the
# tree.

# shellcheck source=scripts/lib.sh
. "$here/scripts/lib.sh"

# The release whose sparse reads the headers of kernels newer than Debian 13's.
SPARSE_SUITE=sid

failed=0

# verdict NAME FILE: print the verdict; FILE holds the findings, a line each.
verdict() {
	if [ -s "$2" ]; then
		echo "build: $1: FAILED"
		sed 's/^/  /' "$2"
		failed=1
	else
		echo "build: $1: ok"
	fi
}

# copy_module DIRECTORY: copy the module's sources there, with their times, and
# remove all others.
copy_module() {
	mkdir -p "$1"
	rm -rf "$1/core" "$1/module" "$1/uapi"
	cp -Rp "$here/Kbuild" "$here/VERSION" "$here/core" "$here/module" \
		"$here/uapi" "$1/"
}

# newer_sparse: print the path of a newer one, in the cache.
newer_sparse() (
	place=$cache/sparse-$SPARSE_SUITE
	if [ ! -e "$place/packages" ]; then
		lock_cache
		apt_root $SPARSE_SUITE "$host_arch"
		say "sparse of $SPARSE_SUITE"
		begin "$place"
		# shellcheck disable=SC2046
		unpack "$place.new" $(packages_of sparse sparse)
		commit "$place"
	fi
	echo "$place/usr/bin/sparse"
)

# sparse_for NAME: print the path of the machine's own sparse or, if the
# compiler is not the machine's either, of a newer one.
sparse_for() {
	# shellcheck disable=SC2046
	set -- $(kernel_line "$1")
	if [ "$6" = - ]; then
		command -v sparse
	else
		newer_sparse
	fi
}
