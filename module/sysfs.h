/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The state as text, one value a file, under /sys/class/misc/kexecguard/.
 */
#ifndef KG_SYSFS_H
#define KG_SYSFS_H

#include <linux/sysfs.h>

extern const struct attribute_group *kg_sysfs_groups[];

/* Make a file of each hook. Context: module init, before the groups are used. */
void kg_sysfs_init(void);

#endif /* KG_SYSFS_H */
