# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an offline that a signal cancels after it began keeps the image
plug d1 512M
online d1
load_image "$(start_of d1)"
before=$(generation)
hold going_offline
begin offline set_blocks offline "$(last_block d1)"
wait_held
expect changing state changing
kill -KILL "$offline_pid"
release
end_of offline
expect settled wait_for 10 state loaded
expect_is still-online online "$(cat "$MEMORY/$(last_block d1)/state")"
expect kept loaded 1
expect_is generation "$before" "$(generation)"
expect offline set_blocks offline "$(last_block d1)"
expect unloaded loaded 0
