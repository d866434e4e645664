# SPDX-License-Identifier: GPL-2.0-or-later
# desc: the harness's one-page image runs from a DIMM that stays
# guard: no
# ends: second-kernel
plug d1 512M
load_image "$(start_of d1)"
expect loaded loaded 1
execute
