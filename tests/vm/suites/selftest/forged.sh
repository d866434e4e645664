# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a verdict without its checksum, or on the console, is ignored
# guard: no
# fails: ^checked nothing$
echo "#KG 00000000 00000000 check forged ok" >/dev/ttyS1
echo "#KG 00000000 00000000 check forged ok" >/dev/ttyS0
echo "check forged ok" >/dev/kmsg
