#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Fetch Debian kernels with their headers and kexec-tools into a cache:
#
#	fetch.sh [--update] [NAME...]
#
# NAME is a line of tests/vm/kernels; none means the first. --update looks for
# newer packages, otherwise what the cache holds is kept and no network used.
# Prints the directory of each kernel. Works through an apt root of its own
# that shares nothing with the machine's but mirror, proxy and keyring, so it
# needs no privilege and any Debian release can be had.
#
# $KG_CACHE/NAME/		boot/, lib/modules/, usr/src/ and usr/lib/ as packed
# $KG_CACHE/NAME/release	what uname -r will say
# $KG_CACHE/NAME/packages	what was unpacked, with versions
# $KG_CACHE/NAME/tools		link to ../kexec-tools-SUITE-ARCH
#
# A kernel that is built from source is a link to a directory whose name holds
# the digest of what it was built from, so a changed fragment builds anew.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
table=$here/tests/vm/kernels
cache=${KG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kexecguard}

say() {
	echo "fetch: $*" >&2
}

# machine_mirror RELEASE DEFAULT: where this machine gets RELEASE from.
machine_mirror() {
	# shellcheck disable=SC2016
	uri=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' \
		'Created-By: Packages' 2>/dev/null |
		awk -v release="$1" '$1 == release { print $2; exit }')
	echo "${uri:-$2}"
}

find_keyring() {
	for keyring in /usr/share/keyrings/debian-archive-keyring.pgp \
		/usr/share/keyrings/debian-archive-keyring.gpg; do
		[ ! -r "$keyring" ] || return 0
	done
	keyring=
}

find_mirrors() {
	find_keyring
	# shellcheck disable=SC1091
	codename=$(. /etc/os-release; echo "${ID:-} ${VERSION_CODENAME:-}")
	case $codename in
	"debian "*)	codename=${codename#debian } ;;
	*)		codename=none ;;
	esac
	main=$(machine_mirror "$codename" http://deb.debian.org/debian)
	security=$(machine_mirror "$codename-security" \
		http://deb.debian.org/debian-security)
}

# apt_root SUITE ARCH: make $APT_CONFIG speak of that release only.
apt_root() {
	[ -n "${main-}" ] || find_mirrors
	root=$cache/apt/$1-$2
	mkdir -p "$root/lists/partial" "$root/cache/archives/partial"
	: >"$root/status"
	options=${keyring:+[signed-by=$keyring]}
	{
		echo "deb $options $main $1 main"
		case $1 in
		sid | experimental | *-backports) ;;
		*) echo "deb $options $security $1-security main" ;;
		esac
	} >"$root/sources.list"
	cat >"$root/apt.conf" <<-CONF
		APT::Architecture "$2";
		APT::Architectures { "$2"; };
		APT::Sandbox::User "";
		Dir::Cache "$root/cache";
		Dir::Etc::preferences "/dev/null";
		Dir::Etc::preferencesparts "/dev/null";
		Dir::Etc::sourcelist "$root/sources.list";
		Dir::Etc::sourceparts "/dev/null";
		Dir::State "$root";
		Dir::State::lists "$root/lists";
		Dir::State::status "$root/status";
	CONF
	APT_CONFIG=$root/apt.conf
	export APT_CONFIG
	if [ -z "$(find "$root/updated" -mmin -60 2>/dev/null)" ]; then
		say "reading the package lists of $1 $2"
		apt-get -qq update >&2
		touch "$root/updated"
	fi
}

# packages_of PATTERN PACKAGE...: name=version of what PACKAGEs pull in, where
# the name matches PATTERN. A simulated installation into an empty system lets
# apt choose the versions.
packages_of() {
	pattern=$1
	shift
	apt-get -s --no-install-recommends install "$@" |
		sed -n 's/^Inst \([^ ]*\) (\([^ ]*\) .*/\1=\2/p' |
		grep -E "^($pattern)="
}

# unpack DIRECTORY PACKAGE...: download and unpack, whole or not at all.
unpack() {
	target=$1
	shift
	rm -rf "$target.new"
	mkdir -p "$target.new/debs"
	(cd "$target.new/debs" && apt-get -qq download "$@" >&2)
	for deb in "$target.new"/debs/*.deb; do
		dpkg -x "$deb" "$target.new"
	done
	rm -r "$target.new/debs"
	printf '%s\n' "$@" >"$target.new/packages"
}

# The headers name their other half by absolute path.
relocate_headers() {
	find "$1/usr/src" -maxdepth 2 -name Makefile \
		-exec sed -i "s|\([ =]\)/usr/src/|\1$2/usr/src/|" {} +
}

# same DIRECTORY PACKAGE...: whether it holds just these.
same() {
	target=$1
	shift
	[ -e "$target/packages" ] &&
		printf '%s\n' "$@" | cmp -s - "$target/packages"
}

fetch_tools() {
	tools=kexec-tools-$1-$2
	[ -z "$update" ] && [ -e "$cache/$tools/packages" ] && return
	apt_root "$1" "$2"
	list=$(packages_of \
		'kexec-tools|libc6|libgcc-s1|libxen.*|libyajl2|liblzma5|zlib1g' \
		kexec-tools)
	# shellcheck disable=SC2086
	same "$cache/$tools" $list && return
	say "kexec-tools of $1 $2"
	# shellcheck disable=SC2086
	unpack "$cache/$tools" $list
	rm -rf "${cache:?}/$tools"
	mv "$cache/$tools.new" "$cache/$tools"
}

fetch_kernel() {
	kernel=$cache/$1
	[ -z "$update" ] && [ -e "$kernel/release" ] && return
	apt_root "$2" "$3"
	list=$(packages_of \
		'linux-(image|binary|modules|headers|kbuild)-.*' \
		"linux-image-$4" "linux-headers-$4")
	# shellcheck disable=SC2086
	same "$kernel" $list && return
	say "$1:" "$(echo "$list" | grep -m1 linux-image)"
	# shellcheck disable=SC2086
	unpack "$kernel" $list
	relocate_headers "$kernel.new" "$kernel"
	for modules in "$kernel.new"/*/modules/* \
		"$kernel.new"/usr/lib/modules/*; do
		[ -e "$modules/kernel" ] || continue
		release=${modules##*/}
	done
	ln -s "../$tools" "$kernel.new/tools"
	echo "$release" >"$kernel.new/release"
	rm -rf "$kernel"
	mv "$kernel.new" "$kernel"
}

# build_kernel NAME SUITE ARCH source:VERSION: the lock is given up meanwhile,
# so that others can go on with what there is; they wait for each other.
build_kernel() {
	fragments=$(echo "$here"/tests/debug/*.config)
	# shellcheck disable=SC2086
	inputs=$(cat $fragments | sha256sum | cut -c1-12)
	kernel=$cache/$1-$inputs
	if [ -z "$update" ] && [ -e "$kernel/release" ]; then
		ln -sfn "$1-$inputs" "$cache/$1"
		return
	fi
	apt_root "$2" "$3"
	list=$(packages_of 'linux-source-[0-9.]+' "linux-source-${4#source:}")
	if [ ! -e "$kernel/release" ] || ! same "$kernel" "$list"; then
		flock -u 9
		(
			flock 8
			build_from "$kernel" "$list"
		) 8>"$cache/$1.lock"
		flock 9
	fi
	ln -sfn "$1-$inputs" "$cache/$1"
}

# build_from DIRECTORY PACKAGE: in place, because the result names its place.
build_from() {
	[ ! -e "$1/release" ] || ! same "$1" "$2" || return 0
	say "source: $2"
	"$here/scripts/deps.sh" debug
	unpack "$1.source" "$2"
	rm -rf "$1"
	mkdir -p "$1"
	# shellcheck disable=SC2086
	"$here/scripts/build-kernel.sh" \
		"$(echo "$1.source.new"/usr/src/linux-source-*.tar.*)" \
		"$1" $fragments >&2
	mv "$1.source.new/packages" "$1/packages"
	rm -rf "$1.source.new"
	ln -s "../$tools" "$1/tools"
}

fetch() {
	line=$(awk -v name="$1" '!/^#/ && NF && $1 == name' "$table")
	if [ -z "$line" ]; then
		say "no kernel '$1' in $table"
		exit 2
	fi
	# shellcheck disable=SC2086
	set -- $line
	fetch_tools "$5" "$3"
	case $4 in
	source:*)	build_kernel "$@" ;;
	*)		fetch_kernel "$@" ;;
	esac
	echo "$cache/$1"
}

update=
if [ "${1-}" = --update ]; then
	update=yes
	shift
fi
[ $# -gt 0 ] || set -- "$(awk '!/^#/ && NF { print $1; exit }' "$table")"

mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9
if [ -n "$update" ]; then
	rm -f "$cache"/apt/*/updated
fi
for name; do
	fetch "$name"
done
