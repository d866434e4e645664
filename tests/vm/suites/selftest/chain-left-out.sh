# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a case that runs in the first kernel fails if its shape asks for the third
# shape: third
# append: kexecs=
# guard: no
# fails: asked for its task after 0 kexecs, not 2
check reached ok
