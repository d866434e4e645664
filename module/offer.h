/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel offers for a segment of kexec_file_load(), range by range.
 */
#ifndef KG_OFFER_H
#define KG_OFFER_H

#include <linux/types.h>

#include "core/span.h"

/**
 * kg_offer_any() - does the kernel offer a range that will do
 * @will_do: whether a range will
 * @data: handed to @will_do
 *
 * Return: true if it does; false, too, if nobody can tell what it offers.
 * Context: process, sleeps; in a kexec_file_load().
 */
bool kg_offer_any(bool (*will_do)(struct kg_span range, void *data),
		  void *data);

/* Find what the above asks. Context: process, sleeps; module init only. */
void kg_offer_init(void);

#endif /* KG_OFFER_H */
