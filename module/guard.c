// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guard: owner of all mutable state, and the rules that follow from it.
 * Three activities are tracked:
 *
 *	operation   begins ............ ends      memory is changing in between
 *	load        begins . prepared . ends      the image is installed between
 *						  "prepared" and "ends"
 *	execution   begins ............ ends      never ends if it succeeds
 *
 * The lock orders them, so that each pair is safe in either order:
 *   - an operation that begins while a kexec executes is refused, and so is one
 *     that begins while a process has a hold;
 *   - an execution that begins during an operation, or while an outdated image
 *     is still loaded, is refused;
 *   - a load that finds an operation under way at any of its three points, or
 *     that one has ended since it began, is refused, and what it installed is
 *     marked outdated under the same lock, so that it cannot execute before it
 *     has been unloaded.
 *
 * A load, an execution and an unload by the guard exclude each other from
 * beginning to end: one that finds another under way fails with EBUSY, as it
 * would in the kernel, where each of them takes the same lock. So one mark is
 * enough: what is loaded must go. An unload clears it, and so does a load that
 * succeeds, because that has replaced what was marked before it began.
 *
 * tests/model/ runs this file through every order of events of a few tasks.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cred.h>
#include <linux/init.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>
#include <linux/uidgid.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "guard.h"
#include "reader.h"
#include "trace.h"

/* The kernel's hotplug lock admits two at most: an add that goes online. */
#define OPERATIONS	4

/* An operation under way; free while it has no party. */
struct operation_entry {
	struct kg_party party;
	struct kg_operation operation;
};

/* What is done with the image. */
enum use {
	USE_LOAD,		/* it is loaded, or unloaded by user space */
	USE_UNLOAD,		/* by the guard */
	USE_EXEC,
};

/* Who does something with the image; nobody while it has no party. */
struct image_user {
	struct kg_party party;
	enum use use;
	bool is_overtaken;	/* images have been marked since it began */
};

/* The load under way: what it is, and what is known of its image. */
struct loading {
	struct kg_load load;
	bool is_prepared;	/* the kernel may install it from now on */
	bool has_lost;		/* the hardware has given up a page it may use */
	unsigned int nr_segments;	/* 0 not known yet */
	struct kg_span segments[KEXEC_SEGMENT_MAX];
	struct kg_span changed;	/* hull of driver-managed memory, since it began */
	struct kg_audit audit;
};

/* A memory event that outdates images. */
struct change {
	enum kexecguard_cause cause;	/* 0 none: an unload was requested */
	struct kg_span span;
	bool driver;
};

/* The last change that a row of the policy covers; all 0 if there was none. */
struct row_history {
	u64 nr_changes;		/* guard.nr_changes after it */
	u64 generation;		/* likewise */
	u64 ns;			/* when it ended */
};

static struct {
	spinlock_t lock;
	bool is_open;			/* loads and executions are admitted */
	struct image_user user;		/* one at a time, as in the kernel */
	struct loading loading;		/* meaningful while is_loading() */
	bool is_outdated;		/* what is loaded must go */
	struct change trigger;		/* of is_outdated */
	u64 generation;			/* completed changes */
	u64 nr_changes;			/* including those the policy keeps */
	u64 last_outdating;		/* nr_changes after the last that outdates */
	struct row_history rows[KG_NR_ROWS];
	u64 open_ns;			/* when changes began to be seen */
	u64 nr_images;			/* recorded so far */
	struct list_head announcements;
	struct list_head holds;		/* that stand */
	struct change last_change;
	u64 last_load_ns;		/* of a normal image, 0 none */
	struct kg_crash_state crash;	/* changes: nr_changes, at its load */
	struct operation_entry operations[OPERATIONS];
	struct kg_record record;
	struct kg_policy policy;
	struct kg_counters counters;
} guard = {
	.lock = __SPIN_LOCK_UNLOCKED(guard.lock),
	.announcements = LIST_HEAD_INIT(guard.announcements),
	.holds = LIST_HEAD_INIT(guard.holds),
	.policy.action[KG_ROW_DRIVER] = KG_ACTION_KEEP,
};

/* Which page of a load was lost is not recorded. */
static const struct change page_lost = { .cause = KEXECGUARD_CAUSE_PAGE_LOST };

static DECLARE_WAIT_QUEUE_HEAD(allowed_wait);
static DECLARE_WAIT_QUEUE_HEAD(unused_wait);

static void expire_fn(struct work_struct *work);
static DECLARE_DELAYED_WORK(expire_work, expire_fn);

/* Unloads what dead tasks have left; constant after init. */
static void (*unload_soon)(void);

#define for_each_operation(entry)					\
	for ((entry) = guard.operations;				\
	     (entry) < guard.operations + OPERATIONS; (entry)++)	\
		if (kg_party_is_present(&(entry)->party))

/* Down to the next heading: called with guard.lock held. */

static void post(enum kexecguard_cause cause)
{
	struct kg_event event = {
		.cause = cause,
		.generation = guard.generation,
	};

	kg_event_post(&event);
}

static void post_operation(const struct kg_operation *operation,
			   enum kexecguard_cause cause,
			   enum kexecguard_cause trigger, bool cancelled)
{
	struct kg_event event = {
		.cause = cause,
		.trigger = trigger,
		.generation = guard.generation,
		.span = operation->span,
		.driver = operation->driver,
		.ignored = operation->action == KG_ACTION_KEEP,
		.cancelled = cancelled,
	};

	kg_event_post(&event);
}

static bool is_outdating(enum kg_action action)
{
	return action != KG_ACTION_KEEP && action != KG_ACTION_REPORT;
}

static bool overlaps(const struct kg_span *segments, unsigned int nr,
		     struct kg_span span)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		if (kg_span_overlaps(segments[i], span))
			return true;
	return false;
}

/* An image that has not been examined yet may lie anywhere. */
static bool overlaps_image(struct kg_span span)
{
	const struct kg_record *record = &guard.record;

	if (!guard.is_open)
		return true;
	if (!record->is_valid)
		return false;
	return !record->has_segments ||
	       overlaps(record->segments, record->nr_segments, span);
}

static bool overlaps_load(struct kg_span span)
{
	const struct loading *loading = &guard.loading;

	return !loading->nr_segments ||
	       overlaps(loading->segments, loading->nr_segments, span);
}

static enum kg_action decide(const struct kg_operation *operation,
			     bool is_overlapping)
{
	return kg_policy_decide(&guard.policy, operation->change,
				operation->driver, is_overlapping);
}

/*
 * An operation that affected nothing when it began may affect what has been
 * loaded since, or the policy may have become stricter.
 */
static enum kg_action verdict(const struct kg_operation *operation)
{
	if (operation->is_active && is_outdating(operation->action))
		return operation->action;
	return decide(operation, overlaps_image(operation->span));
}

static bool is_changing(void)
{
	const struct operation_entry *entry;

	for_each_operation(entry)
		if (is_outdating(verdict(&entry->operation)))
			return true;
	return false;
}

static struct change change_of(const struct kg_operation *operation)
{
	return (struct change){
		.cause = kg_cause_of(operation->change),
		.span = operation->span,
		.driver = operation->driver,
	};
}

/* The memory event that outdates images now, else the last one that ended. */
static struct change current_change(void)
{
	const struct operation_entry *entry;

	for_each_operation(entry)
		if (is_outdating(entry->operation.action))
			return change_of(&entry->operation);
	return guard.last_change;
}

static bool is_in_use(void)
{
	return kg_party_is_present(&guard.user.party);
}

static bool is_used_for(enum use use)
{
	return is_in_use() && guard.user.use == use;
}

/* A load or an unload is under way, which ends by itself. */
static bool is_in_short_use(void)
{
	return is_used_for(USE_LOAD) || is_used_for(USE_UNLOAD);
}

static void use_begins(enum use use)
{
	kg_party_begin(&guard.user.party);
	guard.user.use = use;
	guard.user.is_overtaken = false;
}

static void use_ends(void)
{
	kg_party_end(&guard.user.party);
}

/* What is loaded must go, and what is being loaded. */
static void mark_outdated(struct change trigger)
{
	guard.is_outdated = true;
	guard.trigger = trigger;
	guard.user.is_overtaken = true;
}

/*
 * What was marked before the current use began is gone. A later mark stays: if
 * the load hook is missing, something may have been loaded since.
 */
static void clear_mark(void)
{
	if (guard.user.is_overtaken)
		return;
	guard.is_outdated = false;
	guard.trigger = (struct change){};
}

/* An operation that spares the loaded image may affect the one being loaded. */
static bool affects_load(const struct kg_operation *operation)
{
	return is_outdating(operation->action) ||
	       is_outdating(decide(operation, overlaps_load(operation->span)));
}

static bool has_load_changed(void)
{
	struct kg_span changed = guard.loading.changed;

	return changed.start != changed.end && overlaps_load(changed);
}

/* A later change outdates images by the policy, of then or of now. */
static bool is_stale(const struct kg_load *load)
{
	unsigned int row;

	for (row = 0; row < KG_NR_ROWS; row++)
		if (is_outdating(guard.policy.action[row]) &&
		    guard.rows[row].nr_changes > load->nr_changes)
			return true;
	return load->nr_changes < guard.last_outdating;
}

/* Changes that the policy now ignores do not count. */
static bool is_kept(const struct kg_record *record)
{
	unsigned int row;

	for (row = 0; row < KG_NR_ROWS; row++)
		if (guard.policy.action[row] != KG_ACTION_KEEP &&
		    guard.rows[row].nr_changes > record->nr_changes)
			return record->is_valid;
	return false;
}

/*
 * Date a map that may have been read as early as @since: it may lack changes
 * that ended at that time or later.
 */
static void date_map(struct kg_load *load, u64 since)
{
	const struct row_history *row = guard.rows;

	load->is_early = since <= guard.open_ns;
	for (; row < guard.rows + KG_NR_ROWS; row++) {
		if (row->ns >= since)
			continue;
		load->nr_changes = max(load->nr_changes, row->nr_changes);
		load->generation = max(load->generation, row->generation);
	}
}

/* The oldest announcement of the current process. */
static const struct kg_announcement *announced(void)
{
	const struct kg_announcement *one, *oldest = NULL;

	list_for_each_entry(one, &guard.announcements, node)
		if (one->loader == task_tgid(current) &&
		    (!oldest || one->nr_changes < oldest->nr_changes))
			oldest = one;
	return oldest;
}

/* For kexec_file_load() the kernel reads its own map, now. */
static void date_load(struct kg_load *load, u64 since)
{
	const struct kg_announcement *announcement = announced();

	if (load->is_file) {
		load->generation = guard.generation;
		load->nr_changes = guard.nr_changes;
	} else if (announcement) {
		load->generation = announcement->generation;
		load->nr_changes = announcement->nr_changes;
	} else {
		date_map(load, since);
	}
}

/* Memory has changed, or is changing, since the load under way began. */
static bool is_load_overtaken(void)
{
	const struct operation_entry *entry;

	for_each_operation(entry)
		if (affects_load(&entry->operation))
			return true;
	return is_stale(&guard.loading.load) || has_load_changed() ||
	       guard.loading.has_lost || guard.user.is_overtaken;
}

/* What is installed has been overtaken and is not marked yet. */
static bool is_load_outdated(void)
{
	return is_used_for(USE_LOAD) && guard.loading.is_prepared &&
	       is_load_overtaken();
}

static bool is_own_load(void)
{
	return is_used_for(USE_LOAD) && guard.user.party.task == current;
}

/* A load that was not seen to begin may be at any point. */
static bool must_load_fail(void)
{
	return is_own_load() ? is_load_overtaken() :
			       is_in_use() || is_changing();
}

static void note_driver_change(struct kg_span span)
{
	struct kg_span *changed = &guard.loading.changed;

	if (changed->start == changed->end) {
		*changed = span;
		return;
	}
	changed->start = min(changed->start, span.start);
	changed->end = max(changed->end, span.end);
}

static void refuse_load(void)
{
	guard.counters.loads_refused++;
	post(KEXECGUARD_CAUSE_LOAD_REFUSED);
}

static void record_load(void)
{
	const struct loading *loading = &guard.loading;
	const struct kg_load *load = &loading->load;
	struct kg_record *record = &guard.record;

	*record = (struct kg_record){
		.is_valid = true,
		.number = ++guard.nr_images,
		.is_file = load->is_file,
		.is_early = load->is_early,
		.has_segments = loading->nr_segments,
		.pid = task_tgid_nr(current),
		.uid = from_kuid_munged(&init_user_ns, current_uid()),
		.generation = load->generation,
		.nr_changes = load->nr_changes,
		.boottime_ns = ktime_get_boottime_ns(),
		.realtime_ns = ktime_get_real_ns(),
		.nr_segments = loading->nr_segments,
		.audit = loading->audit,
	};
	memcpy(record->comm, current->comm, sizeof(record->comm));
	record->comm[sizeof(record->comm) - 1] = '\0';
	memcpy(record->segments, loading->segments, sizeof(record->segments));
	guard.last_load_ns = record->boottime_ns;
	post(KEXECGUARD_CAUSE_LOAD);
}

/* The kernel manages the crash image; only record its age. */
static void note_crash_load(const struct kg_load *load)
{
	guard.crash = (struct kg_crash_state){
		.is_known = !load->is_unload,
		.generation = load->generation,
		.changes = load->nr_changes,
	};
}

static void forget_image(enum kexecguard_cause cause)
{
	guard.record.is_valid = false;
	post(cause);
}

/* Return: true if images must be unloaded. */
static bool change_happened(const struct kg_operation *operation)
{
	struct change change = change_of(operation);
	enum kg_row row = operation->driver ? KG_ROW_DRIVER :
					      (enum kg_row)operation->change;

	guard.nr_changes++;
	if (operation->action != KG_ACTION_KEEP) {
		guard.generation++;
		guard.last_change = change;
	} else if (operation->driver) {
		note_driver_change(operation->span);
		guard.last_change = change;
	}
	guard.rows[row] = (struct row_history){
		.nr_changes = guard.nr_changes,
		.generation = guard.generation,
		.ns = ktime_get_boottime_ns(),
	};
	if (!is_outdating(operation->action))
		return false;
	guard.last_outdating = guard.nr_changes;
	mark_outdated(change);
	return true;
}

static void note_unloaded(struct kg_unload *unload)
{
	struct kg_event event = {
		.cause = KEXECGUARD_CAUSE_GUARD_UNLOAD,
		.trigger = guard.trigger.cause,
		.span = guard.trigger.span,
		.driver = guard.trigger.driver,
		.generation = guard.generation,
	};

	unload->trigger = guard.trigger.cause;
	guard.record.is_valid = false;
	clear_mark();
	if (!unload->was_loaded)
		return;
	guard.counters.unloads++;
	kg_event_post(&event);
	kg_uevent_post(event.trigger, event.generation);
}

/* Holds */

/* Operations that would outdate the image must not begin now. */
static bool must_stand_still(void)
{
	return is_used_for(USE_EXEC) || !list_empty(&guard.holds);
}

static void post_hold(const struct kg_hold *hold, enum kexecguard_cause cause,
		      enum kexecguard_cause trigger, bool expired)
{
	struct kg_event event = {
		.cause = cause,
		.trigger = trigger,
		.generation = guard.generation,
		.pid = hold->pid,
		.expired = expired,
	};

	kg_event_post(&event);
}

static void end_hold(struct kg_hold *hold, enum kexecguard_cause trigger,
		     bool expired)
{
	list_del(&hold->node);
	hold->is_standing = false;
	hold->has_ended = trigger || expired;
	post_hold(hold, KEXECGUARD_CAUSE_HOLD_ENDED, trigger, expired);
	wake_up_all(&allowed_wait);
}

static void drop_expired(void)
{
	u64 time = ktime_get_boottime_ns();
	struct kg_hold *hold, *next;

	list_for_each_entry_safe(hold, next, &guard.holds, node)
		if (hold->until_ns <= time)
			end_hold(hold, 0, true);
}

/* A remove has waited its time, and cannot be refused. */
static void overrule(void)
{
	struct kg_hold *hold, *next;

	if (is_used_for(USE_EXEC))
		pr_warn("memory is removed while a kexec executes\n");
	if (!list_empty(&guard.holds))
		pr_warn("memory is removed although process %u holds it still\n",
			list_first_entry(&guard.holds, struct kg_hold,
					 node)->pid);
	list_for_each_entry_safe(hold, next, &guard.holds, node)
		end_hold(hold, KEXECGUARD_CAUSE_REMOVE, false);
}

/* Dead tasks */

static void log_death(const struct kg_party *party, const char *what)
{
	pr_warn("%s[%d] died of a kernel bug while %s\n", party->task->comm,
		task_tgid_nr(party->task), what);
}

/* Memory may have changed, or a part of it. Return: images must be unloaded. */
static bool drop_operation(struct operation_entry *entry)
{
	struct kg_operation *operation = &entry->operation;
	bool must_unload;

	log_death(&entry->party, "memory changed: it counts as changed");
	operation->action = verdict(operation);
	kg_party_end(&entry->party);
	guard.counters.changes++;
	must_unload = change_happened(operation);
	post_operation(operation, kg_cause_of(operation->change), 0, false);
	return must_unload;
}

/*
 * It may hold the kernel's kexec lock for good. A load may have installed an
 * image; what an unload was to take away was outdated, or unwanted. A kexec is
 * over and takes nothing with it.
 */
static bool drop_user(void)
{
	static const char *const doing[] = {
		[USE_LOAD] = "loading a kexec image",
		[USE_UNLOAD] = "unloading the kexec image for the guard",
		[USE_EXEC] = "executing a kexec",
	};
	enum use use = guard.user.use;

	log_death(&guard.user.party, doing[use]);
	use_ends();
	if (use == USE_EXEC) {
		post(KEXECGUARD_CAUSE_EXEC_FAILED);
		wake_up_all(&allowed_wait);
	} else if (use == USE_UNLOAD) {
		mark_outdated(guard.trigger);
	} else if (guard.loading.is_prepared || guard.loading.load.is_unload) {
		mark_outdated(current_change());
	}
	return guard.is_outdated;
}

/* Return: true if images must be unloaded. */
static bool drop_dead(void)
{
	struct operation_entry *entry;
	bool must_unload = false;

	for_each_operation(entry)
		if (kg_party_is_dead(&entry->party))
			must_unload |= drop_operation(entry);
	if (kg_party_is_dead(&guard.user.party))
		must_unload |= drop_user();
	return must_unload;
}

/*
 * Drops what dead tasks have begun, so that callers see the living only, and the
 * holds whose time has run out.
 */
static void lock_guard(void)
	__acquires(&guard.lock)
{
	spin_lock(&guard.lock);
	if (unlikely(drop_dead()))
		unload_soon();
	if (unlikely(!list_empty(&guard.holds)))
		drop_expired();
}

static void unlock_guard(void)
	__releases(&guard.lock)
{
	spin_unlock(&guard.lock);
}

/* State and policy */

bool kg_guard_is_loaded(void)
{
	if (kg_kexec_is_known())
		return kg_kexec_is_loaded();
	return READ_ONCE(guard.record.is_valid);
}

void kg_guard_get(struct kg_state *state)
{
	const struct kg_hold *hold;

	lock_guard();
	*state = (struct kg_state){
		.generation = guard.generation,
		.is_loaded = kg_guard_is_loaded(),
		.is_changing = is_changing(),
		.is_loading = is_used_for(USE_LOAD) &&
			      !guard.loading.load.is_unload,
		.is_outdated = guard.is_outdated || is_load_outdated(),
		.is_kept = is_kept(&guard.record),
		.is_executing = is_used_for(USE_EXEC),
		.last_load_ns = guard.last_load_ns,
		.crash = guard.crash,
		.record = guard.record,
		.counters = guard.counters,
		.policy = guard.policy,
	};
	state->record.is_valid &= state->is_loaded;
	state->is_kept &= state->is_loaded;
	state->crash.changes = guard.nr_changes - guard.crash.changes;
	list_for_each_entry(hold, &guard.holds, node) {
		state->nr_holds++;
		if (hold->until_ns <= state->hold_until_ns)
			continue;
		state->hold_until_ns = hold->until_ns;
		state->hold_pid = hold->pid;
	}
	unlock_guard();
}

void kg_guard_get_policy(struct kg_policy *policy)
{
	lock_guard();
	*policy = guard.policy;
	unlock_guard();
}

int kg_guard_set_policy(const char *text)
{
	int err;

	lock_guard();
	err = kg_policy_parse(text, &guard.policy);
	unlock_guard();
	return err;
}

int kg_guard_set_action(enum kg_row row, enum kg_action action)
{
	int err;

	lock_guard();
	err = kg_policy_set(&guard.policy, row, action);
	unlock_guard();
	return err;
}

bool kg_guard_releases(struct kg_span span, bool driver)
{
	const struct kg_operation operation = {
		.change = KG_CHANGE_OFFLINE,
		.span = span,
		.driver = driver,
	};
	bool releases;

	lock_guard();
	releases = !must_stand_still() &&
		   decide(&operation, overlaps_image(span)) ==
		   KG_ACTION_RELEASE;
	if (releases)
		mark_outdated(change_of(&operation));
	unlock_guard();
	return releases;
}

void __init kg_guard_init(void (*unload_soon_fn)(void))
{
	unload_soon = unload_soon_fn;
}

void kg_guard_exit(void)
{
	cancel_delayed_work_sync(&expire_work);
}

void __init kg_guard_open(const struct kg_record *record)
{
	lock_guard();
	if (record) {
		guard.record = *record;
		guard.record.number = ++guard.nr_images;
	}
	guard.open_ns = ktime_get_boottime_ns();
	guard.is_open = true;
	unlock_guard();
}

/* Memory operations */

/*
 * The kernel mostly has no way to fail a remove: its callers would BUG. Nothing
 * retries an add that fails. Online and offline come from a notifier, which
 * must not wait.
 */
static int refuse(const struct kg_operation *operation)
{
	switch (operation->change) {
	case KG_CHANGE_REMOVE:
		if (operation->is_late && !operation->can_fail)
			return 0;
		return operation->is_late ? -EBUSY : -EAGAIN;
	case KG_CHANGE_ADD:
		return operation->is_late ? -EBUSY : -EAGAIN;
	default:
		return -EBUSY;
	}
}

/*
 * If no entry is free the operation is unknown until it ends: it cannot be
 * refused, as it may be a remove. That takes more operations at a time than the
 * kernel admits.
 */
static void remember_operation(struct kg_operation *operation)
{
	struct operation_entry *entry;
	unsigned int i;

	for (i = 0; i < OPERATIONS; i++) {
		entry = &guard.operations[i];
		if (kg_party_is_present(&entry->party))
			continue;
		kg_party_begin(&entry->party);
		operation->is_active = true;
		operation->entry = i;
		entry->operation = *operation;
		return;
	}
	pr_err("too many memory operations at a time\n");
}

int kg_guard_change_begins(struct kg_operation *operation)
{
	enum kexecguard_cause reason = 0;
	int ret = 0;

	lock_guard();
	operation->action = decide(operation, overlaps_image(operation->span));
	if (operation->action == KG_ACTION_VETO) {
		ret = -EBUSY;
	} else if (must_stand_still() && is_outdating(operation->action)) {
		ret = refuse(operation);
		if (!list_empty(&guard.holds))
			reason = KEXECGUARD_CAUSE_HOLD;
		if (!ret)
			overrule();
	}
	if (ret == -EBUSY) {
		guard.counters.vetoes++;
		post_operation(operation, KEXECGUARD_CAUSE_VETO, reason, true);
	} else if (!ret) {
		remember_operation(operation);
	}
	unlock_guard();

	trace_kexecguard_change_begins(operation, ret);
	return ret;
}

bool kg_guard_change_ends(struct kg_operation *operation, bool has_happened)
{
	bool must_unload = false;

	lock_guard();
	operation->action = verdict(operation);
	if (operation->is_active)
		kg_party_end(&guard.operations[operation->entry].party);
	operation->is_active = false;
	guard.counters.changes++;
	if (has_happened)
		must_unload = change_happened(operation);
	post_operation(operation, kg_cause_of(operation->change), 0,
		       !has_happened);
	unlock_guard();

	trace_kexecguard_change_ends(operation,
				     has_happened ? must_unload : -ECANCELED);
	return must_unload;
}

/*
 * The memory map is unchanged, so generation and history stay. A load under way
 * may have taken the page before it was given up.
 */
bool kg_guard_page_lost(struct kg_span span, bool is_kernels)
{
	struct change lost = {
		.cause = KEXECGUARD_CAUSE_PAGE_LOST,
		.span = span,
	};
	struct kg_event event = { .cause = lost.cause, .span = lost.span };
	bool must_unload, is_load_hit;

	lock_guard();
	must_unload = overlaps_image(span) ||
		      (guard.record.is_valid && is_kernels);
	if (must_unload)
		mark_outdated(lost);
	is_load_hit = is_used_for(USE_LOAD) &&
		      (is_kernels || overlaps_load(span));
	guard.loading.has_lost |= is_load_hit;
	if (must_unload || is_load_hit) {
		guard.counters.changes++;
		event.generation = guard.generation;
		kg_event_post(&event);
	}
	unlock_guard();
	return must_unload;
}

static bool is_allowed(void)
{
	bool must_wait;

	lock_guard();
	must_wait = must_stand_still();
	unlock_guard();
	return !must_wait;
}

unsigned long kg_guard_wait_allowed(unsigned long timeout)
{
	unsigned long step, left = 0;

	while (timeout && !left) {
		step = min_t(unsigned long, timeout, HZ);
		left = wait_event_idle_timeout(allowed_wait, is_allowed(),
					       step);
		timeout -= step - left;
	}
	return timeout;
}

/* Loads */

/* Return: -EAGAIN if it is worth while to wait. */
static int try_load(struct kg_load *load, u64 since)
{
	int ret = 0;

	lock_guard();
	date_load(load, since);
	/* The kernel alone orders loads of the crash image. */
	if (load->is_crash)
		goto unlock;
	if (is_in_short_use()) {
		ret = -EAGAIN;
	} else if (!guard.is_open || is_in_use()) {
		ret = -EBUSY;
	} else {
		guard.loading = (struct loading){ .load = *load };
		use_begins(USE_LOAD);
	}
unlock:
	unlock_guard();
	return ret;
}

int kg_guard_load_begins(struct kg_load *load)
{
	u64 since = kg_reader_since();
	int ret;

	wait_event_idle_timeout(unused_wait,
				(ret = try_load(load, since)) != -EAGAIN, HZ);
	if (ret == -EAGAIN)
		ret = -EBUSY;

	trace_kexecguard_load_begins(load, ret);
	return ret;
}

int kg_guard_load_prepared(const struct kimage *image)
{
	struct loading *loading = &guard.loading;
	int ret = 0;

	lock_guard();
	if (is_own_load())
		loading->nr_segments = kg_segments(image, loading->segments);
	if (must_load_fail()) {
		ret = is_own_load() && is_stale(&loading->load) ? -ESTALE :
								   -EBUSY;
		refuse_load();
	} else if (is_own_load()) {
		loading->is_prepared = true;
	}
	unlock_guard();

	trace_kexecguard_load_prepared(image->nr_segments, ret);
	return ret;
}

void kg_guard_load_refused(void)
{
	lock_guard();
	refuse_load();
	unlock_guard();
}

void kg_guard_load_audited(const struct kg_audit *audit)
{
	lock_guard();
	if (is_own_load())
		guard.loading.audit = *audit;
	unlock_guard();
}

int kg_guard_load_continues(void)
{
	int ret = 0;

	lock_guard();
	if (must_load_fail()) {
		refuse_load();
		ret = -EBUSY;
	}
	unlock_guard();
	return ret;
}

/* The kernel has done what it was asked for. */
static long load_succeeded(void)
{
	if (guard.loading.load.is_unload) {
		clear_mark();
		if (guard.record.is_valid)
			forget_image(KEXECGUARD_CAUSE_UNLOAD);
		return 0;
	}
	if (!is_load_overtaken()) {
		/* It has replaced what was outdated before. */
		clear_mark();
		record_load();
		return 0;
	}
	if (!guard.is_outdated)
		mark_outdated(guard.loading.has_lost ? page_lost :
						       current_change());
	refuse_load();
	return -EBUSY;
}

long kg_guard_load_ends(const struct kg_load *load, long ret)
{
	lock_guard();
	if (!load->is_crash) {
		if (!ret)
			ret = load_succeeded();
		use_ends();
	} else if (!ret) {
		note_crash_load(load);
	}
	unlock_guard();
	wake_up_all(&unused_wait);

	trace_kexecguard_load_ends(load, ret);
	return ret;
}

/* Execution */

/* If the kernel cannot be asked, go on: kernel_kexec() then checks itself. */
static bool may_be_loaded(void)
{
	return !kg_kexec_is_known() || kg_kexec_is_loaded();
}

int kg_guard_exec_begins(void)
{
	unsigned int nr_segments;
	int ret = 0;

	lock_guard();
	nr_segments = guard.record.nr_segments;
	if (!guard.is_open || guard.is_outdated || is_changing() ||
	    is_in_use()) {
		guard.counters.execs_refused++;
		post(KEXECGUARD_CAUSE_EXEC_REFUSED);
		ret = -EBUSY;
	} else if (!may_be_loaded()) {
		/* The kernel's own answer; memory need not stand still. */
		ret = -EINVAL;
	} else {
		use_begins(USE_EXEC);
		post(KEXECGUARD_CAUSE_EXEC);
	}
	unlock_guard();

	trace_kexecguard_exec_begins(nr_segments, ret);
	return ret;
}

void kg_guard_exec_ends(long ret)
{
	lock_guard();
	use_ends();
	if (ret)
		post(KEXECGUARD_CAUSE_EXEC_FAILED);
	unlock_guard();
	wake_up_all(&allowed_wait);
}

/* Announcing */

int kg_guard_announce(struct kg_announcement *announcement, u64 *generation)
{
	struct pid *loader = get_pid(task_tgid(current));
	int ret = -EBUSY;

	lock_guard();
	if (is_changing())
		goto unlock;
	if (!announcement->loader)
		list_add(&announcement->node, &guard.announcements);
	swap(announcement->loader, loader);
	announcement->generation = guard.generation;
	announcement->nr_changes = guard.nr_changes;
	*generation = guard.generation;
	ret = 0;
unlock:
	unlock_guard();
	put_pid(loader);
	return ret;
}

void kg_guard_forget(struct kg_announcement *announcement)
{
	lock_guard();
	if (announcement->loader)
		list_del(&announcement->node);
	unlock_guard();
	put_pid(announcement->loader);
}

/* Holding memory still */

/*
 * The next user of the lock ends holds that have expired. This is one, so that
 * the event is not late.
 */
static void expire_fn(struct work_struct *work)
{
	lock_guard();
	if (!list_empty(&guard.holds))
		schedule_delayed_work(&expire_work, HZ);
	unlock_guard();
}

int kg_guard_hold(struct kg_hold *hold, u32 timeout_ms, u64 *until_ns,
		  u64 *generation)
{
	int ret = 0;

	lock_guard();
	if (!guard.is_open) {
		ret = -EBUSY;
	} else if (!kg_guard_is_loaded()) {
		ret = -ENODATA;
	} else if (is_changing() || guard.is_outdated || is_in_use()) {
		ret = -EBUSY;
	} else {
		hold->until_ns = ktime_get_boottime_ns() +
				 timeout_ms * (u64)NSEC_PER_MSEC;
		if (!hold->is_standing) {
			hold->is_standing = true;
			hold->pid = task_tgid_nr(current);
			list_add(&hold->node, &guard.holds);
			post_hold(hold, KEXECGUARD_CAUSE_HOLD, 0, false);
		}
		schedule_delayed_work(&expire_work, HZ);
		*until_ns = hold->until_ns;
		*generation = guard.generation;
	}
	unlock_guard();
	return ret;
}

int kg_guard_release(struct kg_hold *hold)
{
	int ret = 0;

	lock_guard();
	if (hold->is_standing)
		end_hold(hold, 0, false);
	else
		ret = hold->has_ended ? -ESTALE : -ENODATA;
	hold->has_ended = false;
	unlock_guard();
	return ret;
}

/* Unloading */

/*
 * Called with guard.lock held. An image whose loader used a later map than the
 * confirmed one belongs to another loader.
 */
static int outdate_unconfirmed(u64 generation)
{
	const struct kg_record *record = &guard.record;

	if (!record->is_valid || record->is_before ||
	    record->generation <= generation)
		mark_outdated(guard.last_change);
	return -ESTALE;
}

int kg_guard_confirm(u64 generation, u64 number)
{
	int ret = 0;

	lock_guard();
	if (!kg_guard_is_loaded() ||
	    (number && (!guard.record.is_valid ||
			guard.record.number != number))) {
		ret = -ENODATA;
	} else if (generation > guard.generation) {
		ret = -EINVAL;
	} else if (is_in_use()) {
		ret = -EBUSY;
	} else if (generation < guard.generation) {
		ret = outdate_unconfirmed(generation);
	} else if (is_changing() || guard.is_outdated) {
		ret = -EBUSY;
	} else {
		guard.record.is_confirmed = true;
	}
	unlock_guard();
	return ret;
}

bool kg_guard_is_outdated(void)
{
	return READ_ONCE(guard.is_outdated);
}

int kg_guard_unload_begins(struct kg_unload *unload, bool is_asked)
{
	int ret = 0;

	*unload = (struct kg_unload){};
	lock_guard();
	/* Until it is open, kg_load_adopt() reads what is loaded. */
	if (!guard.is_open || !(is_asked || guard.is_outdated))
		ret = -ENODATA;
	else if (is_in_use())
		ret = -EBUSY;
	else
		use_begins(USE_UNLOAD);
	unlock_guard();
	return ret;
}

void kg_guard_unload_ends(struct kg_unload *unload, int ret)
{
	lock_guard();
	if (!ret)
		note_unloaded(unload);
	use_ends();
	unlock_guard();
	wake_up_all(&unused_wait);
}

static bool is_use_over(void)
{
	bool is_over;

	lock_guard();
	is_over = !is_in_short_use();
	unlock_guard();
	return is_over;
}

void kg_guard_wait_unused(void)
{
	wait_event_idle_timeout(unused_wait, is_use_over(), HZ);
}
