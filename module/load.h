/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kexec side: hooks on loading and executing, which ask the guard and carry
 * out its verdict.
 */
#ifndef KG_LOAD_H
#define KG_LOAD_H

/* Context: process; before the hooks are armed. */
void kg_load_init(void);

/**
 * kg_load_adopt() - record what was loaded before the module, open the guard
 *
 * Context: process, sleeps for a bounded time; after the hooks are armed.
 */
void kg_load_adopt(void);

#endif /* KG_LOAD_H */
