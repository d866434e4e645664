// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * The names of the protections, and what can happen without each. One row per
 * bit of the ABI.
 */
#include "internal.h"

#include <linux/kexecguard.h>

#define SAME(name) \
	_Static_assert((int)KGUARD_PROTECT_##name == \
		       (int)KEXECGUARD_PROTECT_##name, #name)

SAME(UNLOAD);
SAME(EXEC);
SAME(LOAD);
SAME(FILE_LOAD);
SAME(LATE_LOAD);
SAME(ADD);
SAME(REMOVE);
SAME(ONLINE);
SAME(RELEASE);
SAME(RECORD);
SAME(PLACE);
SAME(STEER);
SAME(AUDIT);

struct protection {
	uint32_t bit;
	const char *name;
	const char *consequence;
};

static const struct protection protections[] = {
	{
		KGUARD_PROTECT_UNLOAD, "unload",
		"an outdated image stays loaded",
	}, {
		KGUARD_PROTECT_EXEC, "exec",
		"an outdated image can be executed before it is unloaded",
	}, {
		KGUARD_PROTECT_LOAD, "load",
		"kexec_load() can load an image while memory is changing",
	}, {
		KGUARD_PROTECT_FILE_LOAD, "file-load",
		"kexec_file_load() can load an image while memory is changing",
	}, {
		KGUARD_PROTECT_LATE_LOAD, "late-load",
		"a load that began before a change can end after it",
	}, {
		KGUARD_PROTECT_ADD, "add",
		"memory that is added goes unnoticed until it goes online",
	}, {
		KGUARD_PROTECT_REMOVE, "remove",
		"memory that was never online can be removed unnoticed",
	}, {
		KGUARD_PROTECT_ONLINE, "online",
		"memory can go online and offline unnoticed",
	}, {
		KGUARD_PROTECT_RELEASE, "release",
		"a loaded image can keep memory from going offline",
	}, {
		KGUARD_PROTECT_RECORD, "record",
		"who loaded the image, and where it goes, is not known",
	}, {
		KGUARD_PROTECT_PLACE, "place",
		"an image can be loaded to where it would corrupt or hang",
	}, {
		KGUARD_PROTECT_STEER, "steer",
		"kexec_file_load() can choose memory that can go away",
	}, {
		KGUARD_PROTECT_AUDIT, "audit",
		"what an execution will copy, and whether it can, is not known",
	}, {
		KGUARD_PROTECT_POISON, "poison",
		"an image of which the hardware gives up a page is kept",
	},
};

static const struct protection *find_protection(uint32_t bit)
{
	size_t i;

	for (i = 0; i < sizeof(protections) / sizeof(protections[0]); i++)
		if (protections[i].bit == bit)
			return &protections[i];
	return NULL;
}

KGUARD_API const char *kguard_protection_get_name(uint32_t protection)
{
	const struct protection *found = find_protection(protection);

	return found ? found->name : NULL;
}

KGUARD_API const char *kguard_protection_get_consequence(uint32_t protection)
{
	const struct protection *found = find_protection(protection);

	return found ? found->consequence : NULL;
}
