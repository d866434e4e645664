/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hook mechanism: replace a kernel function by a wrapper of ours.
 *
 * A kprobe behind the function's ftrace site moves the instruction pointer to
 * the wrapper and leaves everything else as it is, so the wrapper runs as if
 * the caller had called it: in the caller's context, with the caller's
 * arguments. All six argument registers are passed through, so no signature
 * is copied. The wrapper calls the original, whose probe then lets this task
 * pass.
 *
 *	caller ──call──► function ──INT3──► handler ──► wrapper
 *	                     ▲                             │ claims a place
 *	                     └────────── original ◄────────┘
 *
 * The handler runs in a context like NMI's: it takes no lock, it only looks
 * for the task among the places. Everything that thinks is in the wrapper.
 *
 * A place holds the task and the module. A task that dies in the original of a
 * kernel bug never gives its place back: whoever needs it takes it, and the
 * module stays in use for good.
 */
#ifndef KG_HOOK_H
#define KG_HOOK_H

#include <linux/kexecguard.h>
#include <linux/kprobes.h>
#include <linux/sched.h>
#include <linux/static_call.h>
#include <linux/types.h>

#include "party.h"

/* Tasks that may be inside one original at a time; more than these wait. */
#define KG_HOOK_PLACES	16

/* The six argument registers of a call. */
struct kg_args {
	unsigned long arg[6];
};

typedef long (*kg_function)(unsigned long, unsigned long, unsigned long,
			    unsigned long, unsigned long, unsigned long);

/**
 * struct kg_hook_place - what lets a task pass a probe
 * @inside: the task that calls the original now
 * @holds_module: the module cannot go meanwhile
 */
struct kg_hook_place {
	struct kg_party inside;
	bool holds_module;
};

/**
 * struct kg_hook - one row of the hook table
 * @name: short name, as in sysfs
 * @without: what is not protected while it is not armed, one sentence
 * @protections: the same as bits (enum kexecguard_protection)
 * @is_unused: this kernel has nothing to hook here
 * @symbols: functions that would do, in the order of preference, then NULL
 * @wrapper: where the function is diverted to
 * @key: of the static call of the original
 * @trampoline: likewise; NULL where the architecture has none
 * @symbol: the candidate in use; NULL if none
 * @record: what ftrace keeps of that function, or NULL
 * @is_bound: the original can be called, armed or not
 * @error: -errno that arming met
 * @probe: the kprobe; its address is NULL while not registered
 * @places: of the tasks that are calling the original now; the handler reads
 *	them without a lock, and looks for its own task only
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
	struct kg_hook_place places[KG_HOOK_PLACES];
};

/* What an original is before it is bound. */
long kg_hook_nothing(unsigned long a, unsigned long b, unsigned long c,
		     unsigned long d, unsigned long e, unsigned long f);

/* For tasks in a wrapper; the module must not go while there are any. */
void kg_hook_leave(void);

/**
 * kg_hook_claim() - let the current task pass the probe of a hook
 * @hook: the hook
 *
 * Waits for a place where all are taken.
 *
 * Context: process, sleeps; the hook's wrapper.
 * Return: the place to release, or NULL if the task was killed meanwhile.
 */
struct kg_hook_place *kg_hook_claim(struct kg_hook *hook);

/**
 * kg_hook_try_claim() - likewise, without waiting
 * @hook: the hook
 *
 * Context: process.
 * Return: the place to release, or NULL if all are taken.
 */
struct kg_hook_place *kg_hook_try_claim(struct kg_hook *hook);

/* Undo either. Context: process. */
void kg_hook_release(struct kg_hook_place *place);

/**
 * KG_HOOK_DEFINE() - the plumbing of one hook
 * @hook: the row, a struct kg_hook lvalue
 * @id: a token that is unique in the module
 *
 * Needs a function `static long id_hook(const struct kg_args *args)` that does
 * the work and calls id_original() at most once. id_original() waits where no
 * place is free, and says -EBUSY to a task that was killed meanwhile; who must
 * not wait has id_call(), and kg_hook_try_claim(). Declare it with
 * KG_HOOK_DECLARE(id) where the table can see it.
 *
 * The original is called through a static call, that is directly: on kernels
 * with IBT an indirect call to a sealed function is fatal.
 */
#define KG_HOOK_DEFINE(hook, id)					\
static long id##_hook(const struct kg_args *args);			\
DEFINE_STATIC_CALL(kg_##id, kg_hook_nothing);				\
static long id##_call(struct kg_hook_place *place,			\
		      const struct kg_args *args)			\
{									\
	const unsigned long *arg = args->arg;				\
	long ret;							\
									\
	if (!place)							\
		return -EBUSY;						\
	ret = static_call(kg_##id)(arg[0], arg[1], arg[2],		\
				   arg[3], arg[4], arg[5]);		\
	kg_hook_release(place);						\
	return ret;							\
}									\
static long id##_original(const struct kg_args *args)			\
{									\
	return id##_call(kg_hook_claim(hook), args);			\
}									\
long kg_##id##_wrapper(unsigned long a, unsigned long b,		\
		       unsigned long c, unsigned long d,		\
		       unsigned long e, unsigned long f)		\
{									\
	const struct kg_args args = { { a, b, c, d, e, f } };		\
	long ret = id##_hook(&args);					\
									\
	kg_hook_leave();						\
	return ret;							\
}

#define KG_HOOK_DECLARE(id)						\
DECLARE_STATIC_CALL(kg_##id, kg_hook_nothing);				\
long kg_##id##_wrapper(unsigned long a, unsigned long b,		\
		       unsigned long c, unsigned long d,		\
		       unsigned long e, unsigned long f)

/* What a row of the table has from KG_HOOK_DEFINE(id). */
#define KG_HOOK_PLUMBING(id)						\
	.wrapper = kg_##id##_wrapper,					\
	.key = &STATIC_CALL_KEY(kg_##id),				\
	.trampoline = STATIC_CALL_TRAMP_ADDR(kg_##id)

/**
 * kg_hooks_arm() - find, arm and verify the hooks
 * @hooks: the table; the first row is the canary
 * @nr: its length
 * @canary: calls the canary's function; true if it was diverted and back
 *
 * Return: 0 if the mechanism works, with each row telling its own state;
 *	-EOPNOTSUPP if the canary shows that nothing can be diverted here.
 * Context: process, sleeps; module init only.
 */
int kg_hooks_arm(struct kg_hook *hooks, unsigned int nr,
		 bool (*canary)(void));

/**
 * kg_hooks_disarm() - give the functions back
 * @hooks: the table
 * @nr: its length
 *
 * On return no task is inside a wrapper any more, and none will come.
 *
 * Context: process, sleeps as long as the longest wrapped operation.
 */
void kg_hooks_disarm(struct kg_hook *hooks, unsigned int nr);

/**
 * kg_hook_state() - how a hook is doing, from the kernel's text
 * @hook: the row
 *
 * Context: process, sleeps; never in a notifier.
 */
enum kexecguard_hook_state kg_hook_state(const struct kg_hook *hook);

/**
 * kg_hook_error() - why
 * @hook: the row
 *
 * Return: -errno that arming met; -EEXIST if a live patch, or another that may
 *	lead calls elsewhere, stands before the hook; else 0. Context: as above.
 */
int kg_hook_error(const struct kg_hook *hook);

#endif /* KG_HOOK_H */
