/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * See payload.h. kexec jumps here with the MMU off; it has copied the first 256
 * bytes to address 0, where the other processors go to 0x60. The second virtual
 * terminal of QEMU's pSeries is the channel. The power goes off by RTAS, which
 * that machine offers by a hypercall, too.
 */
	.section .rodata
	.globl	payload_start, payload_end
	.balign	8
payload_start:
	b	first
	.org	payload_start + 0x60
	.byte	0x48, 0, 0, 0		/* b . for big-endian, as they come */
first:
	bcl	20, 31, here
here:
	mflr	14
	addi	16, 14, power_off - here
	addi	14, 14, payload_end - here
next:
	lbz	15, 0(14)
	addi	14, 14, 1
	cmpwi	15, 0
	beq	drained
busy:
	li	3, 0x58			/* H_PUT_TERM_CHAR */
	lis	4, 0x7100
	ori	4, 4, 1
	li	5, 1
	sldi	6, 15, 56
	sc	1
	cmpdi	3, 0
	bne	busy
	b	next
drained:
	lis	3, 0			/* H_RTAS, 0xf000 */
	ori	3, 3, 0xf000
	mr	4, 16
	sc	1
stop:
	b	stop
	.balign	8
power_off:				/* big-endian: token, 2 inputs, 1 output */
	.byte	0, 0, 0x20, 0x03, 0, 0, 0, 2, 0, 0, 0, 1
	.byte	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
payload_end:
	.section .note.GNU-stack, "", %progbits
