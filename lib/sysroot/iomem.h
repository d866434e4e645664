/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * The text of /proc/iomem: RAM, its drivers, and the resources in it.
 */
#ifndef KG_IOMEM_H
#define KG_IOMEM_H

#include "ranges.h"
#include "text.h"

/**
 * struct kg_iomem - what else the text shows
 * @alignment: bits that are set in some bound of RAM or of a reserved area:
 *	the lowest one is the largest page size that the machine can have
 * @is_x86: it has a name that only x86 kernels use
 * @has_reserved: it lists what is "reserved" in RAM, as arm64 does
 */
struct kg_iomem {
	u64 alignment;
	bool is_x86;
	bool has_reserved;
};

int kg_iomem_parse(struct kg_text text, struct kg_ranges *list,
		   struct kg_iomem *iomem, unsigned int *line);

#endif /* KG_IOMEM_H */
