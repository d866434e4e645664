/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Assembly that keeps r2, the TOC pointer, or looks at it.
 */
#ifndef KG_STUB_H
#define KG_STUB_H

/* Where a diverted task goes on, with the wrapper's address in r12. */
void kg_ppc64_stub(void);

/**
 * kg_ppc64_toc_after() - call a function of the kernel's and look at r2
 * @function: its global entry
 * @first: its first argument
 * @second: its second argument
 *
 * Return: r2 as the function has left it; what it returned is lost.
 */
unsigned long kg_ppc64_toc_after(const void *function, const void *first,
				 const void *second);

#endif /* KG_STUB_H */
