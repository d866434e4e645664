/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The arch seam: what kernel text looks like. One directory an architecture
 * answers these; nothing else in module/ knows instruction bytes.
 */
#ifndef KG_ARCH_H
#define KG_ARCH_H

#include <linux/types.h>

/**
 * kg_arch_probe_address() - where to divert a function
 * @entry: its entry, or the address that a throw-away probe found
 *
 * Return: the address at which all arguments are still in their registers and
 *	no other user of the kernel's text patching is at work.
 * Context: any.
 */
void *kg_arch_probe_address(void *entry);

/**
 * kg_arch_is_armed() - is a breakpoint really in the text
 * @address: what kg_arch_probe_address() gave
 *
 * register_kprobe() may report success without having armed, and anybody may
 * disarm later, so only the text tells.
 *
 * Return: true if it is.
 * Context: any.
 */
bool kg_arch_is_armed(const void *address);

#endif /* KG_ARCH_H */
