# SPDX-License-Identifier: GPL-2.0-or-later
# desc: without the guard, an image stays loaded when memory is added
# guard: no
load_image $BOOT_ADDRESS
plug d1 512M
online d1
expect still-loaded loaded 1
