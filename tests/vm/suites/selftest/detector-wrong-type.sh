# SPDX-License-Identifier: GPL-2.0-or-later
# desc: kCFI reports a function called through the wrong type
# guard: no
# kernels: ^6.12-cfi-amd64$
# skip: only a kernel with kCFI looks
# fails: ^the kernel complained: .*CFI failure at wrong_type
expect made-the-mistake insmod /lib/modules/kgbug.ko bug=wrong-type
