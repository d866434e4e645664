# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an expected complaint does not
# guard: no
# allow: expected BUG: in this line
echo "expected BUG: in this line" >/dev/kmsg
expect loaded-0 loaded 0
