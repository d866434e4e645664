// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The queue of events, module/event.c as it is, with a writer, readers of which
 * each may be the slow one, and the worker that sends uevents. The ring is
 * shorter than the module's. What module/chardev.c does between two calls is
 * repeated here; comments name the function.
 */
#include "search.h"

struct device {
	int kobj;
};

static void wake_up(void);
static int wait_for_event(bool is_there);
static void register_poller(void);
static void send_uevent(const int *kobject, char **envp);

#define KOBJ_CHANGE				0
#define wake_up_interruptible(queue)		wake_up()
#define wait_event_interruptible(queue, condition)			\
	wait_for_event(condition)
#define poll_wait(file, queue, wait)		register_poller()
#define kobject_uevent_env(kobject, action, envp)	send_uevent(kobject, envp)
#define DECLARE_WORK(name, function)					\
	__attribute__((unused)) void (*const name)(struct work_struct *) = function
#define schedule_work(work)			(world.is_scheduled = true)
#define cancel_work_sync(work)			(world.is_scheduled = false)
#define trace_kexecguard_event(...)		((void)0)

#include "event.h"

#undef KG_EVENT_RING
#define KG_EVENT_RING	4

enum actor_id {
	WRITER,
	READER,
	POLLER,
	ASKER,
	WORKER,
	DRIVER,
	NR_ACTORS,
};

static const char *const actor_names[NR_ACTORS] = {
	"writer", "reader", "poller", "asker", "worker", "driver",
};

/* Where an actor is. */
enum place {
	DONE,
	POST, WAKE, UEVENT,
	READ, WAIT, ASLEEP, WOKEN,
	REGISTER, CHECK,
	ASK,
	WORK, WORKING,
	START, STOP, STOPPED,
};

static const struct scenario {
	const char *name;
	unsigned int events, rewinds;
	bool has_poller, has_unloads, has_uevents;
} scenarios[] = {
	{ .name = "ring", .events = 3 * KG_EVENT_RING, .rewinds = 3 },
	{ .name = "ring-poll", .events = 3 * KG_EVENT_RING, .rewinds = 3,
	  .has_poller = true },
	{ .name = "ring-unloads", .events = KG_EVENT_RING + 2,
	  .has_unloads = true },
	{ .name = "ring-uevents", .events = KG_EVENT_RING + 1,
	  .has_unloads = true, .has_uevents = true },
};

static struct scenario scenario;

static struct {
	struct task_struct task;
	u8 place[NR_ACTORS];
	u64 position[NR_ACTORS];	/* as in struct reader */
	u64 left, rewinds;
	bool has_pending_wake;
	bool is_registered;
	bool is_scheduled;
	bool is_on, was_stopped;

	/* truth */
	u64 posted;
	u8 causes[3 * KG_EVENT_RING + 1];
	u64 last_unload;
	u64 unloads, told;		/* for which uevents are due, were sent */
	u64 newest_unload;
	bool is_due;			/* a uevent must come */
} world;

/* As its text, so that a mutant can stand for it. */
#ifndef EVENT
#define EVENT "module/event.c"
#endif
#include EVENT

static const char *said;

const char *model_said(void)
{
	return said;
}

struct task_struct *current_task(void)
{
	return &world.task;
}

u64 now(void)
{
	return 0;
}

/* Which led to it. */
static enum kexecguard_cause trigger_of(u64 sequence)
{
	return sequence & 1 ? KEXECGUARD_CAUSE_ADD : KEXECGUARD_CAUSE_REMOVE;
}

/* The wake comes as a step of its own. */
static void wake_up(void)
{
	world.has_pending_wake = true;
}

static int wait_for_event(bool is_there)
{
	return is_there ? 0 : -EAGAIN;
}

static void register_poller(void)
{
	world.is_registered = true;
}

static struct device device;

static void send_uevent(const int *kobject, char **envp)
{
	const char *trigger = strchr(envp[1], '=') + 1;
	u64 generation = strtoull(strchr(envp[2], '=') + 1, NULL, 10);
	u64 nr = strtoull(strchr(envp[3], '=') + 1, NULL, 10);

	if (world.was_stopped)
		broken(6, "a uevent is sent by a device that is gone");
	world.told += nr;
	world.is_due = false;
	if (!nr || world.told > world.unloads)
		broken(3, "a uevent tells of unloads that were not");
	if (kobject != &device.kobj)
		broken(3, "a uevent is sent by no device");
	if (generation != world.newest_unload ||
	    strcmp(trigger, kg_cause_name(trigger_of(world.newest_unload))))
		broken(3, "a uevent is not about the newest unload");
}

/* The oldest event that must still be there for a reader at a position. */
static u64 next_for(u64 position)
{
	u64 oldest = world.posted > KG_EVENT_RING ?
		     world.posted - KG_EVENT_RING + 1 : 1;

	return position + 1 > oldest ? position + 1 : oldest;
}

static void check_event(const struct kg_event *event, u64 sequence)
{
	if (event->generation != sequence || event->span.start != sequence ||
	    event->span.end != sequence + 1 || event->cause != world.causes[sequence])
		broken(6, "an event is not what was posted");
}

/* copy_events() in module/chardev.c */
static bool read_one(enum actor_id id)
{
	u64 position = world.position[id], expected = next_for(position);
	struct kg_event event;
	bool overrun;

	if (!kg_event_next(&position, &event, &overrun)) {
		if (position < world.posted)
			broken(6, "an event is not found");
		return false;
	}
	if (position > world.posted)
		broken(6, "an event is read that was not posted");
	if (position != expected)
		broken(6, "an event is lost, read twice or out of order");
	if (overrun != (position != world.position[id] + 1))
		broken(6, "a reader is not told what it has missed");
	check_event(&event, position);
	world.position[id] = position;
	return true;
}

static bool step_writer(unsigned int choice)
{
	static const u8 causes[] = {
		KEXECGUARD_CAUSE_ADD, KEXECGUARD_CAUSE_GUARD_UNLOAD,
		KEXECGUARD_CAUSE_UNLOAD,
	};
	struct kg_event event = {
		.generation = world.posted + 1,
		.span = { world.posted + 1, world.posted + 2 },
		.cause = causes[choice],
		.pid = 1,
	};

	switch (world.place[WRITER]) {
	case POST:
		if (!world.left || (choice && !scenario.has_unloads))
			return false;
		said = choice ? "kg_event_post(), an unload" : "kg_event_post()";
		world.causes[++world.posted] = event.cause;
		world.left--;
		kg_event_post(&event);
		if (choice)
			world.last_unload = world.posted;
		world.place[WRITER] = WAKE;
		return true;
	case WAKE:
		if (choice)
			return false;
		said = "wakes the readers";
		if (world.has_pending_wake) {
			if (world.place[READER] == ASLEEP)
				world.place[READER] = WOKEN;
			if (world.place[POLLER] == ASLEEP && world.is_registered)
				world.place[POLLER] = CHECK;
		}
		world.has_pending_wake = false;
		world.place[WRITER] = scenario.has_uevents &&
				      world.causes[world.posted] ==
				      KEXECGUARD_CAUSE_GUARD_UNLOAD ? UEVENT :
								      POST;
		return true;
	case UEVENT:
		if (choice)
			return false;
		said = "kg_uevent_post()";
		world.unloads++;
		world.newest_unload = world.posted;
		world.is_due = world.is_on;
		kg_uevent_post(trigger_of(world.posted), world.posted);
		world.place[WRITER] = POST;
		return true;
	default:
		return false;
	}
}

/* answer_rewind() in module/chardev.c; the reader's lock is held. */
static bool rewind_reader(enum actor_id id)
{
	if (!world.rewinds)
		return false;
	world.rewinds--;
	said = "kg_event_oldest()";
	world.position[id] = kg_event_oldest();
	if (next_for(world.position[id]) != world.position[id] + 1 ||
	    (world.position[id] && next_for(world.position[id] - 1) ==
					  world.position[id]))
		broken(6, "a reader is not taken back to the oldest event");
	return true;
}

/* dev_read() in module/chardev.c; a signal may end the sleep. */
static bool step_reader(unsigned int choice)
{
	u8 *place = &world.place[READER];

	switch (*place) {
	case READ:
		if (choice > 1)
			return false;
		if (choice)
			return rewind_reader(READER);
		said = "kg_event_next()";
		if (!read_one(READER))
			*place = WAIT;
		return true;
	case WAIT:
	case WOKEN:
		if (choice)
			return false;
		said = "kg_event_wait()";
		*place = kg_event_wait(world.position[READER]) ? ASLEEP : READ;
		return true;
	default:
		return false;
	}
}

/* dev_poll() in module/chardev.c, and reads what is there. */
static bool step_poller(unsigned int choice)
{
	u8 *place = &world.place[POLLER];

	switch (*place) {
	case REGISTER:
		if (choice > 1)
			return false;
		if (choice)
			return rewind_reader(POLLER);
		said = "kg_event_poll()";
		world.is_registered = false;
		kg_event_poll(NULL, NULL);
		*place = CHECK;
		return true;
	case CHECK:
		if (choice)
			return false;
		said = "kg_event_last()";
		*place = kg_event_last() > world.position[POLLER] ? READ :
								    ASLEEP;
		return true;
	case READ:
		if (choice)
			return false;
		said = "kg_event_next()";
		if (!read_one(POLLER))
			*place = REGISTER;
		return true;
	default:
		return false;
	}
}

/* answer_unloaded() in module/chardev.c */
static bool step_asker(unsigned int choice)
{
	struct kg_event event;
	u64 sequence;

	if (choice || world.place[ASKER] != ASK)
		return false;
	said = "kg_event_last_unload()";
	sequence = kg_event_last_unload(&event);
	if (sequence != world.last_unload)
		broken(3, "the last unload is not known");
	if (sequence)
		check_event(&event, sequence);
	world.place[ASKER] = DONE;
	return true;
}

/* What is scheduled from its beginning on makes it run once more. */
static bool step_worker(unsigned int choice)
{
	if (choice)
		return false;
	if (world.place[WORKER] == WORK && world.is_scheduled) {
		said = "begins";
		world.is_scheduled = false;
		world.place[WORKER] = WORKING;
		return true;
	}
	if (world.place[WORKER] != WORKING)
		return false;
	said = "sends a uevent";
	uevent_work_fn(NULL);
	world.place[WORKER] = WORK;
	return true;
}

static bool step_driver(unsigned int choice)
{
	if (choice)
		return false;
	switch (world.place[DRIVER]) {
	case START:
		said = "kg_uevent_start()";
		kg_uevent_start(&device);
		world.is_on = true;
		world.place[DRIVER] = STOP;
		return true;
	case STOP:
		/* It waits for the worker. */
		if (world.place[WORKER] == WORKING)
			return false;
		said = "kg_uevent_stop()";
		kg_uevent_stop();
		world.is_on = false;
		world.was_stopped = true;
		world.place[DRIVER] = STOPPED;
		return true;
	default:
		return false;
	}
}

bool model_step(unsigned int actor, unsigned int choice)
{
	static bool (*const steps[NR_ACTORS])(unsigned int) = {
		[WRITER] = step_writer,
		[READER] = step_reader,
		[POLLER] = step_poller,
		[ASKER] = step_asker,
		[WORKER] = step_worker,
		[DRIVER] = step_driver,
	};

	return steps[actor](choice);
}

bool model_begin(unsigned int which, unsigned int beginning)
{
	scenario = scenarios[which];
	memset(&world, 0, sizeof(world));
	world.left = scenario.events;
	world.rewinds = scenario.rewinds;
	world.place[WRITER] = POST;
	world.place[READER] = READ;
	world.place[POLLER] = scenario.has_poller ? REGISTER : DONE;
	world.place[ASKER] = scenario.has_unloads ? ASK : DONE;
	world.place[WORKER] = WORK;
	world.place[DRIVER] = scenario.has_uevents ? START : DONE;
	return true;
}

void model_is_quiet(void)
{
	if ((world.place[READER] == ASLEEP &&
	     world.position[READER] != world.posted) ||
	    (world.place[POLLER] == ASLEEP &&
	     world.position[POLLER] != world.posted))
		broken(6, "a reader sleeps while there is an event");
}

void model_check(void)
{
	if (world.told + pending.nr != world.unloads)
		broken(3, "an unload is lost");
	if (world.is_on && world.is_due && !world.is_scheduled &&
	    world.place[WORKER] != WORKING)
		broken(3, "an unload is never told");
}

/* All that module/event.c keeps. */
struct saved {
	__typeof__(world) world;
	__typeof__(ring) ring;
	__typeof__(ring_last) ring_last;
	__typeof__(last_unload) last_unload;
	__typeof__(last_unload_sequence) last_unload_sequence;
	__typeof__(uevent_device) uevent_device;
	__typeof__(uevent_is_on) uevent_is_on;
	__typeof__(pending) pending;
};

void model_save(char *state)
{
	struct saved *saved = (void *)state;

	memset(saved, 0, sizeof(*saved));
	saved->world = world;
	memcpy(saved->ring, ring, sizeof(ring));
	saved->ring_last = ring_last;
	saved->last_unload = last_unload;
	saved->last_unload_sequence = last_unload_sequence;
	saved->uevent_device = uevent_device;
	saved->uevent_is_on = uevent_is_on;
	saved->pending = pending;
}

void model_restore(const char *state)
{
	const struct saved *saved = (const void *)state;

	world = saved->world;
	memcpy(ring, saved->ring, sizeof(ring));
	ring_last = saved->ring_last;
	last_unload = saved->last_unload;
	last_unload_sequence = saved->last_unload_sequence;
	uevent_device = saved->uevent_device;
	uevent_is_on = saved->uevent_is_on;
	pending = saved->pending;
}

void model_normalize(char *state)
{
}

const char *model_scenario(unsigned int which)
{
	return scenarios[which].name;
}

const char *model_beginning(unsigned int beginning)
{
	return beginning ? NULL : "nothing has happened";
}

bool model_is_live(void)
{
	return false;
}

u8 model_lasting(void)
{
	return 0;
}

const struct model model = {
	.nr_scenarios = sizeof(scenarios) / sizeof(*scenarios),
	.nr_actors = NR_ACTORS,
	.nr_choices = 3,
	.actors = actor_names,
	.size = sizeof(struct saved),
};
