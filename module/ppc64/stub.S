/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * See stub.h. A frame is 32 bytes; the word at 24(r1) is where the ABI keeps a
 * caller's r2.
 */
#include <linux/linkage.h>

	.text

/*
 * Most callers are vmlinux itself and call by "bl", with the TOC pointer that
 * they share with the function. The wrapper is the module's and has another, so
 * the caller's is given back here; nobody else would.
 */
SYM_FUNC_START(kg_ppc64_stub)
	mflr	0
	std	0, 16(1)
	stdu	1, -32(1)
	std	2, 24(1)
	mtctr	12
	bctrl
	ld	2, 24(1)
	addi	1, 1, 32
	ld	0, 16(1)
	mtlr	0
	blr
SYM_FUNC_END(kg_ppc64_stub)

SYM_FUNC_START(kg_ppc64_toc_after)
	mflr	0
	std	0, 16(1)
	stdu	1, -32(1)
	std	2, 24(1)
	mr	12, 3
	mr	3, 4
	mr	4, 5
	mtctr	12
	bctrl
	mr	3, 2
	ld	2, 24(1)
	addi	1, 1, 32
	ld	0, 16(1)
	mtlr	0
	blr
SYM_FUNC_END(kg_ppc64_toc_after)

	.section .note.GNU-stack, "", @progbits
