# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a load that is past the last check is undone when it ends
plug d1 512M
online d1
begin_load late "$(start_of d1)" segments=2 gate-at=1
expect unplug unplug d1
open_gate late
expect_fail late-load EBUSY end_of late
expect not-loaded wait_for 5 loaded 0
expect state wait_for 5 state idle
