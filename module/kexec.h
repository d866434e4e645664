/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The truth about the loaded image, from the kernel itself, as far as it can
 * be asked. What the guard believes is compared with this.
 */
#ifndef KG_KEXEC_H
#define KG_KEXEC_H

#include <linux/kexec.h>
#include <linux/minmax.h>

#include "core/span.h"

/**
 * kg_kexec_init() - find what can be read
 *
 * Return: 0, also if nothing can be; -ENODEV if this kernel has no kexec.
 * Context: process, sleeps; before the hooks are armed.
 */
int kg_kexec_init(void);

/* Context: process; when nobody asks any more. */
void kg_kexec_exit(void);

/* Can the kernel be asked whether an image is loaded? */
bool kg_kexec_is_known(void);

/*
 * Is a normal image loaded, as in /sys/kernel/kexec_loaded? To be called only if
 * kg_kexec_is_known(). Context: process.
 */
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

/**
 * kg_segments() - where the segments of an image will go
 * @image: the image; the caller knows that it stays
 * @spans: room for KEXEC_SEGMENT_MAX
 *
 * Return: how many there are.
 */
static inline unsigned int kg_segments(const struct kimage *image,
				       struct kg_span *spans)
{
	unsigned int nr = min_t(unsigned long, image->nr_segments,
				KEXEC_SEGMENT_MAX);
	unsigned int i;

	for (i = 0; i < nr; i++) {
		spans[i].start = image->segment[i].mem;
		spans[i].end = image->segment[i].mem +
			       image->segment[i].memsz;
	}
	return nr;
}

#endif /* KG_KEXEC_H */
