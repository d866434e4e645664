/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * What a resource of the memory tree is, by its name and its parent. The
 * kernel's own tree and the text of /proc/iomem are read by this one rule.
 */
#ifndef KG_RESOURCE_H
#define KG_RESOURCE_H

#include "map.h"

u32 kg_resource_classes(const char *name, size_t length, bool in_ram);

#endif /* KG_RESOURCE_H */
