/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kexec side: the loaded image as the kernel has it, unloading it, and
 * the hooks on loading and executing.
 */
#ifndef KG_IMAGE_H
#define KG_IMAGE_H

#include "hook.h"

KG_HOOK_DECLARE(exec);
KG_HOOK_DECLARE(load);
KG_HOOK_DECLARE(file_load);
KG_HOOK_DECLARE(prepare);
KG_HOOK_DECLARE(segment);
KG_HOOK_DECLARE(terminate);

/**
 * kg_image_init() - find what unloading needs
 *
 * Return: 0, also if something is missing; -ENODEV if this kernel has no kexec.
 * Context: process, sleeps; before the hooks are armed.
 */
int kg_image_init(void);

/**
 * kg_image_adopt() - learn what was loaded before the module, open the gate
 *
 * Context: process, sleeps for a bounded time; after the hooks are armed.
 */
void kg_image_adopt(void);

/* Nothing is left to be done in the background. Context: process, sleeps. */
void kg_image_exit(void);

/* Is there a way to unload at all? */
bool kg_image_can_unload(void);

/**
 * kg_image_unload() - unload the normal image, now, whatever it is like
 *
 * Takes the kernel's own path, below the checks for lockdown,
 * kexec_load_disabled and load limits. The crash image is not touched. If a
 * loader holds the kernel's lock and the image is marked outdated, it is tried
 * again when the loader has finished, and from time to time.
 *
 * Return: 0, also if nothing was loaded; -EBUSY if somebody holds the lock;
 *	-EOPNOTSUPP if there is no way to unload.
 * Context: process, also a memory notifier; bounded.
 */
int kg_image_unload(void);

/**
 * kg_image_unload_outdated() - likewise, if it is marked outdated
 *
 * One that has replaced the outdated image meanwhile stays.
 *
 * Return: 0, also if nothing was outdated; else as above.
 * Context: as above.
 */
int kg_image_unload_outdated(void);

/**
 * kg_image_confirm() - keep the image only if the map has not moved
 * @generation: at which its loader read the memory map
 * @number: of the image, 0 if its loader does not know
 *
 * Return: 0 it stays; -ESTALE it was unloaded; -EBUSY memory is moving or it
 *	could not be unloaded yet; -ENODATA nothing is loaded, or another image;
 *	-EINVAL @generation is in the future.
 * Context: process.
 */
int kg_image_confirm(u64 generation, u64 number);

#endif /* KG_IMAGE_H */
