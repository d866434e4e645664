# SPDX-License-Identifier: GPL-2.0-or-later
# desc: each row of the policy works by itself, and invalid values are refused
policy on_add=keep on_online=keep on_offline=keep
load_image $BOOT_ADDRESS
plug d1 512M
expect kept-add loaded 1
online d1
expect kept-online loaded 1
offline d1
expect kept-offline loaded 1
expect unplug unplug d1
expect unloaded-remove loaded 0
for file in policy on_add on_remove on_online on_offline on_driver; do
	expect_fail "nonsense-$file" "Invalid argument" set_policy $file nonsense
done
expect_fail veto-on-add "Invalid argument" set_policy on_add veto
