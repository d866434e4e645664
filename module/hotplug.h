/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The memory side: a notifier for online and offline, and hooks on what has no
 * notifier: add, remove, the moment before isolation, and pages that are given
 * up.
 */
#ifndef KG_HOTPLUG_H
#define KG_HOTPLUG_H

/* Listen to online and offline. Return: 0 or -errno. Context: process. */
int kg_hotplug_init(void);

/* Stop listening. Context: process, sleeps. */
void kg_hotplug_exit(void);

#endif /* KG_HOTPLUG_H */
