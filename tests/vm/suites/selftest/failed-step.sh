# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a step that fails ends the case
# guard: no
# fails: ^step: plug d1: error
plug d1 3
expect loaded-0 loaded 0
