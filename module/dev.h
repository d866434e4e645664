/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * /dev/kexecguard.
 */
#ifndef KG_DEV_H
#define KG_DEV_H

/* Create the device with its sysfs files. Return: 0 or -errno. */
int kg_dev_init(void);

/* Remove it. Nobody has it open: an open file holds the module. */
void kg_dev_exit(void);

#endif /* KG_DEV_H */
