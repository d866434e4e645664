/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel says of its image: whether one is loaded, which one, and
 * whether the kexec lock is held. The guard compares its record with this.
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

/* Context: process; after the last call of any function here. */
void kg_kexec_exit(void);

/* Can the kernel be asked whether an image is loaded? */
bool kg_kexec_is_known(void);

/*
 * Is a normal image loaded, as in /sys/kernel/kexec_loaded? To be called only
 * if kg_kexec_is_known(). Context: process.
 */
bool kg_kexec_is_loaded(void);

/**
 * kg_kexec_image() - which image is loaded
 *
 * Return: the image, for comparison, or for reading while it cannot be freed;
 *	NULL if there is none; ERR_PTR(-ENODATA) if that cannot be determined.
 * Context: process.
 */
const struct kimage *kg_kexec_image(void);

/**
 * kg_kexec_is_locked() - is the kernel's kexec lock held
 *
 * Return: true if the lock is held, or if that cannot be determined.
 * Context: process.
 */
bool kg_kexec_is_locked(void);

/* Has kg_kexec_unload() all that it needs? */
bool kg_kexec_can_unload(void);

/**
 * kg_kexec_unload() - take the image away, under the kernel's kexec lock
 *
 * The lock is released before the image is freed: a crash in between still
 * takes its dump, which it does not while the kernel itself unloads.
 *
 * Return: 0, also if nothing was loaded; -EBUSY if the lock is held;
 *	-EOPNOTSUPP if something needed cannot be found.
 * Context: process.
 */
int kg_kexec_unload(void);

/**
 * kg_segments() - where the segments of an image will go
 * @image: the image; the caller knows that it is not freed
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
