/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The list of hooks. A hook's row stands beside its function
 * (KG_HOOK_DEFINE()); to add one, add its token here.
 */
#ifndef KG_HOOKS_H
#define KG_HOOKS_H

#include "arch.h"
#include "hook.h"

/* The canary comes first. The order is that of KEXECGUARD_IOC_HOOK. */
#define KG_HOOKS(X)							\
	X(canary)							\
	X(exec)								\
	X(load)								\
	X(file_load)							\
	X(prepare)							\
	X(segment)							\
	X(terminate)							\
	X(steer)							\
	X(add)								\
	X(remove)							\
	X(offline)							\
	X(memory_failure)						\
	X(soft_offline)							\
	KG_ARCH_HOOKS(X)

#define KG_HOOKS_ONE(id)	+ 1
#define KG_NR_HOOKS		(0 KG_HOOKS(KG_HOOKS_ONE))

extern struct kg_hook *const kg_hooks[KG_NR_HOOKS];

/**
 * kg_hooks_arm() - arm all hooks that this kernel needs
 *
 * Return: 0, also if some are missing; -EOPNOTSUPP if the canary shows that no
 *	function can be diverted here.
 * Context: process, sleeps; module init only.
 */
int kg_hooks_arm(void);

/**
 * kg_hooks_disarm() - give all functions back
 *
 * On return no task is inside a wrapper any more, and none will come.
 *
 * Context: process, sleeps as long as the longest wrapped operation.
 */
void kg_hooks_disarm(void);

#endif /* KG_HOOKS_H */
