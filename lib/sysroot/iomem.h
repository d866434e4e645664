/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * The text of /proc/iomem: RAM, who manages it, and what lies in it.
 */
#ifndef KG_IOMEM_H
#define KG_IOMEM_H

#include "ranges.h"
#include "text.h"

/**
 * struct kg_iomem - what the text says beside the ranges
 * @alignment: bits that are set in some bound of RAM or of a reserved area:
 *	the lowest one is the largest page size that the machine can have
 * @is_x86: it names what only an x86 kernel names
 */
struct kg_iomem {
	u64 alignment;
	bool is_x86;
};

int kg_iomem_parse(struct kg_text text, struct kg_ranges *list,
		   struct kg_iomem *iomem, unsigned int *line);

#endif /* KG_IOMEM_H */
