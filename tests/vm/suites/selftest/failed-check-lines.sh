# SPDX-License-Identifier: GPL-2.0-or-later
# desc: a check that fails with many and long lines of output is not lost
# guard: no
# fails: ^lines: 'sh -c echo x{600}
long=$(dd if=/dev/zero bs=1500 count=1 2>/dev/null | tr '\0' x)
expect lines sh -c "echo $long
	false"
