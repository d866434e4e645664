# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the module goes while an outdated load is under way
plug d1 512M
online d1
begin_load late $BOOT_ADDRESS segments=4
expect offline set_blocks offline "$(last_block d1)"
expect state state outdated
begin rmmod rmmod kexecguard
usleep 300000
open_gate late
end_of late
expect rmmod end_of rmmod
expect gone test ! -e $SYSFS
expect load-after kx load $BOOT_ADDRESS
