# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kexecguardctl monitor reports each event to every reader
begin one kexecguardctl --json monitor --banner --idle-timeout 20
begin two kexecguardctl --json monitor --banner --idle-timeout 20
for reader in one two; do
	wait_for 20 grep -q . /tmp/$reader.out || die "no banner"
done
load_image $BOOT_ADDRESS
plug d1 512M
online d1
expect unplug unplug d1
for reader in one two; do
	for cause in load add guard-unload online offline remove; do
		expect "$reader-$cause" wait_for 10 \
			grep -q "\"$cause\"" /tmp/$reader.out
	done
done
# One more load: once both have reported it, they have reported all before it.
load_image $BOOT_ADDRESS
for reader in one two; do
	two_loads() {
		[ "$(grep -c '"load"' /tmp/$reader.out)" -eq 2 ]
	}
	expect "$reader-second-load" wait_for 10 two_loads
done
kill $one_pid
kill $two_pid
# Each reader computes the wall-clock time itself.
for reader in one two; do
	sed 's/"time":"[^"]*",//' /tmp/$reader.out >/tmp/$reader.same
done
expect events grep -q '"sequence":2' /tmp/one.same
expect same cmp /tmp/one.same /tmp/two.same
