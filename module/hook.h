/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hook mechanism: replace a kernel function by a wrapper.
 *
 * A kprobe after the function's ftrace site moves the instruction pointer to
 * the wrapper and leaves everything else as it is, so the wrapper runs as if
 * the caller had called it: in the caller's context, with the caller's
 * arguments. All six argument registers are passed through, so no signature is
 * copied. The wrapper calls the original, whose probe then lets this task pass.
 *
 *	caller ──call──► function ──INT3──► handler ──► wrapper
 *	                     ▲                             │ claims a slot
 *	                     └────────── original ◄────────┘
 *
 * The handler runs in a context like that of an NMI: it takes no lock and only
 * looks for the task in the slots. All decisions are made in the wrapper.
 *
 * A slot holds a reference to the task and to the module. A task that dies of a
 * kernel bug in the original never releases its slot: the next task that needs
 * one reuses it, and the module stays in use for good.
 */
#ifndef KG_HOOK_H
#define KG_HOOK_H

#include <linux/kexecguard.h>
#include <linux/kprobes.h>
#include <linux/sched.h>
#include <linux/static_call.h>
#include <linux/types.h>

#include "party.h"

/* Tasks that may be inside one original at a time; any more wait. */
#define KG_HOOK_SLOTS	16

/* The six argument registers of a call. */
struct kg_args {
	unsigned long arg[6];
};

typedef long (*kg_function)(unsigned long, unsigned long, unsigned long,
			    unsigned long, unsigned long, unsigned long);

/**
 * struct kg_hook_slot - what lets a task pass a probe
 * @inside: the task that calls the original now
 * @holds_module: the slot has a reference to the module
 */
struct kg_hook_slot {
	struct kg_party inside;
	bool holds_module;
};

/**
 * struct kg_hook - a hook: its row, then its state
 * @name: short name, as in sysfs
 * @without: what is not protected while the hook is not armed, one sentence
 * @protections: what is lost without it, enum kexecguard_protection bits
 * @is_unused: this kernel has nothing to hook here
 * @symbols: candidate functions in order of preference, then NULL
 * @wrapper: where the function is diverted to
 * @key: of the static call of the original
 * @trampoline: likewise; NULL where the architecture has none
 * @symbol: the candidate in use; NULL if none
 * @record: ftrace's record of that function, or NULL
 * @is_bound: the original can be called, whether the hook is armed or not
 * @error: -errno of arming it
 * @probe: the kprobe; its address is NULL while it is not registered
 * @slots: of the tasks that are calling the original now; the handler reads
 *	them without a lock and looks for its own task only
 */
struct kg_hook {
	const char *name;
	const char *without;
	u32 protections;
	bool is_unused;
	const char *symbols[3];
	kg_function wrapper;
	struct static_call_key *key;
	void *trampoline;

	const char *symbol;
	const void *record;
	bool is_bound;
	int error;
	struct kprobe probe;
	struct kg_hook_slot slots[KG_HOOK_SLOTS];
};

/* Stands in for an original that is not bound. */
long kg_hook_nothing(unsigned long a, unsigned long b, unsigned long c,
		     unsigned long d, unsigned long e, unsigned long f);

/* The current task leaves its wrapper; the module stays until none is in one. */
void kg_hook_leave(void);

/**
 * kg_hook_claim() - let the current task pass the probe of a hook
 * @hook: the hook
 *
 * Waits for a slot if all are taken.
 *
 * Context: process, sleeps; the hook's wrapper.
 * Return: the slot to release, or NULL if the task was killed while it waited.
 */
struct kg_hook_slot *kg_hook_claim(struct kg_hook *hook);

/**
 * kg_hook_try_claim() - as kg_hook_claim(), without waiting
 * @hook: the hook
 *
 * Context: process.
 * Return: the slot to release, or NULL if all are taken.
 */
struct kg_hook_slot *kg_hook_try_claim(struct kg_hook *hook);

/* Give the slot back. Context: process. */
void kg_hook_release(struct kg_hook_slot *slot);

/**
 * KG_HOOK_DEFINE() - define a hook: its row and what its function needs
 * @id: a token; the row is kg_ID_hook
 * @...: the fields of the row, see struct kg_hook: name, symbols, protections,
 *	without, is_unused
 *
 * The file that uses it has a function `static long ID_hook(const struct
 * kg_args *args)`, which does the work and calls ID_original() at most once.
 * That waits while all slots are taken, and returns -EBUSY to a task that is
 * killed while it waits. ID_call() takes a slot from kg_hook_try_claim()
 * instead, for callers that must not wait. To have the hook armed, add its
 * token to KG_HOOKS.
 *
 * The original is called through a static call, which is a direct call: on
 * kernels with IBT an indirect call to a sealed function is fatal.
 */
#define KG_HOOK_DEFINE(id, ...)						\
static long id##_hook(const struct kg_args *args);			\
DEFINE_STATIC_CALL(kg_##id, kg_hook_nothing);				\
static long id##_call(struct kg_hook_slot *slot,			\
		      const struct kg_args *args)			\
{									\
	const unsigned long *arg = args->arg;				\
	long ret;							\
									\
	if (!slot)							\
		return -EBUSY;						\
	ret = static_call(kg_##id)(arg[0], arg[1], arg[2],		\
				   arg[3], arg[4], arg[5]);		\
	kg_hook_release(slot);						\
	return ret;							\
}									\
static long id##_wrapper(unsigned long a, unsigned long b,		\
			 unsigned long c, unsigned long d,		\
			 unsigned long e, unsigned long f)		\
{									\
	const struct kg_args args = { { a, b, c, d, e, f } };		\
	long ret = id##_hook(&args);					\
									\
	kg_hook_leave();						\
	return ret;							\
}									\
extern struct kg_hook kg_##id##_hook;					\
struct kg_hook kg_##id##_hook = {					\
	.wrapper = id##_wrapper,					\
	.key = &STATIC_CALL_KEY(kg_##id),				\
	.trampoline = STATIC_CALL_TRAMP_ADDR(kg_##id),			\
	__VA_ARGS__							\
};									\
static long id##_original(const struct kg_args *args)			\
{									\
	return id##_call(kg_hook_claim(&kg_##id##_hook), args);		\
}

/**
 * kg_hook_arm() - find the function of a hook and divert it
 * @hook: the row; its error and symbol report what happened
 *
 * Context: process, sleeps; module init only.
 */
void kg_hook_arm(struct kg_hook *hook);

/* Give the function back, also if it is not armed. Context: process, sleeps. */
void kg_hook_disarm(struct kg_hook *hook);

/*
 * Wait until no task is in a wrapper; all hooks are disarmed. Context: process,
 * sleeps as long as the longest wrapped operation.
 */
void kg_hook_drain(void);

/* Is the first of the hook's symbols the one in use? */
static inline bool kg_hook_is_first_choice(const struct kg_hook *hook)
{
	return hook->is_bound && hook->symbol == hook->symbols[0];
}

/**
 * kg_hook_state() - the state of a hook, from the kernel's text
 * @hook: the row
 *
 * Context: process, sleeps; never in a notifier.
 */
enum kexecguard_hook_state kg_hook_state(const struct kg_hook *hook);

/**
 * kg_hook_error() - why a hook is in its state
 * @hook: the row
 *
 * Return: -errno of arming it; -EEXIST if a live patch or another user of
 * ftrace
 *	may redirect calls before they reach the hook; else 0.
 * Context: as above.
 */
int kg_hook_error(const struct kg_hook *hook);

#endif /* KG_HOOK_H */
