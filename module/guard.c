// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guard: the only owner of the mutable state, and the rules that follow
 * from it. Three parties meet here:
 *
 *	operation   begins ............ ends      memory is moving in between
 *	load        begins . prepared . ends      installed in between, at the
 *						  earliest behind "prepared"
 *	execution   begins ............ ends      never ends if it succeeds
 *
 * The lock orders them, so that each pair is safe in either order:
 *   - an operation that begins while a kexec executes is refused;
 *   - an execution that begins during an operation, or while an outdated image
 *     is not gone yet, is refused;
 *   - a load that meets an operation at any of its three points is refused,
 *     and what it installed is marked outdated in the same breath, so it
 *     cannot execute before it has been unloaded.
 */
#include <linux/cred.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>
#include <linux/uidgid.h>
#include <linux/wait.h>

#include "guard.h"
#include "segment.h"
#include "trace.h"

static struct {
	spinlock_t lock;
	bool is_open;			/* load syscalls are let in */
	bool is_outdated;		/* an image must go and is not gone */
	bool is_executing;
	enum kg_tell trigger;		/* of is_outdated: the memory event */
	u64 marks;			/* times that is_outdated was set */
	u64 generation;			/* completed changes */
	u64 happened;			/* those the policy keeps included */
	enum kg_tell last_change;	/* what the last of them was */
	u64 last_order;			/* of the image prepared last */
	u64 last_load_ns;		/* of a normal image, 0 none */
	struct kg_crash_state crash;	/* changes: happened, at its load */
	struct list_head operations;	/* under way */
	struct list_head loads;		/* under way */
	struct kg_record record;
	struct kg_policy policy;
	struct kg_counters counters;
} guard = {
	.lock = __SPIN_LOCK_UNLOCKED(guard.lock),
	.operations = LIST_HEAD_INIT(guard.operations),
	.loads = LIST_HEAD_INIT(guard.loads),
	.policy.action[KG_ROW_DRIVER] = KG_ACTION_KEEP,
};

static DECLARE_WAIT_QUEUE_HEAD(executed_wait);

/* All below until the next heading: called with guard.lock held. */

static void tell(enum kg_tell what)
{
	struct kg_notice notice = {
		.tell = what,
		.generation = guard.generation,
	};

	kg_event_post(&notice);
}

static void tell_operation(const struct kg_operation *operation,
			   enum kg_tell what, bool cancelled)
{
	struct kg_notice notice = {
		.tell = what,
		.generation = guard.generation,
		.span = operation->span,
		.driver = operation->driver,
		.ignored = operation->action == KG_ACTION_KEEP,
		.cancelled = cancelled,
	};

	kg_event_post(&notice);
}

static bool is_outdating(enum kg_action action)
{
	return action != KG_ACTION_KEEP && action != KG_ACTION_REPORT;
}

static bool is_changing(void)
{
	const struct kg_operation *operation;

	list_for_each_entry(operation, &guard.operations, node)
		if (is_outdating(operation->action))
			return true;
	return false;
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

/* An image whose segments nobody knows may lie anywhere. */
static bool overlaps_image(struct kg_span span)
{
	const struct kg_record *record = &guard.record;

	if (!record->is_valid)
		return false;
	return !record->has_segments ||
	       overlaps(record->segments, record->nr_segments, span);
}

static enum kg_action decide(const struct kg_operation *operation)
{
	return kg_policy_decide(&guard.policy, operation->event,
				operation->driver,
				overlaps_image(operation->span));
}

/* @trigger: the memory event, or nothing where an earlier one is to blame. */
static void mark_outdated(enum kg_tell trigger)
{
	guard.is_outdated = true;
	guard.trigger = trigger;
	guard.marks++;
}

static void clear_mark(u64 marks)
{
	if (guard.marks != marks)
		return;
	guard.is_outdated = false;
	guard.trigger = KG_TELL_NOTHING;
}

/* A load that was let in has lost its ground, or is losing it. */
static bool has_moved(const struct kg_load *load)
{
	return is_changing() || load->generation != guard.generation ||
	       overlaps(load->segments, load->nr_segments, load->touched);
}

static struct kg_load *current_load(void)
{
	struct kg_load *load;

	list_for_each_entry(load, &guard.loads, node)
		if (load->task == current)
			return load;
	return NULL;
}

static bool may_have_installed(const struct kg_load *load)
{
	return load->order && !load->is_crash;
}

static bool is_load_outdated(void)
{
	const struct kg_load *load;

	list_for_each_entry(load, &guard.loads, node)
		if (may_have_installed(load) && has_moved(load))
			return true;
	return false;
}

static void touch_loads(struct kg_span span)
{
	struct kg_load *load;

	list_for_each_entry(load, &guard.loads, node) {
		if (load->touched.start == load->touched.end) {
			load->touched = span;
			continue;
		}
		load->touched.start = min(load->touched.start, span.start);
		load->touched.end = max(load->touched.end, span.end);
	}
}

static void refuse_load(void)
{
	guard.counters.loads_refused++;
	tell(KG_TELL_LOAD_REFUSED);
}

static void record_load(const struct kg_load *load)
{
	struct kg_record *record = &guard.record;

	*record = (struct kg_record){
		.is_valid = true,
		.is_file = load->is_file,
		.has_segments = load->order,
		.pid = task_tgid_nr(current),
		.uid = from_kuid_munged(&init_user_ns, current_uid()),
		.generation = load->generation,
		.boottime_ns = ktime_get_boottime_ns(),
		.realtime_ns = ktime_get_real_ns(),
		.order = load->order,
		.nr_segments = load->nr_segments,
		.audit = load->audit,
	};
	memcpy(record->comm, current->comm, sizeof(record->comm));
	record->comm[sizeof(record->comm) - 1] = '\0';
	memcpy(record->segments, load->segments, sizeof(record->segments));
	guard.last_load_ns = record->boottime_ns;
	tell(KG_TELL_LOAD);
}

/* Its fate is the kernel's; what is noted is how old it is. */
static void note_crash_load(const struct kg_load *load)
{
	guard.crash = (struct kg_crash_state){
		.is_known = !load->is_unload,
		.generation = load->generation,
		.changes = load->happened,
	};
}

static void forget_image(enum kg_tell what)
{
	guard.record.is_valid = false;
	tell(what);
}

/* Another load finished behind this one's back and took its place. */
static bool is_replaced(const struct kg_load *load,
			const struct kimage *installed)
{
	if (load->order && !IS_ERR(installed))
		return installed != load->image;
	return guard.record.is_valid && guard.record.order > load->order;
}

/* State and policy */

void kg_guard_get(struct kg_state *state)
{
	const struct kg_load *load;

	spin_lock(&guard.lock);
	*state = (struct kg_state){
		.generation = guard.generation,
		.is_changing = is_changing(),
		.is_outdated = guard.is_outdated || is_load_outdated(),
		.is_executing = guard.is_executing,
		.last_load_ns = guard.last_load_ns,
		.crash = guard.crash,
		.record = guard.record,
		.counters = guard.counters,
		.policy = guard.policy,
	};
	state->crash.changes = guard.happened - guard.crash.changes;
	list_for_each_entry(load, &guard.loads, node)
		if (!load->is_crash && !load->is_unload)
			state->is_loading = true;
	spin_unlock(&guard.lock);
}

void kg_guard_get_policy(struct kg_policy *policy)
{
	spin_lock(&guard.lock);
	*policy = guard.policy;
	spin_unlock(&guard.lock);
}

int kg_guard_set_policy(const char *text)
{
	int err;

	spin_lock(&guard.lock);
	err = kg_policy_parse(text, &guard.policy);
	spin_unlock(&guard.lock);
	return err;
}

int kg_guard_set_action(enum kg_row row, enum kg_action action)
{
	int err;

	spin_lock(&guard.lock);
	err = kg_policy_set(&guard.policy, row, action);
	spin_unlock(&guard.lock);
	return err;
}

bool kg_guard_releases(struct kg_span span, bool driver)
{
	const struct kg_operation operation = {
		.event = KG_EVENT_OFFLINE,
		.span = span,
		.driver = driver,
	};
	bool releases;

	spin_lock(&guard.lock);
	releases = decide(&operation) == KG_ACTION_RELEASE;
	if (releases)
		mark_outdated(KG_TELL_OFFLINE);
	spin_unlock(&guard.lock);
	return releases;
}

void kg_guard_open(const struct kg_record *record)
{
	spin_lock(&guard.lock);
	if (record)
		guard.record = *record;
	guard.is_open = true;
	spin_unlock(&guard.lock);
}

/* Memory operations */

/* The kernel has no way to fail a remove: its callers would BUG. */
static int refuse_in_exec(const struct kg_operation *operation)
{
	if (operation->event != KG_EVENT_REMOVE)
		return -EBUSY;
	return operation->is_late ? 0 : -EAGAIN;
}

int kg_guard_change_begins(struct kg_operation *operation)
{
	int ret = 0;

	spin_lock(&guard.lock);
	operation->action = decide(operation);
	if (operation->action == KG_ACTION_VETO)
		ret = -EBUSY;
	else if (guard.is_executing && is_outdating(operation->action))
		ret = refuse_in_exec(operation);
	if (ret == -EBUSY) {
		guard.counters.vetoes++;
		tell_operation(operation, KG_TELL_VETO, true);
	} else if (!ret) {
		list_add(&operation->node, &guard.operations);
		operation->is_active = true;
	}
	spin_unlock(&guard.lock);

	trace_kexecguard_change_begins(operation, ret);
	return ret;
}

bool kg_guard_change_ends(struct kg_operation *operation, bool happened)
{
	bool must_unload = false;

	spin_lock(&guard.lock);
	if (operation->is_active)
		list_del(&operation->node);
	/* What was loaded meanwhile may be hit where nothing was before. */
	if (!operation->is_active || operation->action == KG_ACTION_KEEP)
		operation->action = decide(operation);
	operation->is_active = false;
	guard.counters.changes++;
	guard.happened += happened;

	if (happened && operation->action != KG_ACTION_KEEP) {
		guard.generation++;
		guard.last_change = kg_tell_of(operation->event);
	} else if (happened && operation->driver) {
		touch_loads(operation->span);
	}
	if (happened && is_outdating(operation->action)) {
		mark_outdated(kg_tell_of(operation->event));
		must_unload = true;
	}
	tell_operation(operation, kg_tell_of(operation->event), !happened);
	spin_unlock(&guard.lock);

	trace_kexecguard_change_ends(operation,
				     happened ? must_unload : -ECANCELED);
	return must_unload;
}

unsigned long kg_guard_wait_executed(unsigned long timeout)
{
	return wait_event_idle_timeout(executed_wait,
				       !READ_ONCE(guard.is_executing), timeout);
}

/* Loads */

int kg_guard_load_begins(struct kg_load *load)
{
	int ret = -EBUSY;

	spin_lock(&guard.lock);
	if (guard.is_open || load->is_crash) {
		load->task = current;
		load->generation = guard.generation;
		load->happened = guard.happened;
		load->marks = guard.marks;
		list_add(&load->node, &guard.loads);
		ret = 0;
	}
	spin_unlock(&guard.lock);

	trace_kexecguard_load_begins(load, ret);
	return ret;
}

int kg_guard_load_prepared(const struct kimage *image)
{
	struct kg_load *load;
	int ret = 0;

	spin_lock(&guard.lock);
	load = current_load();
	if (load) {
		load->image = image;
		load->order = ++guard.last_order;
		load->nr_segments = kg_segments(image, load->segments);
	}
	if (load ? has_moved(load) : is_changing()) {
		refuse_load();
		ret = -EBUSY;
	}
	spin_unlock(&guard.lock);

	trace_kexecguard_load_prepared(image->nr_segments, ret);
	return ret;
}

void kg_guard_load_refused(void)
{
	spin_lock(&guard.lock);
	refuse_load();
	spin_unlock(&guard.lock);
}

void kg_guard_load_audited(const struct kg_audit *audit)
{
	struct kg_load *load;

	spin_lock(&guard.lock);
	load = current_load();
	if (load)
		load->audit = *audit;
	spin_unlock(&guard.lock);
}

int kg_guard_load_continues(void)
{
	const struct kg_load *load;
	int ret = 0;

	spin_lock(&guard.lock);
	load = current_load();
	if (load ? has_moved(load) : is_changing()) {
		refuse_load();
		ret = -EBUSY;
	}
	spin_unlock(&guard.lock);
	return ret;
}

long kg_guard_load_ends(struct kg_load *load, long ret,
			const struct kimage *installed)
{
	spin_lock(&guard.lock);
	list_del(&load->node);
	if (ret)
		goto unlock;

	if (load->is_crash) {
		note_crash_load(load);
	} else if (load->is_unload) {
		clear_mark(load->marks);
		if (guard.record.is_valid)
			forget_image(KG_TELL_UNLOAD);
	} else if (is_replaced(load, installed)) {
		goto unlock;
	} else if (has_moved(load)) {
		mark_outdated(guard.last_change);
		refuse_load();
		ret = -EBUSY;
	} else {
		/* It replaced whatever had been outdated when it began. */
		clear_mark(load->marks);
		record_load(load);
	}
unlock:
	spin_unlock(&guard.lock);

	trace_kexecguard_load_ends(load, ret);
	return ret;
}

/* Execution */

int kg_guard_exec_begins(void)
{
	int ret = 0;

	spin_lock(&guard.lock);
	if (guard.is_outdated || is_changing() || is_load_outdated()) {
		guard.counters.execs_refused++;
		tell(KG_TELL_EXEC_REFUSED);
		ret = -EBUSY;
	} else {
		guard.is_executing = true;
		tell(KG_TELL_EXEC);
	}
	spin_unlock(&guard.lock);

	trace_kexecguard_exec_begins(ret);
	return ret;
}

void kg_guard_exec_ends(void)
{
	spin_lock(&guard.lock);
	guard.is_executing = false;
	tell(KG_TELL_EXEC_FAILED);
	spin_unlock(&guard.lock);
	wake_up_all(&executed_wait);
}

/* Unloading */

int kg_guard_confirm(u64 generation)
{
	int ret = 0;

	spin_lock(&guard.lock);
	if (generation > guard.generation) {
		ret = -EINVAL;
	} else if (generation < guard.generation) {
		mark_outdated(guard.last_change);
		ret = -ESTALE;
	} else if (is_changing()) {
		ret = -EBUSY;
	} else {
		guard.record.is_confirmed = true;
	}
	spin_unlock(&guard.lock);
	return ret;
}

bool kg_guard_has_record(void)
{
	return READ_ONCE(guard.record.is_valid);
}

bool kg_guard_is_outdated(void)
{
	return READ_ONCE(guard.is_outdated);
}

u64 kg_guard_unload_begins(void)
{
	u64 marks;

	spin_lock(&guard.lock);
	marks = guard.marks;
	spin_unlock(&guard.lock);
	return marks;
}

enum kg_tell kg_guard_unload_ends(u64 marks, bool was_loaded)
{
	struct kg_notice notice = { .tell = KG_TELL_GUARD_UNLOAD };

	spin_lock(&guard.lock);
	notice.trigger = guard.trigger;
	clear_mark(marks);
	if (was_loaded) {
		guard.record.is_valid = false;
		guard.counters.unloads++;
		notice.generation = guard.generation;
		kg_event_post(&notice);
	}
	spin_unlock(&guard.lock);

	if (was_loaded)
		kg_uevent_post();
	return notice.trigger;
}
