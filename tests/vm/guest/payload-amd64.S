/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * See payload.h. kexec jumps here in long mode, identity mapped, without a
 * stack. Ports: 0x2f8 the serial port, 0x604 QEMU q35's ACPI PM1a control.
 */
	.section .rodata
	.globl	payload_start, payload_end
payload_start:
	leaq	payload_end(%rip), %rsi
next:
	lodsb
	testb	%al, %al
	jz	drain
	movb	%al, %bl
	movw	$0x2fd, %dx
busy:
	inb	%dx, %al
	testb	$0x20, %al
	jz	busy
	movb	%bl, %al
	movw	$0x2f8, %dx
	outb	%al, %dx
	jmp	next
drain:
	movw	$0x2fd, %dx
	inb	%dx, %al
	testb	$0x40, %al
	jz	drain
	movw	$0x604, %dx
	movw	$0x2000, %ax
	outw	%ax, %dx
stop:
	hlt
	jmp	stop
payload_end:
	.section .note.GNU-stack, "", @progbits
