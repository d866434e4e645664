# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a case that never ends is stopped at its time limit
# guard: no
# timeout: 8
# fails: ^ended in timeout
expect loaded-0 loaded 0
sleep 600
