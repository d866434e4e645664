// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * A snapshot of the module's properties.
 */
#include "internal.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

#include <linux/kexecguard.h>

struct kguard_info {
	uint32_t protections;
	uint32_t nr_hooks;
	uint64_t block_size;
	uint32_t queue_length;
	char version[sizeof(((struct kexecguard_info *)0)->version) + 1];
};

int kg_info_from_uapi(const struct kexecguard_info *from,
		      struct kguard_info **to)
{
	struct kguard_info *new;

	new = calloc(1, sizeof(*new));
	if (!new)
		return -ENOMEM;

	new->protections = from->protections;
	new->nr_hooks = from->nr_hooks;
	new->block_size = from->block_size;
	new->queue_length = from->queue_length;
	kg_copy_string(new->version, from->version, sizeof(from->version));
	*to = new;
	return 0;
}

KGUARD_API int kguard_get_info(struct kguard *guard, struct kguard_info **info)
{
	struct kexecguard_info uapi = { .size = sizeof(uapi) };
	int err;

	err = kg_ioctl(guard, KEXECGUARD_IOC_INFO, &uapi);
	if (err)
		return err;
	return kg_info_from_uapi(&uapi, info);
}

KGUARD_API void kguard_info_free(struct kguard_info *info)
{
	free(info);
}

KGUARD_API const char *kguard_info_get_version(const struct kguard_info *info)
{
	assert(info);
	return info->version;
}

KGUARD_API uint32_t kguard_info_get_protections(const struct kguard_info *info)
{
	assert(info);
	return info->protections;
}

KGUARD_API uint32_t kguard_info_get_nr_hooks(const struct kguard_info *info)
{
	assert(info);
	return info->nr_hooks;
}

KGUARD_API uint64_t kguard_info_get_block_size(const struct kguard_info *info)
{
	assert(info);
	return info->block_size;
}

KGUARD_API uint32_t kguard_info_get_queue_length(const struct kguard_info *info)
{
	assert(info);
	return info->queue_length;
}

KGUARD_API const char *kguard_get_library_version(void)
{
	return VERSION;
}
