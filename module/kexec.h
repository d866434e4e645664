/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The truth about the loaded image, from the kernel itself, as far as it can
 * be asked. What the guard believes is compared with this.
 */
#ifndef KG_KEXEC_H
#define KG_KEXEC_H

#include <linux/kexec.h>

/* Find whom to ask. Context: process, sleeps; before the hooks are armed. */
void kg_kexec_init(void);

/* Context: process; when nobody asks any more. */
void kg_kexec_exit(void);

/**
 * kg_kexec_is_known() - can the kernel be asked at all
 *
 * Where it cannot, kg_kexec_is_loaded() repeats what the guard has seen.
 */
bool kg_kexec_is_known(void);

/* Is a normal image loaded, as /sys/kernel/kexec_loaded? Context: process. */
bool kg_kexec_is_loaded(void);

/**
 * kg_kexec_image() - which image is loaded
 *
 * Return: the image, for comparison, or for reading where it cannot go; NULL if
 *	there is none; ERR_PTR(-ENODATA) if the kernel does not say which.
 * Context: process.
 */
const struct kimage *kg_kexec_image(void);

/**
 * kg_kexec_is_locked() - does somebody hold the kernel's kexec lock
 *
 * Return: that; true, too, if the kernel does not say.
 * Context: process.
 */
bool kg_kexec_is_locked(void);

/* Can kg_kexec_unload() do it? */
bool kg_kexec_can_unload(void);

/**
 * kg_kexec_unload() - take the image away, under the kernel's kexec lock
 *
 * The lock is free again before the image is: a crash in between takes its
 * dump, which it does not where the kernel itself unloads.
 *
 * Return: 0, also if nothing was loaded; -EBUSY if somebody holds the lock;
 *	-EOPNOTSUPP if something needed cannot be found.
 * Context: process.
 */
int kg_kexec_unload(void);

#endif /* KG_KEXEC_H */
