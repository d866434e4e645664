// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * What can happen without each protection. One row per bit of the ABI.
 */
#include "internal.h"

#include <linux/kexecguard.h>

#include "core/names.h"

struct protection {
	uint32_t bit;
	const char *consequence;
};

static const struct protection protections[] = {
	{
		KEXECGUARD_PROTECT_UNLOAD,
		"an outdated image stays loaded",
	}, {
		KEXECGUARD_PROTECT_EXEC,
		"an outdated image can be executed before it is unloaded",
	}, {
		KEXECGUARD_PROTECT_LOAD,
		"kexec_load() can load an image while memory is changing",
	}, {
		KEXECGUARD_PROTECT_FILE_LOAD,
		"kexec_file_load() can load an image while memory is changing",
	}, {
		KEXECGUARD_PROTECT_LATE_LOAD,
		"a load that started before a change can end after it",
	}, {
		KEXECGUARD_PROTECT_ADD,
		"memory that is added goes unnoticed until it goes online",
	}, {
		KEXECGUARD_PROTECT_REMOVE,
		"memory that was never online can be removed unnoticed",
	}, {
		KEXECGUARD_PROTECT_ONLINE,
		"memory can go online and offline unnoticed",
	}, {
		KEXECGUARD_PROTECT_RELEASE,
		"a loaded image can keep memory from going offline",
	}, {
		KEXECGUARD_PROTECT_RECORD,
		"the loader of the image, and its placement, are unknown",
	}, {
		KEXECGUARD_PROTECT_PLACE,
		"an image can be loaded where it would corrupt or hang",
	}, {
		KEXECGUARD_PROTECT_STEER,
		"kexec_file_load() can choose removable memory",
	}, {
		KEXECGUARD_PROTECT_AUDIT,
		"the pages that an execution will copy are not examined",
	}, {
		KEXECGUARD_PROTECT_POISON,
		"an image is kept although the hardware has given up a page that it needs",
	},
};

KGUARD_API const char *kguard_protection_get_name(uint32_t protection)
{
	return kg_protection_name(protection);
}

KGUARD_API const char *kguard_protection_get_consequence(uint32_t protection)
{
	size_t i;

	for (i = 0; i < sizeof(protections) / sizeof(protections[0]); i++)
		if (protections[i].bit == protection)
			return protections[i].consequence;
	return NULL;
}
