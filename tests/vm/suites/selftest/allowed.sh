# SPDX-License-Identifier: GPL-2.0-or-later
# desc: an expected kernel complaint does not fail the case
# guard: no
# allow: expected BUG: in this line
echo "expected BUG: in this line" >/dev/kmsg
expect loaded-0 loaded 0
