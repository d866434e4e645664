# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a case fails if its kernel did not log a required line
# guard: no
# says: said indeed
# says: never in any log
# fails: never said: never in any log
echo "said indeed" >/dev/kmsg
expect loaded-0 loaded 0
