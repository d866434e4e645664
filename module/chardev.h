/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * /dev/kexecguard.
 */
#ifndef KG_CHARDEV_H
#define KG_CHARDEV_H

/* Create the device with its sysfs files. Return: 0 or -errno. */
int kg_chardev_init(void);

/* Remove it. It is not open: an open file holds the module. */
void kg_chardev_exit(void);

#endif /* KG_CHARDEV_H */
