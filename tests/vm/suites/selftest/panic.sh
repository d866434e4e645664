# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a guest that dies does not pass, whatever it said before
# guard: no
# fails: ^ended in crash
expect loaded-0 loaded 0
echo c >/proc/sysrq-trigger
