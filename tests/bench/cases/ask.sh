# SPDX-License-Identifier: GPL-2.0-or-later
# desc: one question about the loaded image, by device and by file
# guard: yes
. /suite/bench.inc
load_image $BOOT_ADDRESS

ask_all() {
	metered device ask 1000 device
	metered file ask 1000 file
	metered open-file ask 1000 open-file
}
rounds ask_all
done_measuring
