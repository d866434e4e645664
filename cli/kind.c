// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See kind.h.
 */
#include "kind.h"

#include <stddef.h>

#include <kguard.h>

static const struct {
	char letter;
	const char *name;
} kinds[NR_KINDS] = {
	[KIND_IMAGE]		= { '#', "the loaded image" },
	[KIND_BOOT]		= { 'B', "boot memory" },
	[KIND_KERNEL]		= { 'K', "running kernel" },
	[KIND_CRASH]		= { 'C', "crash kernel" },
	[KIND_PLUGGABLE]	= { 'P', "hot-pluggable" },
	[KIND_MOVABLE]		= { 'M', "movable zone" },
	[KIND_HOTADDED]		= { 'H', "hot-added" },
	[KIND_OTHER]		= { 'U', "of unknown origin" },
	[KIND_DRIVER]		= { 'D', "driver-managed" },
	[KIND_OFFLINE]		= { 'O', "offline" },
	[KIND_NOMAP]		= { 'N', "not to be mapped" },
	[KIND_UNACCEPTED]	= { 'A', "not accepted yet" },
	[KIND_PRESERVED]	= { 'V', "preserved by KHO" },
	[KIND_SCRATCH]		= { 'S', "scratch of KHO" },
	[KIND_RESERVED]		= { 'R', "reserved" },
	[KIND_ROOM]		= { '-', "room for hotplug" },
	[KIND_UNUSED]		= { 'X', "not used as RAM" },
	[KIND_HOLE]		= { '.', "no memory" },
};

/* The first that holds. */
static const struct {
	uint32_t class;
	enum kind kind;
} ram_kinds[] = {
	{ KGUARD_CLASS_DRIVER, KIND_DRIVER },
	{ KGUARD_CLASS_OFFLINE, KIND_OFFLINE },
	{ KGUARD_CLASS_RESERVED, KIND_RESERVED },
	{ KGUARD_CLASS_NOMAP, KIND_NOMAP },
	{ KGUARD_CLASS_UNACCEPTED, KIND_UNACCEPTED },
	{ KGUARD_CLASS_PRESERVED, KIND_PRESERVED },
	{ KGUARD_CLASS_CRASH, KIND_CRASH },
	{ KGUARD_CLASS_KERNEL, KIND_KERNEL },
	{ KGUARD_CLASS_SCRATCH, KIND_SCRATCH },
	{ KGUARD_CLASS_MOVABLE, KIND_MOVABLE },
	{ KGUARD_CLASS_HOTADDED, KIND_HOTADDED },
	{ KGUARD_CLASS_HOTPLUGGABLE, KIND_PLUGGABLE },
	{ KGUARD_CLASS_FIRMWARE, KIND_BOOT },
};

/**
 * kind_of() - what matters most
 * @classes: enum kguard_class bits, 0 for a hole
 *
 * Return: the kind; never KIND_IMAGE.
 */
enum kind kind_of(uint32_t classes)
{
	size_t i;

	if (!(classes & KGUARD_CLASS_RAM)) {
		if (classes & KGUARD_CLASS_RESERVED)
			return KIND_RESERVED;
		if (classes & KGUARD_CLASS_FIRMWARE)
			return KIND_UNUSED;
		return classes & KGUARD_CLASS_HOTPLUGGABLE ? KIND_ROOM :
							     KIND_HOLE;
	}
	for (i = 0; i < sizeof(ram_kinds) / sizeof(ram_kinds[0]); i++)
		if (classes & ram_kinds[i].class)
			return ram_kinds[i].kind;
	return KIND_OTHER;
}

/**
 * kind_letter() - what a kind is drawn with
 * @kind: the kind
 *
 * Return: a letter, different for each.
 */
char kind_letter(enum kind kind)
{
	return kinds[kind].letter;
}

/**
 * kind_name() - what the legend calls a kind
 * @kind: the kind
 *
 * Return: a static string.
 */
const char *kind_name(enum kind kind)
{
	return kinds[kind].name;
}
