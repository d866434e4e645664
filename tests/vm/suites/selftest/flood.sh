# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a flooded console neither stalls the guest nor loses a verdict
# guard: no
plug d1 512M
i=0
while [ $i -lt 1500 ]; do
	echo "flood $i: the quick brown fox jumps over the lazy dog" >/dev/ttyS0
	i=$((i + 1))
done &
expect unplug unplug d1
wait
expect loaded-0 loaded 0
