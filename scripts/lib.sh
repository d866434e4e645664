# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Shared by the scripts that use the table of kernels: the table, the cache, and
# apt roots. Sourced with $here set to the tree.
#
# An apt root is a separate state of the package manager for one Debian release
# and architecture. It shares only mirror, proxy and keyring with the machine's,
# so it needs no privileges and works for any release.

# shellcheck disable=SC2154
table=$here/tests/vm/kernels/table
cache=${KG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/kexecguard}
host_arch=$(dpkg --print-architecture)

# How often apt retries a download.
RETRIES=5
# Seconds before another try of what a mirror refuses.
: "${PAUSES:=10 30 60}"
# The lists of testing and unstable expire after a week. A mirror that is
# updated less often is good enough for programs that only run in QEMU or a
# chroot; the signatures are checked all the same.
EXPIRES='Acquire::Check-Valid-Until "false"'

say() {
	echo "${0##*/}: $*" >&2
}

# kernel_line NAME: print its line of the table.
kernel_line() {
	awk -v name="$1" '!/^#/ && NF && $1 == name { print; found = 1 }
		END { exit !found }' "$table" || {
		say "no kernel '$1' in $table"
		exit 2
	}
}

# machine_mirror RELEASE: print where this machine gets RELEASE from, or
# nothing.
machine_mirror() {
	# shellcheck disable=SC2016
	apt-get indextargets --format '$(RELEASE) $(REPO_URI)' \
		'Created-By: Packages' 2>/dev/null |
		awk -v release="$1" '$1 == release { print $2; exit }'
}

find_keyring() {
	for keyring in /usr/share/keyrings/debian-archive-keyring.pgp \
		/usr/share/keyrings/debian-archive-keyring.gpg; do
		[ ! -r "$keyring" ] || return 0
	done
	keyring=
}

# find_mirrors: set $main and $security. $MIRROR names the first; the second is
# then expected beside it, as on Debian's own mirrors, unless $SECURITY_MIRROR
# names it. By default both are those of this machine's apt.
find_mirrors() {
	find_keyring
	# shellcheck disable=SC1091
	codename=$(. /etc/os-release; echo "${ID:-} ${VERSION_CODENAME:-}")
	case $codename in
	"debian "*)	codename=${codename#debian } ;;
	*)		codename=none ;;
	esac
	main=${MIRROR-}
	[ -n "$main" ] || main=$(machine_mirror "$codename")
	if [ -z "$main" ]; then
		say "this machine's apt names no mirror of Debian: give one," \
			"MIRROR=http://HOST/debian"
		exit 1
	fi
	security=${SECURITY_MIRROR-}
	[ -n "$security${MIRROR-}" ] ||
		security=$(machine_mirror "$codename-security")
	: "${security:=${main%/}-security}"
}

# has_security SUITE ARCH: whether it has security updates. A release in its last
# years has them for a few architectures only.
has_security() {
	case $1 in
	bullseye | bookworm)
		case $2 in
		amd64 | arm64 | armhf | i386)	return 0 ;;
		esac
		return 1 ;;
	esac
}

# sources SUITE ARCH: print sources.list lines; backports need their release,
# too, and experimental needs sid.
sources() {
	options=${keyring:+[signed-by=$keyring]}
	case $1 in
	sid)
		echo "deb $options $main $1 main" ;;
	experimental)
		sources sid "$2"
		echo "deb $options $main $1 main" ;;
	*-backports)
		sources "${1%-backports}" "$2"
		echo "deb $options $main $1 main" ;;
	*)
		echo "deb $options $main $1 main"
		! has_security "$1" "$2" ||
			echo "deb $options $security $1-security main" ;;
	esac
}

# apt_root SUITE ARCH: set $APT_CONFIG to an apt root of that release.
apt_root() {
	[ -n "${main-}" ] || find_mirrors
	root=$cache/apt/$1-$2
	mkdir -p "$root/lists/partial" "$root/cache/archives/partial"
	: >"$root/status"
	sources "$1" "$2" >"$root/sources.new"
	cmp -s "$root/sources.new" "$root/sources.list" ||
		rm -f "$root/updated"
	mv "$root/sources.new" "$root/sources.list"
	cat >"$root/apt.conf" <<-CONF
		APT::Architecture "$2";
		APT::Architectures { "$2"; };
		APT::Sandbox::User "";
		Acquire::Retries "$RETRIES";
		$EXPIRES;
		Dir::Cache "$root/cache";
		Dir::Etc::preferences "/dev/null";
		Dir::Etc::preferencesparts "/dev/null";
		Dir::Etc::sourcelist "$root/sources.list";
		Dir::Etc::sourceparts "/dev/null";
		Dir::State "$root";
		Dir::State::lists "$root/lists";
		Dir::State::status "$root/status";
	CONF
	case $1 in
	*-backports | experimental)
		echo "APT::Default-Release \"$1\";" >>"$root/apt.conf" ;;
	esac
	APT_CONFIG=$root/apt.conf
	export APT_CONFIG
	[ -n "$(find "$root/updated" -mmin -60 2>/dev/null)" ] ||
		update_lists "$1 $2"
}

# retry COMMAND...: until it succeeds, a few times. What a mirror has does not
# fit together while it is being updated: lists have other sizes than its index
# says, and name packages that are not there yet.
retry() {
	for pause in $PAUSES ''; do
		! "$@" >&2 || return 0
		[ -z "$pause" ] || {
			say "failed, and again in $pause s"
			sleep "$pause"
		}
	done
	return 1
}

# update_lists WHAT: read the package lists, or use the old ones.
update_lists() {
	say "reading the package lists of $1"
	if retry apt-get -qq --error-on=any update; then
		touch "$root/updated"
		return
	fi
	[ -e "$root/updated" ] || exit 1
	say "going on with the lists of $(date -r "$root/updated")"
}

# packages_of PATTERN PACKAGE...: print name=version of PACKAGEs and their
# dependencies whose name matches PATTERN. apt chooses the versions in a
# simulated installation into an empty system.
packages_of() {
	pattern=$1
	shift
	apt-get -s --no-install-recommends install "$@" |
		sed -n 's/^Inst \([^ ]*\) (\([^ ]*\) .*/\1=\2/p' |
		grep -E "^($pattern)="
}

# unpack DIRECTORY PACKAGE...: download the packages and unpack them there.
unpack() {
	target=$1
	shift
	mkdir -p "$target/debs"
	(cd "$target/debs" && retry apt-get -qq download "$@") || return 1
	for deb in "$target"/debs/*.deb; do
		dpkg -x "$deb" "$target"
	done
	rm -r "$target/debs"
	# On ppc64el a loader that the linker wants is an absolute link.
	for link in "$target"/lib64/*; do
		case $(readlink "$link") in
		/*)	ln -sfn "..$(readlink "$link")" "$link" ;;
		esac
	done
	printf '%s\n' "$@" >>"$target/packages"
}

# same DIRECTORY PACKAGE...: whether it contains exactly these.
same() {
	target=$1
	shift
	[ -e "$target/packages" ] &&
		printf '%s\n' "$@" | cmp -s - "$target/packages"
}

# begin DIRECTORY, commit DIRECTORY: replace a directory of the cache
# atomically; between the two, DIRECTORY.new is filled.
begin() {
	rm -rf "$1.new"
	mkdir -p "$1.new"
}
commit() {
	rm -rf "${1:?}"
	mv "$1.new" "$1"
}

lock_cache() {
	mkdir -p "$cache"
	exec 9>"$cache/lock"
	flock 9
}
