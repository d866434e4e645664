/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Unloading the normal image.
 */
#ifndef KG_UNLOAD_H
#define KG_UNLOAD_H

#include <linux/types.h>

struct kg_args;
struct kg_hook;
struct kg_hook_slot;

/**
 * kg_unload_init() - get ready to unload
 * @hook: the hook on do_kexec_load(), by which kernels that do not show their
 *	variables unload
 * @call: calls the original
 *
 * Context: process; before the hooks are armed.
 */
void kg_unload_init(struct kg_hook *hook,
		    long (*call)(struct kg_hook_slot *slot,
				 const struct kg_args *args));

/*
 * Unload what is outdated and stop trying. Context: process, sleeps; after the
 * hooks are disarmed.
 */
void kg_unload_exit(void);

/* Is there a way to unload at all? */
bool kg_unload_is_possible(void);

/**
 * kg_unload() - unload the normal image now, in whatever state it is
 *
 * Takes the kernel's own path, below the checks for lockdown,
 * kexec_load_disabled and load limits. The crash image is not touched. If a
 * loader holds the kernel's lock and the image is marked outdated, the unload
 * is tried again when the loader has finished, and from time to time.
 *
 * Return: 0, also if nothing was loaded; -EBUSY if the lock is held;
 *	-EOPNOTSUPP if there is no way to unload.
 * Context: process, also a memory notifier; bounded.
 */
int kg_unload(void);

/**
 * kg_unload_outdated() - unload the normal image if it is marked outdated
 *
 * An image that has replaced the outdated one stays.
 *
 * Return: 0, also if nothing was outdated; else as kg_unload().
 * Context: as above.
 */
int kg_unload_outdated(void);

/**
 * kg_unload_unconfirmed() - unload the image unless it is as new as the map
 * @generation: at which its loader read the memory map
 * @number: of the image, 0 if its loader does not know
 *
 * Return: 0 it stays; -ESTALE it was unloaded; -EBUSY memory is changing or it
 *	could not be unloaded yet; -ENODATA nothing is loaded, or another image;
 *	-EINVAL @generation is in the future.
 * Context: process.
 */
int kg_unload_unconfirmed(u64 generation, u64 number);

#endif /* KG_UNLOAD_H */
