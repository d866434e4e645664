/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The children of System RAM in the resource tree: the running kernel, the
 * crash kernel, and what firmware and kernel want to be kept.
 */
#ifndef KG_CHILDREN_H
#define KG_CHILDREN_H

struct kg_inputs;

/**
 * kg_children_collect() - read them
 * @inputs: where they go, as KEXECGUARD_KERNEL, KEXECGUARD_CRASH or
 *	KEXECGUARD_RESERVED
 *
 * Return: 0; -ENODATA if they cannot be read here; -ENOMEM.
 * Context: process, sleeps.
 */
int kg_children_collect(struct kg_inputs *inputs);

#endif /* KG_CHILDREN_H */
