#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Write a machine owner key into UEFI variables, as shim's MokManager does once
# somebody has confirmed it at the console:
#
#	enrol.sh VARIABLES CERTIFICATE RESULT
#
# The tool is virt-firmware's, of a release that has it.
set -eu

here=$(cd "$(dirname "$0")/../../.." && pwd)
# shellcheck source=scripts/lib.sh
. "$here/scripts/lib.sh"

SUITE=trixie
# Whoever "mokutil --import" enrols a key for.
OWNER=605dab50-e046-4300-abb6-3dd810dd8b23

tool=$cache/virt-firmware-$SUITE
fetch() (
	lock_cache
	[ ! -e "$tool/packages" ] || return 0
	apt_root "$SUITE" "$host_arch"
	begin "$tool"
	unpack "$tool.new" python3-virt-firmware
	commit "$tool"
)

fetch
# Not a python3 of the user's own, which lacks Debian's modules.
PYTHONPATH=$tool/usr/lib/python3/dist-packages /usr/bin/python3 \
	-m virt.firmware.vars --input "$1" --add-mok "$OWNER" "$2" --output "$3"
