/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * See payload.h. kexec jumps here with the MMU off and without a stack.
 * 0x09000000 is the serial port of QEMU's virt board, the guest's console; the
 * power goes off by PSCI, which that board's firmware takes by HVC.
 */
	.section .rodata
	.globl	payload_start, payload_end
	.balign	4
payload_start:
	adr	x1, payload_end
	movz	x2, #0x0900, lsl #16
next:
	ldrb	w0, [x1], #1
	cbz	w0, drain
busy:
	ldr	w3, [x2, #0x18]		/* flags: bit 5, no room */
	tbnz	w3, #5, busy
	str	w0, [x2]
	b	next
drain:
	ldr	w3, [x2, #0x18]		/* bit 3, still sending */
	tbnz	w3, #3, drain
	movz	w0, #0x8400, lsl #16	/* SYSTEM_OFF */
	movk	w0, #0x0008
	hvc	#0
stop:
	wfi
	b	stop
payload_end:
	.section .note.GNU-stack, "", %progbits
