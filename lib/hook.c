// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * A snapshot of one row of the module's hook table.
 */
#include "internal.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include <linux/kexecguard.h>

#include "core/names.h"

#define ROOM(field) (sizeof(((struct kexecguard_hook *)0)->field) + 1)

struct kguard_hook {
	enum kexecguard_hook_state state;
	int error;
	uint32_t protections;
	char name[ROOM(name)];
	char symbol[ROOM(symbol)];
	char without[ROOM(without)];
};

int kg_hook_from_uapi(const struct kexecguard_hook *from,
		      struct kguard_hook **to)
{
	struct kguard_hook *new;

	new = calloc(1, sizeof(*new));
	if (!new)
		return -ENOMEM;

	new->state = from->state;
	new->error = from->error <= INT_MAX ? -(int)from->error : -EIO;
	new->protections = from->protections;
	kg_copy_string(new->name, from->name, sizeof(from->name));
	kg_copy_string(new->symbol, from->symbol, sizeof(from->symbol));
	kg_copy_string(new->without, from->without, sizeof(from->without));
	*to = new;
	return 0;
}

KGUARD_API int kguard_get_hook(struct kguard *guard, uint32_t index,
			       struct kguard_hook **hook)
{
	struct kexecguard_hook uapi = {
		.size = sizeof(uapi),
		.index = index,
	};
	int err;

	err = kg_ioctl(guard, KEXECGUARD_IOC_HOOK, &uapi);
	if (err)
		return err;
	return kg_hook_from_uapi(&uapi, hook);
}

KGUARD_API void kguard_hook_free(struct kguard_hook *hook)
{
	free(hook);
}

KGUARD_API const char *kguard_hook_get_name(const struct kguard_hook *hook)
{
	assert(hook);
	return hook->name;
}

KGUARD_API enum kexecguard_hook_state
kguard_hook_get_state(const struct kguard_hook *hook)
{
	assert(hook);
	return hook->state;
}

KGUARD_API const char *
kguard_hook_state_get_name(enum kexecguard_hook_state state)
{
	return kg_hook_state_name(state);
}

KGUARD_API int kguard_hook_get_error(const struct kguard_hook *hook)
{
	assert(hook);
	return hook->error;
}

KGUARD_API uint32_t kguard_hook_get_protections(const struct kguard_hook *hook)
{
	assert(hook);
	return hook->protections;
}

KGUARD_API const char *kguard_hook_get_symbol(const struct kguard_hook *hook)
{
	assert(hook);
	return hook->symbol;
}

KGUARD_API const char *kguard_hook_get_without(const struct kguard_hook *hook)
{
	assert(hook);
	return hook->without;
}
