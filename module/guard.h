/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The guard: which image is loaded, which memory is changing, and what follows
 * from the two. It owns all mutable state. Callers report what happens and get
 * a verdict back, which they carry out themselves: unload, fail a call.
 *
 * Locking: one spinlock, taken inside each function for a bounded time. Nothing
 * here sleeps except kg_guard_load_begins(), kg_guard_wait_*() and
 * kg_guard_exit(). Callers are in process context, memory notifiers included; no
 * probe handler calls in here.
 *
 * A task may die of a kernel bug in the middle of what it has begun here. The
 * guard therefore keeps its records of what is under way in storage of its own.
 * It drops a record whose task is dead the next time the lock is taken; what
 * that task may have left counts as outdated.
 */
#ifndef KG_GUARD_H
#define KG_GUARD_H

#include <linux/list.h>
#include <linux/pid.h>
#include <linux/sched.h>

#include "core/policy.h"
#include "core/span.h"
#include "audit.h"
#include "event.h"
#include "kexec.h"
#include "party.h"

/**
 * struct kg_operation - a memory operation; private to the caller
 * @change: what it does
 * @span: to which memory
 * @driver: the memory is driver-managed
 * @action: what the policy said when it began
 * @is_active: it has begun and not ended
 * @is_late: it has waited long enough for a kexec that executes, or for a hold
 * @can_fail: its caller takes a refusal although it is a remove
 * @entry: index of the guard's record of it while it is active
 */
struct kg_operation {
	enum kg_change change;
	struct kg_span span;
	bool driver;
	enum kg_action action;
	bool is_active;
	bool is_late;
	bool can_fail;
	unsigned int entry;
};

/**
 * struct kg_load - a load syscall under way; private to the caller
 * @is_file: kexec_file_load()
 * @is_crash: the crash image is loaded or unloaded
 * @is_unload: nothing is loaded
 * @generation: of the memory map that the loader used, at the oldest
 * @nr_changes: changes of memory of any kind that this map is sure to show
 * @is_early: the map may have been read before the module was loaded
 */
struct kg_load {
	bool is_file;
	bool is_crash;
	bool is_unload;
	u64 generation;
	u64 nr_changes;
	bool is_early;
};

/**
 * struct kg_unload - an unload by the guard; private to the caller
 * @was_loaded: there was an image
 * @trigger: the memory event that outdated the image; 0 if none did
 */
struct kg_unload {
	bool was_loaded;
	enum kexecguard_cause trigger;
};

/**
 * struct kg_announcement - a process is about to read the memory map
 * @node: in the guard's list
 * @loader: the process, with a reference; NULL if nothing was announced
 * @generation: of the memory map at that time
 * @nr_changes: changes of memory of any kind up to that time
 */
struct kg_announcement {
	struct list_head node;
	struct pid *loader;
	u64 generation;
	u64 nr_changes;
};

/**
 * struct kg_hold - memory stands still for a process; in its open file
 * @node: in the guard's list while it stands
 * @is_standing: it does
 * @has_ended: it did, and nobody released it
 * @pid: who took it, in the initial namespace
 * @until_ns: when its time has run out, CLOCK_BOOTTIME
 */
struct kg_hold {
	struct list_head node;
	bool is_standing;
	bool has_ended;
	u32 pid;
	u64 until_ns;
};

/**
 * struct kg_record - what is known of the loaded image
 * @is_valid: an image is loaded and described here
 * @number: of the image; each recorded image has a new one
 * @is_before: it was loaded before the module; pid to realtime_ns mean nothing
 * @is_file: by kexec_file_load()
 * @is_confirmed: its loader confirmed the generation
 * @has_segments: @segments are known
 * @pid: of the loader, in the initial namespace
 * @uid: likewise
 * @comm: name of the loader
 * @is_early: as in struct kg_load
 * @generation: likewise
 * @nr_changes: likewise
 * @boottime_ns: when it was loaded
 * @realtime_ns: likewise
 * @nr_segments: valid entries in @segments
 * @segments: the destinations
 * @audit: what executing it will copy, as seen when it was loaded
 */
struct kg_record {
	bool is_valid;
	bool is_early;
	u64 number;
	bool is_before;
	bool is_file;
	bool is_confirmed;
	bool has_segments;
	u32 pid;
	u32 uid;
	char comm[TASK_COMM_LEN];
	u64 generation;
	u64 nr_changes;
	u64 boottime_ns;
	u64 realtime_ns;
	unsigned int nr_segments;
	struct kg_span segments[KEXEC_SEGMENT_MAX];
	struct kg_audit audit;
};

struct kg_counters {
	u64 changes;
	u64 unloads;
	u64 loads_refused;
	u64 execs_refused;
	u64 vetoes;
};

/**
 * struct kg_crash_state - how old the crash image is; it is never judged
 * @is_known: its load was seen
 * @generation: of the memory map that its loader used, at the oldest
 * @changes: changes of memory of any kind completed since
 */
struct kg_crash_state {
	bool is_known;
	u64 generation;
	u64 changes;
};

/* A consistent copy of the state. */
struct kg_state {
	u64 generation;
	bool is_loaded;		/* a normal image */
	bool is_loading;
	bool is_changing;
	bool is_outdated;
	bool is_kept;		/* memory has changed, the policy keeps the image */
	bool is_executing;
	u32 nr_holds;
	u32 hold_pid;		/* who took the hold that lasts longest */
	u64 hold_until_ns;	/* when that one ends */
	u64 last_load_ns;	/* of a normal image, 0 if none was seen */
	struct kg_crash_state crash;
	struct kg_record record;	/* valid only if is_loaded */
	struct kg_counters counters;
	struct kg_policy policy;
};

/* Copy the whole state. */
void kg_guard_get(struct kg_state *state);

/* Copy the policy. */
void kg_guard_get_policy(struct kg_policy *policy);

/* Replace the policy; @text as for kg_policy_parse(). Return: 0 or -EINVAL. */
int kg_guard_set_policy(const char *text);

/* Change one row of it. Return: 0, or -EINVAL if the row cannot do that. */
int kg_guard_set_action(enum kg_row row, enum kg_action action);

/**
 * kg_guard_releases() - must the image be unloaded before memory goes offline
 * @span: the memory
 * @driver: it is driver-managed
 *
 * Return: true if the policy is "release" for the memory and nothing refuses the
 *	operation; what is loaded now is then marked outdated.
 */
bool kg_guard_releases(struct kg_span span, bool driver);

/**
 * kg_guard_init() - to be called before anything else here
 * @unload_soon: called under the guard's lock when a task that died has left
 *	something that must be unloaded
 */
void kg_guard_init(void (*unload_soon)(void));

/* After everything else. Context: process, sleeps. */
void kg_guard_exit(void);

/**
 * kg_guard_open() - admit loads and executions from now on
 *
 * Until then they fail with EBUSY, so that the image that was loaded before the
 * module can be examined.
 *
 * @record: that image, or NULL if there is none
 */
void kg_guard_open(const struct kg_record *record);

/**
 * kg_guard_change_begins() - a memory operation is about to begin
 * @operation: change, span and driver are set by the caller
 *
 * Until kg_guard_change_ends() no image is loaded or executed if the policy
 * says that the operation outdates images.
 *
 * Return: 0; -EBUSY if the operation must not happen: a kexec executes, a hold
 *	stands, or the policy vetoes it; -EAGAIN if it is an add or a remove and
 *	a kexec executes or a hold stands: wait and try again. If not 0 the
 *	operation has not begun.
 */
int kg_guard_change_begins(struct kg_operation *operation);

/**
 * kg_guard_change_ends() - a memory operation is over
 * @operation: which; one that never began is treated as if it had just begun
 * @has_happened: memory really changed; else the operation was cancelled
 *
 * Return: true if an image that must be unloaded now may be loaded.
 */
bool kg_guard_change_ends(struct kg_operation *operation, bool has_happened);

/**
 * kg_guard_page_lost() - the hardware has given a page up
 * @span: the page
 * @is_kernels: it is one of the kernel's own pages and may hold part of an image
 *
 * No policy keeps an image that has lost a page. A load under way is refused,
 * as if memory had changed.
 *
 * Return: true if an image that must be unloaded now may be loaded.
 */
bool kg_guard_page_lost(struct kg_span span, bool is_kernels);

/**
 * kg_guard_wait_allowed() - wait until no kexec executes and no hold stands
 * @timeout: at most so many jiffies
 *
 * Waits in steps: a kexec whose task has died wakes no waiter.
 *
 * Context: process, sleeps; never in a notifier.
 * Return: what is left of @timeout; 0 if memory must still not change.
 */
unsigned long kg_guard_wait_allowed(unsigned long timeout);

/**
 * kg_guard_load_begins() - a load or unload syscall begins
 * @load: is_file, is_crash and is_unload are set by the caller
 *
 * Waits for another load, or an unload by the guard, to end, a second at most.
 *
 * Return: 0, or -EBUSY while the module is not ready, or while another load, a
 *	kexec or an unload by the guard is under way. If not 0 it has not begun.
 *	A load of the crash image always begins.
 * Context: process, sleeps.
 */
int kg_guard_load_begins(struct kg_load *load);

/**
 * kg_guard_load_prepared() - the segments of an image are final
 * @image: the image
 *
 * Return: 0; -EBUSY if the load must fail: memory is changing or has changed
 *	since it began; -ESTALE if it must fail because the
 *	loader's map may be older than the last change.
 */
int kg_guard_load_prepared(const struct kimage *image);

/* Count and report a load that was refused because of its placement. */
void kg_guard_load_refused(void);

/* Record what executing the image will copy; its load is about to end. */
void kg_guard_load_audited(const struct kg_audit *audit);

/**
 * kg_guard_load_continues() - another segment is about to be copied
 *
 * Return: 0, or -EBUSY as above.
 */
int kg_guard_load_continues(void);

/**
 * kg_guard_load_ends() - a load or unload syscall is about to return
 * @load: which
 * @ret: what it is about to return
 *
 * Return: @ret, or -EBUSY if the image that was just installed must be unloaded.
 */
long kg_guard_load_ends(const struct kg_load *load, long ret);

/**
 * kg_guard_exec_begins() - a kexec is about to execute
 *
 * Return: 0; -EBUSY if it must not; -EINVAL if no image is loaded. If not 0 the
 *	execution has not begun.
 */
int kg_guard_exec_begins(void);

/* A kexec came back with @ret; 0 if it executed and the image returned. */
void kg_guard_exec_ends(long ret);

/**
 * kg_guard_announce() - the current process begins to read the memory map
 * @announcement: zeroed, or announced before
 * @generation: where the generation of the map goes
 *
 * From then on its loads by kexec_load() are judged by this instead of by its
 * age; where it has announced several times, by the oldest announcement in
 * force.
 *
 * Return: 0, or -EBUSY if memory is changing; an earlier announcement then
 * stays
 *	in force.
 */
int kg_guard_announce(struct kg_announcement *announcement, u64 *generation);

/* Withdraw an announcement, if there is one. */
void kg_guard_forget(struct kg_announcement *announcement);

/**
 * kg_guard_hold() - refuse what would outdate the image, for a time
 * @hold: zeroed, or held or released before
 * @timeout_ms: how long
 * @until_ns: where to put when that is over, CLOCK_BOOTTIME
 * @generation: where the generation of the map goes
 *
 * Online and offline are refused, an add and a remove wait, as while a kexec
 * executes. A remove that has waited in vain happens, and ends all holds. One
 * that stands gets the new time.
 *
 * Return: 0; -ENODATA no image is loaded; -EBUSY memory is changing, the image
 *	is outdated, being loaded, unloaded or executed, or the module is not
 *	ready. If not 0 @hold is what it was.
 */
int kg_guard_hold(struct kg_hold *hold, u32 timeout_ms, u64 *until_ns,
		  u64 *generation);

/**
 * kg_guard_release() - end a hold
 * @hold: which; zeroed if it was never held
 *
 * Return: 0; -ESTALE if its time had run out or a remove had ended it; -ENODATA
 *	if it was not held. It is released in any case.
 */
int kg_guard_release(struct kg_hold *hold);

/**
 * kg_guard_confirm() - is an image that was loaded at a generation still valid
 * @generation: at which the loader read the memory map
 * @number: of the image, 0 if the loader does not know
 *
 * An image whose loader used a later map than @generation belongs to another
 * loader.
 *
 * Return: 0 yes; -ESTALE no, it must be unloaded now unless it belongs to
 *	another loader; -EBUSY memory is changing, or what is loaded must go
 *	already, or is being loaded, unloaded or executed; -ENODATA no image is
 *	loaded, or another than @number; -EINVAL @generation is in the future.
 */
int kg_guard_confirm(u64 generation, u64 number);

/*
 * Is a normal image loaded? From the kernel, or where the kernel cannot be
 * asked from the guard's record. Context: process.
 */
bool kg_guard_is_loaded(void);

/* Is there an image that must be unloaded and has not been yet? */
bool kg_guard_is_outdated(void);

/**
 * kg_guard_unload_begins() - an unload by the guard is about to begin
 * @unload: filled in
 * @is_asked: unload any image; else only an outdated one
 *
 * Until kg_guard_unload_ends() no load and no kexec begins. Does not begin
 * before kg_guard_open().
 *
 * Return: 0; -ENODATA if there is nothing to do; -EBUSY while a load, a kexec or
 *	another unload is under way. If not 0 it has not begun.
 */
int kg_guard_unload_begins(struct kg_unload *unload, bool is_asked);

/**
 * kg_guard_unload_ends() - an unload by the guard is over
 * @unload: which; the caller has set was_loaded
 * @ret: 0 if the kernel has unloaded
 */
void kg_guard_unload_ends(struct kg_unload *unload, int ret);

/**
 * kg_guard_wait_unused() - wait for a load, or an unload by the guard, to end
 *
 * A second at most.
 *
 * Context: process, sleeps.
 */
void kg_guard_wait_unused(void);

#endif /* KG_GUARD_H */
