// SPDX-License-Identifier: GPL-2.0-only
/*
 * x86-64 kernel text. A traced function starts with five bytes that ftrace
 * patches between a NOP and a call, behind an ENDBR if the kernel has IBT.
 *
 *	ENDBR (4)	NOP or call __fentry__ (5)	first real instruction
 *							^ the probe goes here
 *
 * A probe on the five bytes becomes an ftrace user: kernel.ftrace_enabled=0
 * kills it in silence, and sharing it with a foreign kprobe corrupts both.
 * Behind them nothing has been pushed yet, and the probe is a plain INT3.
 */
#include <linux/init.h>
#include <linux/string.h>

#include "arch.h"

#define TEXT_ENDBR_SIZE		4
#define TEXT_FENTRY_SIZE	5
#define TEXT_CALL		0xe8
#define TEXT_INT3		0xcc

static bool __init has_endbr(const u8 *text)
{
	/* Spelled in parts, or IBT's checker takes the data for a target. */
	return text[0] == 0xf3 && text[1] == 0x0f && text[2] == 0x1e &&
	       text[3] == 0xfa;
}

static bool __init has_sealed_endbr(const u8 *text)
{
	/* What a sealed ENDBR becomes: NOPL with a mark, or NOPW. */
	return (text[0] == 0x0f && text[1] == 0x1f && text[2] == 0x40) ||
	       (text[0] == 0x66 && text[1] == 0x0f && text[2] == 0x1f &&
		text[3] == 0x00);
}

static bool __init has_fentry(const u8 *text)
{
	static const u8 nop5[] __initconst = { 0x0f, 0x1f, 0x44, 0x00, 0x00 };
	static const u8 nop5_old[] __initconst = { 0x66, 0x66, 0x66, 0x66, 0x90 };

	return text[0] == TEXT_CALL || !memcmp(text, nop5, sizeof(nop5)) ||
	       !memcmp(text, nop5_old, sizeof(nop5_old));
}

void *__init kg_arch_probe_address(void *entry)
{
	u8 *text = entry;

	if (has_endbr(text) || has_sealed_endbr(text))
		text += TEXT_ENDBR_SIZE;
	if (has_fentry(text))
		return text + TEXT_FENTRY_SIZE;
	return text;
}

bool kg_arch_is_armed(const void *address)
{
	return *(const u8 *)address == TEXT_INT3;
}
