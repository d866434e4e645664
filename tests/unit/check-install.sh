#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# "make install" installs everything below DESTDIR and prefix, except the
# configuration, which goes to /etc; installed files have the right paths, and
# "make uninstall" removes everything: check-install.sh BUILD.
set -eu

cd "$(dirname "$0")/../.."
build=$1
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
failed=0

fail() {
	echo "check-install: $*" >&2
	failed=1
}

quiet() {
	"$@" >"$root/log" 2>&1 || {
		cat "$root/log" >&2
		fail "$* failed"
		exit 1
	}
}

# has ROOT PATH...
has() {
	where=$1
	shift
	for path; do
		[ -f "$where/$path" ] || fail "$where lacks $path"
	done
}

quiet make -s O="$build" DESTDIR="$root/a" prefix=/opt/guard libdir=/opt/guard/lib \
	install install-dkms
has "$root/a" etc/kexecguard.conf
has "$root/a/opt/guard" sbin/kexecguardctl lib/libkguard.so.1 \
	include/kguard.h include/linux/kexecguard.h lib/pkgconfig/libkguard.pc \
	lib/udev/rules.d/60-kexecguard.rules \
	lib/systemd/system/sysinit.target.wants/kexecguard.service \
	lib/tmpfiles.d/kexecguard.conf \
	share/man/man3/libkguard.3 share/man/man4/kexecguard.4 \
	share/man/man5/kexecguard.conf.5 share/man/man8/kexecguardctl.8 \
	share/bash-completion/completions/kexecguardctl \
	share/zsh/site-functions/_kexecguardctl \
	src/kexecguard-"$(cat VERSION)"/dkms.conf
[ "$(cd "$root/a" && find . -type f ! -path './opt/guard/*')" = \
	./etc/kexecguard.conf ] || fail "something is outside the prefix"
grep -q "^ExecStart=/opt/guard/sbin/kexecguardctl reload --automatic$" \
	"$root/a/opt/guard/lib/systemd/system/kexecguard-reload.service" ||
	fail "the service ignores the prefix"
! grep -rlI -e '@[a-z]*@' -e "$root" "$root/a" ||
	fail "a path is not filled in, or is wrong"
for verb in $("$build/kexecguardctl" --list-commands |
	awk -F '\t' '$1 == "command" { print $2 }'); do
	has "$root/a/opt/guard" "share/man/man8/kexecguardctl-$verb.8"
done
find "$root/a" -name 'kexecguardctl-*.8' | while read -r page; do
	groff -man -Tutf8 -ww -z "$page" 2>&1
	grep -q '^\.SH EXIT STATUS' "$page" || echo "$page: no exit status"
done >"$root/pages"
# Nothing to complain of, and no line is wider than the usual screen. Xr: what
# is not installed here.
find "$root/a" -path '*/man/man*' -type f | while read -r page; do
	mandoc -T lint -W warning "$page" 2>&1 |
		sed '/mandoc\.db lacks/d; /explicitly specified/d'
	{ MANWIDTH=80 man --warnings -E UTF-8 -l "$page" >/dev/null; } 2>&1
	width=$(MANWIDTH=80 man -E UTF-8 -l "$page" 2>/dev/null |
		LC_ALL=C.UTF-8 col -bx |
		LC_ALL=C.UTF-8 wc -L)
	[ "$width" -le 80 ] || echo "$page: $width columns"
done >>"$root/pages"
[ ! -s "$root/pages" ] || fail "$(cat "$root/pages")"

# DKMS gets every file that Kbuild names.
source=$(echo "$root"/a/opt/guard/src/kexecguard-*)
for object in $(grep -o -E '(core|module)/[a-z0-9/_]*\.o' Kbuild); do
	source_file=${object%.o}.c
	[ -e "$source_file" ] || source_file=${object%.o}.S
	has "$source" "$source_file"
done

quiet make -s O="$build" DESTDIR="$root/b" prefix=/usr install
has "$root/b" etc/kexecguard.conf usr/sbin/kexecguardctl \
	usr/lib/systemd/system/kexecguard-reload.path

# A changed configuration survives both.
echo "# mine" >>"$root/b/etc/kexecguard.conf"
quiet make -s O="$build" DESTDIR="$root/b" prefix=/usr install
quiet make -s O="$build" DESTDIR="$root/b" prefix=/usr uninstall
[ "$(cd "$root/b" && find . -type f -o -type l)" = ./etc/kexecguard.conf ] ||
	fail "left after uninstall: $(find "$root/b" -type f -o -type l)"
grep -q mine "$root/b/etc/kexecguard.conf" || fail "the configuration is lost"

[ $failed = 0 ] && echo "check-install: $(find "$root/a" -type f | wc -l) files, each in its place"
exit $failed
