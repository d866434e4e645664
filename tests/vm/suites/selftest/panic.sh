# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a guest that panics does not pass, whatever it reported before
# guard: no
# fails: ^ended in crash
expect loaded-0 loaded 0
echo c >/proc/sysrq-trigger
