/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The parts of a kernel module that depmod and libkmod read. Built for kernel
 * 6.1.0-fixture.
 */
	.section .modinfo, "a"
	.asciz "license=GPL"
	.asciz "name=kexecguard"
	.asciz "vermagic=6.1.0-fixture SMP preempt mod_unload"
	.section .gnu.linkonce.this_module, "aw"
	.space 896
	.section .note.GNU-stack, "", @progbits
