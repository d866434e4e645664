# SPDX-License-Identifier: GPL-2.0-or-later
# desc: without the guard, a load that was under way survives the unplug
# guard: no
plug d1 512M
online d1
begin_load late "$(start_of d1)" segments=4
expect unplug unplug d1
open_gate late
expect late-load end_of late
expect loaded loaded 1
