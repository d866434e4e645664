# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the image that a stopped load was to replace is outdated, too
plug d1 512M
online d1
load_image "$(start_of d1)"
begin_load late "$(start_of d1)" segments=4
expect offline set_blocks offline "$(last_block d1)"
expect_fail exec-meanwhile "kexec failed" execute
open_gate late
expect_fail late-load EBUSY end_of late
expect not-loaded wait_for 5 loaded 0
expect state wait_for 5 state idle
