# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the module stays while an outdated load is in progress, and can be removed after it
plug d1 512M
online d1
begin_load late $BOOT_ADDRESS segments=4
expect offline set_blocks offline "$(last_block d1)"
expect state state outdated
expect_fail in-use "$IN_USE" rmmod kexecguard
expect still-outdated state outdated
open_gate late
expect_fail refused EBUSY end_of late
remove_guard
expect gone test ! -e $SYSFS
expect load-after kx load $BOOT_ADDRESS
