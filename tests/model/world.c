// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Each actor is a task with a place in its code. A step takes it from one thing
 * that others can observe to the next. The guard that is called is the real one.
 * What the hooks do around these calls is repeated here, a case for each step;
 * comments name the function, and check.sh verifies that it exists.
 *
 * "truth" marks what neither the kernel nor the guard can know: an image is
 * stale once memory has changed since its loader read the memory map, if the
 * policy says that the change matters.
 */
#include "search.h"
#include "subject.h"
#include "tool.h"

enum actor_id {
	HOTPLUG,
	LOADER_0,
	LOADER_1,
	CRASH_LOADER,
	ASKER,
	FAILURE,
	EXECUTOR,
	WORKER,
	ADOPTER,
	ADMINISTRATOR,
	HOLDER,
	NR_ACTORS,
};

static const char *const actor_names[NR_ACTORS] = {
	"hotplug", "loader 0", "loader 1", "crash loader", "asker", "failure",
	"executor", "worker", "adopter", "administrator", "holder",
};

/* The last one is to die. */
#define CHOICES	7

/**
 * struct scenario - who takes part, how often, and on what kernel
 * @name: how the command line calls it
 * @operations: of memory, one after the other
 * @loads: by each of @loaders loaders
 * @loaders: 0 to 2
 * @crash_loads: of a crash image
 * @asked: unloads at the device, or by policy release
 * @failures: pages that the hardware gives up
 * @executions: of kexec
 * @holds: that a process takes, one after the other
 * @deaths: tasks that die of a kernel bug in the middle of a call
 * @policy: as for kg_policy_parse(), NULL for the default
 * @next_policy: which somebody sets at some time, or NULL
 * @has_driver: some memory is managed by a driver, and images may lie there
 * @is_adopting: the module comes when an image may be there
 * @is_unreadable: and nobody can say where it lies
 * @reads: so many loaders read the map, at any time, before they load
 * @announces: so many of those announce that
 * @again: each of them so often again, in the same file or another
 * @confirms: each confirms its image
 * @is_held: the guard unloads by do_kexec_load(), which holds the kernel's lock
 * @is_silent: the kernel does not say whether an image is loaded
 * @no_segment_hook: that hook is missing, and so on
 * @is_tool: loader 0 is the library's, and loads until its image is confirmed
 * @attempts: of it that memory interrupts, until it gives up; 0 is 2
 * @yields: it gives up for another's image
 * @has_file_hook: loader 0's syscall is hooked all the same
 * @no_unload: nor can the module unload
 * @is_live: look for cycles as well
 */
struct scenario {
	const char *name;
	int operations, loads, loaders, crash_loads, asked, failures;
	int executions, holds, deaths;
	const char *policy, *next_policy;
	int reads, announces, again, attempts;
	bool has_driver, is_adopting, is_unreadable, confirms;
	bool is_held, is_silent, is_live;
	bool no_segment_hook, no_load_hook, no_prepare_hook, no_exec_hook;
	bool no_offline_hook, no_unload, has_file_hook, is_tool, yields;
};

static const struct scenario scenarios[] = {
	/* The short ones first: a mutant is noticed sooner. */
	{ .name = "report", .loaders = 1, .loads = 1, .operations = 1,
	  .executions = 1, .policy = "observe" },
	{ .name = "lasting", .loaders = 1, .loads = 1, .operations = 1,
	  .executions = 1, .is_live = true },
	{ .name = "veto", .loaders = 1, .loads = 1, .operations = 1,
	  .executions = 1, .policy = "offline=veto" },
	{ .name = "reads", .loaders = 1, .loads = 1, .operations = 1,
	  .executions = 1, .reads = 1, .confirms = true },
	{ .name = "release", .loaders = 1, .loads = 1, .operations = 1,
	  .executions = 1, .policy = "offline=release" },
	{ .name = "hold", .loaders = 1, .loads = 1, .operations = 2,
	  .executions = 1, .holds = 1 },
	{ .name = "policy", .loaders = 1, .loads = 1, .operations = 1,
	  .executions = 1, .policy = "observe", .next_policy = "strict" },
	{ .name = "policy-laxer", .loaders = 1, .loads = 1, .operations = 1,
	  .executions = 1, .policy = "strict", .next_policy = "observe" },
	{ .name = "policy-reads", .loaders = 1, .loads = 1, .operations = 1,
	  .executions = 1, .policy = "observe", .next_policy = "strict",
	  .reads = 1, .confirms = true },
	{ .name = "policy-laxer-reads", .loaders = 1, .loads = 1,
	  .operations = 1, .executions = 1, .policy = "strict",
	  .next_policy = "observe", .reads = 1 },
	{ .name = "pin", .loaders = 1, .loads = 1, .operations = 2,
	  .policy = "pin" },
	{ .name = "dying", .loaders = 1, .loads = 1, .operations = 1,
	  .executions = 1, .deaths = 1 },
	{ .name = "driver-changes", .loaders = 1, .loads = 1, .operations = 2,
	  .executions = 1, .has_driver = true },
	{ .name = "adopt", .loaders = 1, .loads = 1, .operations = 1,
	  .executions = 1, .has_driver = true, .is_adopting = true },
	{ .name = "adopt-unreadable", .operations = 2, .executions = 1,
	  .has_driver = true, .is_adopting = true, .is_unreadable = true },
	{ .name = "adopt-keep", .loaders = 1, .loads = 1, .operations = 1,
	  .executions = 1, .is_adopting = true, .policy = "map" },
	{ .name = "keep", .loaders = 1, .loads = 1, .operations = 2,
	  .executions = 1, .policy = "map" },
	{ .name = "no-segment-hook", .loaders = 1, .loads = 1,
	  .operations = 2, .executions = 1, .no_segment_hook = true },
	{ .name = "changes", .loaders = 1, .loads = 1, .operations = 2,
	  .executions = 1 },
	{ .name = "asked", .loaders = 1, .loads = 1, .operations = 1,
	  .asked = 1, .executions = 1 },
	{ .name = "failure", .loaders = 1, .loads = 1, .operations = 1,
	  .failures = 1, .executions = 1 },
	{ .name = "loads", .loaders = 2, .loads = 1,
	  .operations = 1, .executions = 1 },
	{ .name = "crash", .loaders = 1, .loads = 1,
	  .operations = 1, .crash_loads = 1 },
	{ .name = "driver", .loaders = 2, .loads = 1,
	  .operations = 1, .executions = 1, .has_driver = true },
	{ .name = "reads-loads", .loaders = 2, .loads = 1,
	  .operations = 1, .reads = 1, .confirms = true },
	{ .name = "reads-both", .loaders = 2, .loads = 1,
	  .operations = 1, .reads = 2, .confirms = true },
	{ .name = "announces", .loaders = 2, .loads = 1,
	  .operations = 1, .reads = 2, .announces = 1, .confirms = true },
	{ .name = "announces-both", .loaders = 2, .loads = 1,
	  .operations = 1, .reads = 2, .announces = 2, .confirms = true },
	{ .name = "announces-again", .loaders = 1, .loads = 1,
	  .operations = 1, .reads = 1, .announces = 1, .again = 2 },
	{ .name = "no-load-hook", .loaders = 1, .loads = 1,
	  .operations = 2, .executions = 1, .no_load_hook = true },
	{ .name = "one-load-hook", .loaders = 2, .loads = 1,
	  .operations = 1, .executions = 1, .no_load_hook = true,
	  .has_file_hook = true },
	{ .name = "no-prepare-hook", .loaders = 1, .loads = 1,
	  .operations = 2, .executions = 1, .no_prepare_hook = true },
	{ .name = "no-prepare-hook-driver", .loaders = 1, .loads = 1,
	  .operations = 2, .executions = 1, .no_prepare_hook = true,
	  .has_driver = true },
	{ .name = "no-exec-hook", .loaders = 1, .loads = 1,
	  .operations = 2, .executions = 1, .no_exec_hook = true },
	{ .name = "no-offline-hook", .loaders = 1, .loads = 1,
	  .operations = 1, .executions = 1, .policy = "offline=release",
	  .no_offline_hook = true },
	{ .name = "no-unload", .loaders = 1, .loads = 1,
	  .operations = 1, .executions = 1, .asked = 1, .no_unload = true },
	{ .name = "tool", .loaders = 1, .loads = 1, .operations = 1,
	  .is_tool = true },
	{ .name = "tool-limit", .loaders = 1, .loads = 1, .operations = 1,
	  .is_tool = true, .attempts = 1 },
	{ .name = "tool-loads", .loaders = 2, .loads = 1, .is_tool = true },
	{ .name = "tool-yields", .loaders = 2, .loads = 1, .is_tool = true,
	  .yields = true },
	{ .name = "tool-unwanted", .loaders = 2, .loads = 1, .asked = 1,
	  .is_tool = true },
	{ .name = "held", .loaders = 1, .loads = 1, .operations = 2,
	  .is_held = true },
	{ .name = "silent", .loaders = 2, .loads = 1,
	  .operations = 1, .is_held = true, .is_silent = true },
};

static struct scenario scenario;

enum beginning {
	NO_IMAGE,
	IMAGE,
	DRIVER_IMAGE,
	NR_BEGINNINGS,
};

static const char *const beginnings[NR_BEGINNINGS + 1] = {
	"no image is loaded", "an image is loaded",
	"an image in a driver's memory is loaded",
};

/* What may last in a state. */
#define LASTING_HOTPLUG		1	/* an operation has not returned */
#define LASTING_OUTDATED	2	/* something outdated is loaded */

/* Where an actor is. */
enum place {
	DONE,
	OPERATE, READY, MOVE, COMMITTED, ONLINE, ONLINE_MOVE,
	ONLINE_END, END_ADD, END, RETURN,
	READ, LOAD, TAKE_LOCK, PREPARE, SEGMENT, INSTALL, UNLOCK, LOAD_END,
	CONFIRM, CONFIRMED, LOADED,
	ASK, FAIL,
	TOOL, TOOL_GONE,
	EXECUTE, EXECUTE_LOCK, JUMP, EXECUTE_END,
	WORK,
	ADOPT, OPEN,
	SET_POLICY,
	HOLD, HOLDING,
	UNLOAD, UNLOAD_TAKE, UNLOAD_FREE, UNLOAD_END,
};

struct actor {
	u8 place;
	u8 then;			/* after an unload */
	u8 left;			/* rounds */
	bool is_dead;
	bool has_image;			/* loads, executes or unloads */

	/* an unload by the guard */
	struct kg_unload unload;
	bool is_asked;
	int unload_ret;

	/* an operation; inner is what goes online inside of an add */
	struct kg_operation operation, inner;
	bool has_happened, is_moving, is_inner_moving;
	bool is_unseen;			/* it began before the module came */
	u8 released;			/* truth: the image that must be gone */

	/* a load */
	struct kg_load load;
	bool is_loading;		/* load has begun */
	bool is_file, is_unload;
	u8 image, id;
	int ret;
	u64 since, generation;		/* of the map that was read */
	u64 number;			/* of the image that was loaded */
	bool has_tried;			/* to unload it */
	bool is_confirmed;		/* what the tool has loaded last */
	u64 tool_number;		/* likewise, of an earlier attempt */
	u8 nr_again;
	bool is_read_under_other;	/* the announcement in the other file */
	bool is_map_old, is_driver_map_old;	/* truth */
	bool is_map_doubtful;		/* truth: memory moved when it was read */
	bool began_in_move;		/* truth: and that lasts */
	/* truth: there is reason to refuse it: [1] in a driver's memory */
	bool is_disturbed[2];
	bool is_lost;			/* truth: the guard unloaded its image */
	u8 loaded_id;			/* truth: of what it has loaded last */
	u8 rows, changes;		/* truth: since its load began */
};

struct image {
	bool is_alive, in_driver, is_stale, is_poisoned, is_accepted;
	bool is_unknown;		/* where it lies */
	u8 id;				/* truth: whose it is */
	u8 rows;			/* truth: of changes since its load */
	bool is_read;			/* and they may be fewer */
	u8 number;			/* under which it was recorded */
};

#define IMAGES	2	/* addresses: the one installed, the one that comes */

static struct {
	struct task_struct tasks[NR_ACTORS];
	struct actor actors[NR_ACTORS];
	struct kimage kimages[IMAGES + 1];
	struct image images[IMAGES + 1];	/* index 0: no image */
	struct kg_announcement announcements[2][2];	/* two files a loader */
	struct kg_hold hold;
	u8 lock;			/* the actor that has it, and 1 */
	u8 installed;			/* address of the image, or 0 */
	u8 hotplug_lock;		/* as lock */
	u8 running;
	u8 last_id;
	u64 clock;
	u8 deaths;
	struct tool tool;
	bool has_event, has_change;	/* for the tool to read */
	u64 change_time;
	bool is_unwanted;		/* somebody has noted so */
	/* truth: what others have done since the tool began */
	u8 nr_moves;
	bool have_loaded, have_unloaded, is_wanted_again, has_seen_wanted;
	bool is_newer, has_seen_newer;	/* than what the tool has tried to load */
	bool is_retry_scheduled;
	bool is_crash_known;
	u8 crash_changes;		/* truth: since its load */
	bool is_warned;			/* removed while a kexec executes */
	bool is_holding;		/* truth: and its time lasts */
	bool is_untold;			/* truth: a good image went silently */
} world;

static const char *said;

const char *model_said(void)
{
	return said;
}

/* The kernel, as the guard sees it */

struct task_struct *current_task(void)
{
	return &world.tasks[world.running];
}

u64 now(void)
{
	return world.clock;
}

u64 kg_reader_since(void)
{
	return world.actors[world.running].since;
}

void kg_event_post(struct kg_event *event)
{
	if (event->cause == KEXECGUARD_CAUSE_GUARD_UNLOAD)
		world.is_untold = false;
	if (!scenario.is_tool)
		return;
	world.has_event = true;
	if (event->cause > KEXECGUARD_CAUSE_OFFLINE)
		return;
	world.has_change = true;
	world.change_time = world.clock;
}

void kg_uevent_post(enum kexecguard_cause trigger, u64 generation)
{
}

static void unload_soon(void)
{
	world.is_retry_scheduled = true;
}

static bool take(u8 *lock)
{
	if (*lock)
		return false;
	*lock = world.running + 1;
	return true;
}

bool kg_kexec_is_known(void)
{
	return !scenario.is_silent;
}

bool kg_kexec_is_loaded(void)
{
	return world.installed;
}

/* Truth */

/* Its loads are not seen to begin and to end. */
static bool is_unhooked(const struct actor *self)
{
	return scenario.no_load_hook &&
	       !(scenario.has_file_hook && self == &world.actors[LOADER_0]);
}

static bool is_executing(void)
{
	return world.actors[EXECUTOR].has_image;
}

static bool is_in_use(void)
{
	const struct actor *one;

	for (one = world.actors; one < world.actors + NR_ACTORS; one++)
		if (one->has_image)
			return true;
	return false;
}

/* Memory has changed, and what was loaded meanwhile may be good or not. */
static bool is_blind(void)
{
	return world.actors[HOTPLUG].is_unseen;
}

static bool is_any_alive(void)
{
	unsigned int i;

	for (i = 1; i <= IMAGES; i++)
		if (world.images[i].is_alive)
			return true;
	return false;
}

#define for_each_loader(loader)						\
	for ((loader) = world.actors + LOADER_0;			\
	     (loader) <= world.actors + LOADER_1; (loader)++)

/* What an operation does to an image with these segments. */
static bool is_concerned(const struct kg_operation *operation, bool overlaps)
{
	enum kg_action action = guard_action(operation->change,
					     operation->driver, overlaps);

	return action != KG_ACTION_KEEP && action != KG_ACTION_REPORT;
}

static bool overlaps(const struct kg_operation *operation, bool in_driver)
{
	if (operation->driver)
		return in_driver && operation->span.start == 0x8000;
	/* Ordinary images lie at 0x1000. */
	return !in_driver && operation->span.start == 0x1000;
}

static bool is_image_concerned(const struct kg_operation *operation,
			       const struct image *image)
{
	return is_concerned(operation, overlaps(operation, image->in_driver));
}

static void disturb_loads(void)
{
	struct actor *loader;

	for_each_loader(loader) {
		loader->is_disturbed[0] = true;
		loader->is_disturbed[1] = true;
	}
}

/* An operation that outdates the loaded image refuses every load. */
static bool is_in_the_way(const struct kg_operation *operation, bool in_driver)
{
	return (operation->action != KG_ACTION_KEEP &&
		operation->action != KG_ACTION_REPORT) ||
	       is_concerned(operation, overlaps(operation, in_driver));
}

static void disturb_loads_by(const struct kg_operation *operation)
{
	struct actor *loader;

	for_each_loader(loader) {
		loader->is_disturbed[0] |= is_in_the_way(operation, false);
		loader->is_disturbed[1] |= is_in_the_way(operation, true);
	}
}

/* Some operation under way concerns the image, or did when it began. */
static bool is_operation_in_the_way(void)
{
	const struct actor *hotplug = &world.actors[HOTPLUG];
	const struct image *image = &world.images[world.installed];

	return (hotplug->is_moving && (image->is_unknown ||
		is_in_the_way(&hotplug->operation, image->in_driver))) ||
	       (hotplug->is_inner_moving && (image->is_unknown ||
		is_in_the_way(&hotplug->inner, image->in_driver)));
}

/* Memory changes. */
static void commit(const struct kg_operation *operation)
{
	struct actor *loader;
	struct image *image;

	for (image = world.images + 1; image <= world.images + IMAGES;
	     image++)
		if (image->is_alive && is_image_concerned(operation, image))
			image->is_stale = true;
	for_each_loader(loader) {
		if (is_concerned(operation, overlaps(operation, false)))
			loader->is_map_old = true;
		if (is_concerned(operation, overlaps(operation, true)))
			loader->is_driver_map_old = true;
	}
	disturb_loads_by(operation);
}

/* An image with these segments must not be loaded or executed now. */
static bool is_moving_for(bool in_driver)
{
	const struct actor *hotplug = &world.actors[HOTPLUG];

	return (hotplug->is_moving &&
		is_concerned(&hotplug->operation,
			     overlaps(&hotplug->operation, in_driver))) ||
	       (hotplug->is_inner_moving &&
		is_concerned(&hotplug->inner,
			     overlaps(&hotplug->inner, in_driver)));
}

static bool is_good(const struct image *image)
{
	return !image->is_stale;
}

static void free_image(u8 address)
{
	memset(&world.images[address], 0, sizeof(world.images[address]));
	memset(&world.kimages[address], 0, sizeof(world.kimages[address]));
}

/* One at a time may be at the image, and only that is a reason to refuse. */
static void begin_use(struct actor *self, int ret)
{
	if (ret == -EBUSY && !is_in_use())
		broken(5, "the image was in use by nobody");
	self->has_image = !ret;
}

/* The installed image goes, for the guard. */
static void unload_installed(const struct actor *self)
{
	const struct image *image = &world.images[world.installed];
	struct actor *loader;

	if (!world.installed)
		return;
	if (self == &world.actors[LOADER_0] && scenario.is_tool &&
	    self->is_asked && world.has_seen_wanted &&
	    image->id != self->loaded_id)
		broken(3, "the tool unloads what was loaded after the request");
	if (self != &world.actors[LOADER_0] && self->is_asked)
		world.have_unloaded = true;
	if (image->is_accepted && is_good(image) && !self->is_asked &&
	    !world.deaths && !scenario.asked && !image->is_unknown &&
	    !is_blind() &&
	    /* Or it is outdated by a policy that is stricter since. */
	    !scenario.next_policy &&
	    !(scenario.policy && strstr(scenario.policy, "release")))
		broken(3, "a good image was unloaded");
	if (image->is_accepted)
		world.is_untold = true;
	for_each_loader(loader)
		if (loader->is_loading && loader->id == image->id)
			loader->is_lost = true;
	free_image(world.installed);
	world.installed = 0;
}

static bool is_tool(const struct actor *self)
{
	return scenario.is_tool && self == &world.actors[LOADER_0];
}

static enum place first_place(const struct actor *self)
{
	if (is_tool(self))
		return TOOL;
	return self - world.actors - LOADER_0 < scenario.reads ? READ : LOAD;
}

static struct kg_announcement *announcements(const struct actor *self)
{
	return world.announcements[self - world.actors - LOADER_0];
}

static void forget_announcements(const struct actor *self)
{
	struct kg_announcement *one;

	if (self > &world.actors[LOADER_1])
		return;
	for (one = announcements(self); one < announcements(self) + 2; one++) {
		kg_guard_forget(one);
		memset(one, 0, sizeof(*one));
	}
}

static void tool_answers(struct actor *self, struct tool_answer answer)
{
	if (world.tool.nr == TOOL_ANSWERS)
		broken(5, "the tool never ends");
	answer.time = world.clock;
	world.tool.answers[world.tool.nr++] = answer;
	self->place = TOOL;
}

/* A loader has done one load, or has tried to. */
static void end_round(struct actor *self)
{
	int ret = self->ret;

	forget_announcements(self);
	self->number = 0;
	self->nr_again = 0;
	self->is_read_under_other = false;
	self->ret = 0;
	self->id = 0;
	self->is_file = false;
	self->is_unload = false;
	self->since = 0;
	self->generation = 0;
	self->is_map_old = false;
	self->is_driver_map_old = false;
	self->is_map_doubtful = false;
	if (is_tool(self)) {
		world.is_newer = false;
		world.has_seen_newer = false;
		world.clock++;
		tool_answers(self, (struct tool_answer){
			.call = TOOL_LOAD,
			.err = ret,
		});
		return;
	}
	self->place = --self->left ? first_place(self) : DONE;
}

/* Unloading */

/* unload_or_retry() in module/unload.c */
static void begin_unload(struct actor *self, bool is_asked, enum place then)
{
	self->is_asked = is_asked;
	self->then = then;
	self->place = UNLOAD;
}

/* kg_unload_unconfirmed() in module/unload.c, and a request */
static void end_tool_unload(struct actor *self, int ret)
{
	bool is_confirming = self->ret == -ESTALE;

	self->ret = 0;
	tool_answers(self, (struct tool_answer){
		.call = is_confirming ? TOOL_CONFIRM : TOOL_UNLOAD,
		.err = !is_confirming ? ret : ret ? -EBUSY : -ESTALE,
	});
}

static void end_unload(struct actor *self, int ret)
{
	bool is_worker = self == &world.actors[WORKER];

	memset(&self->unload, 0, sizeof(self->unload));
	self->unload_ret = 0;
	self->is_asked = false;
	self->place = self->then;
	self->then = DONE;
	/* The worker tries again in any case. */
	if (ret == -EBUSY && (is_worker || kg_guard_is_outdated()))
		unload_soon();
	if (self->place == LOADED)
		end_round(self);
	if (self->place == TOOL_GONE)
		end_tool_unload(self, ret);
}

/* unload() in module/unload.c */
static bool step_unload(struct actor *self, unsigned int choice)
{
	int ret;

	if (choice)
		return false;
	switch (self->place) {
	case UNLOAD:
		said = "kg_guard_unload_begins()";
		ret = kg_guard_unload_begins(&self->unload, self->is_asked);
		begin_use(self, ret);
		if (ret) {
			end_unload(self, ret == -ENODATA ? 0 : ret);
			return true;
		}
		self->unload.was_loaded = kg_guard_is_loaded();
		self->place = UNLOAD_TAKE;
		return true;
	case UNLOAD_TAKE:
		if (scenario.no_unload) {
			said = "cannot unload on this kernel";
			self->unload_ret = -EOPNOTSUPP;
			self->place = UNLOAD_END;
			return true;
		}
		if (!take(&world.lock)) {
			said = "finds the kernel's lock taken";
			self->unload_ret = -EBUSY;
			self->place = UNLOAD_END;
			return true;
		}
		said = "takes the image away";
		unload_installed(self);
		self->unload_ret = 0;
		self->place = UNLOAD_FREE;
		if (scenario.is_held)
			return true;
		world.lock = 0;
		self->place = UNLOAD_END;
		return true;
	case UNLOAD_FREE:
		said = "gives the kernel's lock back";
		world.lock = 0;
		self->place = UNLOAD_END;
		return true;
	case UNLOAD_END:
		said = "kg_guard_unload_ends()";
		kg_guard_unload_ends(&self->unload, self->unload_ret);
		self->has_image = false;
		end_unload(self, self->unload_ret);
		return true;
	default:
		return false;
	}
}

/* Memory operations: module/hotplug.c */

#define ORDINARY	((struct kg_span){ 0x4000, 0x5000 })
#define UNDER_IMAGE	((struct kg_span){ 0x1000, 0x2000 })
#define DRIVERS		((struct kg_span){ 0x8000, 0x9000 })

static void ends_moving(struct actor *self)
{
	struct actor *loader;

	self->is_moving = false;
	for_each_loader(loader)
		loader->began_in_move = false;
}

/* The next operation, by choice; all of them hold the kernel's hotplug lock. */
static bool choose_operation(struct actor *self, unsigned int choice)
{
	static const struct kg_operation ordinary[] = {
		{ .change = KG_CHANGE_OFFLINE, .span = { 0x4000, 0x5000 } },
		{ .change = KG_CHANGE_REMOVE, .span = { 0x4000, 0x5000 } },
		{ .change = KG_CHANGE_ADD, .span = { 0x4000, 0x5000 } },
		{ .change = KG_CHANGE_OFFLINE, .span = { 0x1000, 0x2000 } },
	};
	static const struct kg_operation drivers[] = {
		{ .change = KG_CHANGE_REMOVE, .span = { 0x8000, 0x9000 },
		  .driver = true },
		{ .change = KG_CHANGE_ONLINE, .span = { 0x8000, 0x9000 },
		  .driver = true },
		{ .change = KG_CHANGE_REMOVE, .span = { 0x4000, 0x5000 } },
		{ .change = KG_CHANGE_REMOVE, .span = { 0xa000, 0xb000 },
		  .driver = true },
	};
	/* Where it lies only matters to a policy that asks. */
	unsigned int nr = scenario.policy || scenario.next_policy ? 4 : 3;

	if (choice >= (scenario.has_driver ? 4 : nr))
		return false;
	self->operation = scenario.has_driver ? drivers[choice] :
						ordinary[choice];
	return true;
}

/* 5: only memory of an image that is there, or may be, is vetoed. */
static bool may_be_vetoed(const struct kg_operation *operation)
{
	const struct image *image;

	/* The guard hears at the end that one is gone. */
	if (is_in_use() && guard_action(operation->change, operation->driver,
					true) == KG_ACTION_VETO)
		return true;
	for (image = world.images + 1; image <= world.images + IMAGES; image++)
		if (image->is_alive &&
		    guard_action(operation->change, operation->driver,
				 image->is_unknown ||
				 overlaps(operation, image->in_driver)) ==
		    KG_ACTION_VETO)
			return true;
	return false;
}

/* Without an image an operation is judged by the policy alone. */
static void check_action(const struct kg_operation *operation)
{
	if (!is_any_alive() && !is_in_use() && guard_is_open() &&
	    operation->action != guard_action(operation->change,
					      operation->driver, false))
		broken(5, "an operation was judged by an image that is gone");
}

/* Nothing that matters begins while memory is held, but a remove at last. */
static void check_hold(const struct kg_operation *operation, int ret)
{
	bool matters = is_concerned(operation, overlaps(operation, false)) ||
		       is_concerned(operation, overlaps(operation, true));

	if (ret && !may_be_vetoed(operation) && !world.is_holding &&
	    !is_executing())
		broken(5, "an operation was refused for nothing");
	if (ret || !world.is_holding || !matters)
		return;
	if (!operation->is_late || operation->change != KG_CHANGE_REMOVE)
		broken(1, "memory changes although it is held");
	if (world.hold.is_standing)
		broken(6, "a hold stands that a remove has broken");
	world.is_holding = false;
}

static bool begin_change(struct kg_operation *operation, bool *is_moving,
			 int *ret)
{
	*ret = kg_guard_change_begins(operation);
	check_action(operation);
	check_hold(operation, *ret);
	*is_moving = !*ret;
	if (!*ret)
		disturb_loads_by(operation);
	return !*ret;
}

/* What a waiter would see; whoever waits changes nothing. */
static bool may_change(void)
{
	static char copy[GUARD_SIZE + sizeof(world)];
	bool is_allowed;

	model_save(copy);
	is_allowed = kg_guard_wait_allowed(HZ);
	model_restore(copy);
	return is_allowed;
}

/* begins_in_time() in module/hotplug.c: a remove waits, but not for ever. */
static bool begin_operation(struct actor *self, unsigned int choice)
{
	bool is_remove = self->operation.change == KG_CHANGE_REMOVE;
	bool is_waiting = self->ret == -EAGAIN;
	bool was_executing = is_executing();
	bool must_wait = was_executing || world.is_holding;
	int ret;

	if (choice > 1)
		return false;
	if (self->released && world.installed &&
	    world.images[world.installed].id == self->released &&
	    !guard_is_outdated())
		broken(3, "an image was not released before memory changes");
	if (is_waiting && may_change() == must_wait)
		broken(5, "an operation waits for nothing, or too short");
	if (is_waiting && !choice && must_wait)
		return false;
	if (choice && (!is_waiting || !must_wait))
		return false;
	said = choice ? "has waited long enough: kg_guard_change_begins()" :
	       is_remove ? "removes: kg_guard_change_begins()" :
			   "kg_guard_change_begins()";
	self->operation.is_late = choice;
	begin_change(&self->operation, &self->is_moving, &ret);
	self->ret = ret;
	if (!ret && choice && is_remove && was_executing)
		world.is_warned = true;
	if (!ret)
		self->place = MOVE;
	else if (ret != -EAGAIN)
		self->place = RETURN;
	return true;
}

/* What the status must tell of images that are loaded. */
static void note_change(const struct kg_operation *operation, bool has_happened)
{
	u8 row = 1 << (operation->driver ? KG_ROW_DRIVER :
					   (enum kg_row)operation->change);
	struct actor *loader;
	struct image *image;

	if (!has_happened)
		return;
	for (image = world.images + 1; image <= world.images + IMAGES; image++)
		image->rows |= image->is_alive ? row : 0;
	for_each_loader(loader)
		loader->rows |= row;
	world.crash_changes++;
	world.actors[CRASH_LOADER].changes++;
}

static void end_change(struct actor *self, struct kg_operation *operation,
		       bool has_happened, enum place then)
{
	bool was_active = operation->is_active;
	enum kg_action action = operation->action;
	u64 generation = guard_generation();
	bool must_unload = kg_guard_change_ends(operation, has_happened);

	if (!was_active || action == KG_ACTION_KEEP ||
	    action == KG_ACTION_REPORT)
		check_action(operation);
	world.nr_moves += has_happened;
	generation += has_happened && operation->action != KG_ACTION_KEEP;
	if (generation != guard_generation())
		broken(6, "the generation does not count the changes");
	note_change(operation, has_happened);
	disturb_loads_by(operation);
	if (must_unload)
		begin_unload(self, false, then);
	else
		self->place = then;
}

static bool step_hotplug(struct actor *self, unsigned int choice)
{
	const struct image *image = &world.images[world.installed];
	int ret;

	switch (self->place) {
	case OPERATE:
		self->released = 0;
		/* It began before the module came. */
		if (choice >= 4 && scenario.is_adopting && !guard_is_open() &&
		    choose_operation(self, choice - 4)) {
			said = "has begun already";
			world.hotplug_lock = 1;
			self->is_unseen = true;
			self->place = MOVE;
			return true;
		}
		if (!choose_operation(self, choice))
			return false;
		world.hotplug_lock = 1;
		self->place = READY;
		if (self->operation.change != KG_CHANGE_OFFLINE)
			return begin_operation(self, 0);
		if (scenario.no_offline_hook)
			return begin_operation(self, 0);
		/* offline_hook() in module/hotplug.c */
		said = "kg_guard_releases()";
		if (guard_action(KG_CHANGE_OFFLINE, self->operation.driver,
				 true) == KG_ACTION_RELEASE &&
		    !is_executing() && !world.is_holding)
			self->released = image->id;
		if (!kg_guard_releases(self->operation.span,
				       self->operation.driver))
			return begin_operation(self, 0);
		if (is_executing() || world.is_holding)
			broken(5, "an image is released that must stay");
		disturb_loads();
		begin_unload(self, false, READY);
		return true;
	case READY:
		return begin_operation(self, choice);
	case MOVE:
		if (choice > 1)
			return false;
		self->has_happened = !choice;
		said = choice ? "memory stays" : "memory changes";
		if (!choice)
			commit(&self->operation);
		self->place = !choice &&
			      self->operation.change == KG_CHANGE_ADD ?
			      ONLINE : END;
		return true;
	case ONLINE:
		/* on_memory_event() in module/hotplug.c, inside of an add */
		if (choice > 1)
			return false;
		self->place = END;
		said = "is not onlined";
		if (choice)
			return true;
		said = "goes online: kg_guard_change_begins()";
		self->inner = (struct kg_operation){
			.change = KG_CHANGE_ONLINE,
			.span = self->operation.span,
			.driver = self->operation.driver,
		};
		if (begin_change(&self->inner, &self->is_inner_moving, &ret))
			self->place = ONLINE_END;
		return true;
	case ONLINE_END:
		if (choice > 1)
			return false;
		said = choice ? "online is cancelled" :
				"is online: kg_guard_change_ends()";
		if (!choice)
			commit(&self->inner);
		self->is_inner_moving = false;
		end_change(self, &self->inner, !choice, END);
		return true;
	case END:
		if (choice)
			return false;
		said = "kg_guard_change_ends()";
		ends_moving(self);
		end_change(self, &self->operation, self->has_happened, RETURN);
		return true;
	case RETURN:
		if (choice)
			return false;
		said = "returns to its caller";
		/* 3: the image is gone, or cannot run. */
		if (world.installed && !is_good(image) &&
		    guard_would_execute())
			broken(3, "a stale image is left and would execute");
		world.hotplug_lock = 0;
		memset(&self->operation, 0, sizeof(self->operation));
		memset(&self->inner, 0, sizeof(self->inner));
		self->released = 0;
		self->ret = 0;
		self->place = --self->left ? OPERATE : DONE;
		return true;
	default:
		return step_unload(self, choice);
	}
}

/* Loaders */

/* What is in the way of it from the beginning. */
static void note_disturbance(struct actor *self)
{
	const struct actor *hotplug = &world.actors[HOTPLUG];

	memset(self->is_disturbed, 0, sizeof(self->is_disturbed));
	if (hotplug->is_moving)
		disturb_loads_by(&hotplug->operation);
	if (hotplug->is_inner_moving)
		disturb_loads_by(&hotplug->inner);
}

/* do_load() in module/load.c */
static void begin_load(struct actor *self)
{
	self->load = (struct kg_load){
		.is_file = self->is_file,
		.is_unload = self->is_unload,
		.is_crash = self == &world.actors[CRASH_LOADER],
	};
	bool must_wait;

	note_disturbance(self);
	self->changes = 0;
	if (self->is_file)
		self->rows = 0;
	self->began_in_move = is_moving_for(false);
	must_wait = is_in_use() && !is_executing() && !self->load.is_crash;
	self->ret = kg_guard_load_begins(&self->load);
	if (model_would_wait != must_wait)
		broken(5, "a load waits for nothing, or not at all");
	if (self->is_file)
		self->generation = guard_generation();
	self->is_loading = !self->ret;
	if (!self->load.is_crash && guard_is_open())
		begin_use(self, self->ret);
	if (!self->ret) {
		self->place = TAKE_LOCK;
		return;
	}
	if (self->load.is_crash)
		broken(4, "a load of the crash image was refused");
	memset(&self->load, 0, sizeof(self->load));
	end_round(self);
}

static enum place after_prepare(void)
{
	return scenario.no_segment_hook ? INSTALL : SEGMENT;
}

/* The kernel takes its lock, finds room, and for a file reads the map. */
static bool take_lock(struct actor *self, unsigned int choice)
{
	u8 address;

	if (choice >= (scenario.has_driver && !self->is_unload ? 2 : 1))
		return false;
	if (choice && world.lock)
		return false;
	self->place = LOAD_END;
	if (!take(&world.lock)) {
		said = "finds the kernel's lock taken";
		self->ret = -EBUSY;
		return true;
	}
	if (self->is_unload) {
		said = "takes the kernel's lock and unloads";
		free_image(world.installed);
		world.installed = 0;
		world.have_unloaded = true;
		self->place = UNLOCK;
		return true;
	}
	said = choice ? "takes the kernel's lock, in driver's memory" :
			"takes the kernel's lock";
	if (self->load.is_crash) {
		self->place = UNLOCK;
		return true;
	}
	for (address = 1; world.images[address].is_alive; address++)
		if (address == IMAGES)
			abort();
	if (self->is_file) {
		self->is_map_old = false;
		self->is_driver_map_old = false;
	}
	self->image = address;
	self->id = ++world.last_id;
	world.images[address] = (struct image){
		.is_alive = true,
		.in_driver = choice,
		.id = self->id,
		.is_stale = choice ? self->is_driver_map_old :
				     self->is_map_old,
		.rows = self->rows,
		.is_read = !self->is_file,
		.is_unknown = scenario.no_prepare_hook,
	};
	world.kimages[address] = (struct kimage){
		.nr_segments = 1,
		.segment = { { choice ? 0x8000 : 0x1000, 0x1000 } },
	};
	self->place = scenario.no_prepare_hook ? after_prepare() : PREPARE;
	return true;
}

static void fail_load(struct actor *self, int ret)
{
	free_image(self->image);
	self->ret = ret;
	self->place = LOAD_END;
	world.lock = 0;
}

/* What was refused was in the way of something, or of an old map. */
static void check_refusal(const struct actor *self)
{
	bool in_driver = world.images[self->image].in_driver;

	if (self->is_disturbed[in_driver] || self->is_map_doubtful ||
	    self->is_map_old || self->is_driver_map_old || world.deaths)
		return;
	/* Where its segments are is unknown. */
	if (scenario.no_prepare_hook && scenario.has_driver)
		return;
	if (is_unhooked(self) && is_in_use())
		return;
	/* By an older announcement. */
	if (self->nr_again)
		return;
	/* The policy has become stricter since its map was read. */
	if (self->rows && scenario.next_policy)
		return;
	broken(2, "a load was refused for nothing");
}

/* prepare_hook() in module/load.c */
static void prepare(struct actor *self)
{
	struct image *image = &world.images[self->image];
	int ret = kg_guard_load_prepared(&world.kimages[self->image]);

	if (ret) {
		check_refusal(self);
		fail_load(self, -EBUSY);
		return;
	}
	/* The placement check looks at each page. */
	if (image->is_poisoned) {
		kg_guard_load_refused();
		fail_load(self, -EADDRNOTAVAIL);
		return;
	}
	self->place = after_prepare();
}

static void install(struct actor *self)
{
	struct image *image = &world.images[self->image];

	/* 2: it did not begin in what still moves. */
	if (self->began_in_move && self->is_loading)
		broken(2, "installed what began in a change that lasts");
	free_image(world.installed);
	world.installed = self->image;
	image->is_accepted = false;
	self->ret = 0;
	self->place = LOAD_END;
	world.lock = 0;
}

/* By the policy of now. */
static bool is_outdated_now(u8 rows)
{
	unsigned int row;

	for (row = 0; row < KG_NR_ROWS; row++)
		if (rows & 1 << row && guard_row(row) != KG_ACTION_KEEP &&
		    guard_row(row) != KG_ACTION_REPORT)
			return true;
	return false;
}

/* Its caller is told that all is well. */
static void accept(struct actor *self)
{
	struct image *image = &world.images[world.installed];

	if (self->is_lost)
		broken(2, "a load succeeded whose image the guard unloaded");
	if (!world.installed || image->id != self->id)
		return;
	if (!is_good(image) && !is_blind())
		broken(2, "a load of a stale image succeeded");
	image->is_accepted = true;
	image->number = guard_record()->number;
	self->number = image->number;
	self->tool_number = image->number;
	self->loaded_id = self->id;
	if (!is_tool(self)) {
		world.have_loaded = true;
		world.is_newer = true;
		world.is_wanted_again = world.is_unwanted;
	}
	if (is_outdated_now(self->rows))
		broken(2, "a load succeeded by a map that the policy outdates");
	if (guard_record()->generation > self->generation)
		broken(6, "an image is recorded as newer than it is");
}

static void end_load(struct actor *self)
{
	bool is_image = !self->is_unload && !self->load.is_crash;
	int ret = self->ret;

	/* No two images are loaded at the same time. */
	world.clock += scenario.is_tool;
	self->ret = kg_guard_load_ends(&self->load, ret);
	self->is_loading = false;
	self->has_image = false;
	if (self->load.is_crash && !ret) {
		world.is_crash_known = true;
		world.crash_changes = self->changes;
	}
	if (is_image && !ret && !self->ret)
		accept(self);
	if (is_image && !ret && self->ret)
		check_refusal(self);
	if (!is_image && self->ret != ret)
		broken(4, "an unload or a crash image was refused");
	memset(&self->load, 0, sizeof(self->load));
	self->image = 0;
	self->is_lost = false;
	self->began_in_move = false;
	/*
	 * If nothing is outdated it sees that in the same step: whatever
	 * outdates an image in between unloads it as well.
	 */
	self->place = scenario.confirms && is_image && !self->ret ? CONFIRM :
								    LOADED;
	if (kg_guard_is_outdated())
		begin_unload(self, false, self->place);
	else if (self->place == LOADED)
		end_round(self);
}

static int announce(struct kg_announcement *announcement, u64 *generation)
{
	const struct actor *hotplug = &world.actors[HOTPLUG];
	int ret = kg_guard_announce(announcement, generation);

	if (ret && !hotplug->is_moving && !hotplug->is_inner_moving)
		broken(5, "an announcement was refused for nothing");
	return ret;
}

/*
 * Again, in the other file or the same, and reads again or not. What was read is
 * covered by an announcement as long as that is not made anew.
 */
static bool announce_again(struct actor *self, bool in_other, bool reads)
{
	u64 generation;

	if (self->nr_again == scenario.again ||
	    self - world.actors - LOADER_0 >= scenario.announces ||
	    (!reads && self->is_read_under_other == in_other))
		return false;
	self->nr_again++;
	said = reads ? "announces and reads again" : "announces again";
	if (announce(announcements(self) + in_other, &generation) || !reads)
		return true;
	self->generation = generation;
	self->is_read_under_other = in_other;
	self->rows = 0;
	self->is_map_old = false;
	self->is_driver_map_old = false;
	return true;
}

/* Reads the map, as kexec-tools does, when its process has been started. */
static bool read_map(struct actor *self, unsigned int choice)
{
	if (choice)
		return false;
	said = "reads the map";
	if (self - world.actors - LOADER_0 < scenario.announces) {
		said = "kg_guard_announce(), and reads the map";
		if (announce(announcements(self), &self->generation)) {
			said = "kg_guard_announce() while memory moves";
			self->place = --self->left ? READ : DONE;
			return true;
		}
	} else {
		self->generation = guard_generation();
		self->since = ++world.clock;
	}
	self->is_map_old = false;
	self->is_driver_map_old = false;
	self->rows = 0;
	self->is_map_doubtful = is_moving_for(false) || is_moving_for(true);
	self->place = LOAD;
	return true;
}

static void check_confirmed(const struct actor *self, int ret, u64 number)
{
	const struct image *image = &world.images[world.installed];

	if (!ret && !is_blind() && (!world.installed || !is_good(image)))
		broken(1, "a stale image was confirmed");
	if (!ret && number && image->id != self->loaded_id)
		broken(1, "another image was confirmed");
	if (!ret && !guard_record()->is_confirmed)
		broken(6, "a confirmation is not recorded");
	if (ret == -EBUSY && !is_in_use() && !guard_is_outdated() &&
	    !is_operation_in_the_way())
		broken(5, "a confirmation was refused for nothing");
	if (ret == -EINVAL)
		broken(5, "a generation is in the future that was there");
	if (ret == -ENODATA && world.installed &&
	    (!number || image->id == self->loaded_id))
		broken(5, "no image is there to confirm");
}

/* The tool is done, and has a reason for its answer. */
static void check_result(const struct actor *self, int err)
{
	const struct image *image = &world.images[world.installed];

	switch (err) {
	case 0:
		if (!self->is_confirmed)
			broken(1, "the tool is content without a confirmation");
		return;
	case -EBUSY:
		if (world.clock < TOOL_BEGINS + TOOL_TIMEOUT)
			broken(5, "the tool gives up too soon");
		return;
	case -ESTALE:
		if (world.nr_moves < world.tool.attempts)
			broken(5, "the tool gives up after too few attempts");
		return;
	case -ESRCH:
		if (!world.is_unwanted)
			broken(5, "the tool thinks itself unwanted");
		if (self->is_confirmed && world.installed && !is_in_use() &&
		    image->id == self->loaded_id && !self->has_tried)
			broken(3, "the tool leaves an image that is not wanted");
		return;
	case -EEXIST:
		if (!scenario.yields || !world.have_loaded)
			broken(5, "the tool yields to nobody");
		return;
	case -ECANCELED:
		if (!world.have_loaded && !world.have_unloaded)
			broken(5, "the tool blames somebody else");
		return;
	case -EFAULT:
		/* A segment could not be copied. */
		return;
	default:
		broken(5, "the tool fails for nothing");
	}
}

/* kg_unload_unconfirmed() in module/unload.c */
static void confirm(struct actor *self, bool is_own)
{
	u64 number = is_own ? self->number : 0;
	int ret = kg_guard_confirm(self->generation, number);

	check_confirmed(self, ret, number);
	if (ret == -ESTALE)
		begin_unload(self, false, LOADED);
	else
		end_round(self);
}

/* One call of the library's loop. */
static bool step_tool(struct actor *self, unsigned int choice)
{
	struct tool_next next = tool_next(&world.tool);
	struct tool_answer answer = { .call = next.call };
	struct kg_state state;

	if (choice > (next.call == TOOL_WAIT))
		return false;
	switch (next.call) {
	case TOOL_RETURNS:
		said = "the tool is done";
		check_result(self, next.value);
		self->place = DONE;
		return true;
	case TOOL_STATUS:
		said = "the tool reads the status";
		kg_guard_get(&state);
		answer.generation = state.generation;
		world.has_seen_wanted = world.is_wanted_again;
		/* The one that it reads to decide whether to yield. */
		if (world.tool.nr && world.tool.answers[world.tool.nr - 1].call ==
				     TOOL_WANTED)
			world.has_seen_newer = world.is_newer;
		answer.flags = (state.is_changing ? TOOL_CHANGING : 0) |
			       (state.is_loaded ? TOOL_LOADED : 0);
		answer.value = state.last_load_ns;
		break;
	case TOOL_EVENT:
		said = "the tool reads the events";
		answer.err = world.has_event ? 0 : -EAGAIN;
		answer.flags = world.has_change ? TOOL_CHANGE : 0;
		answer.value = world.has_change ? world.change_time : 0;
		world.has_event = false;
		world.has_change = false;
		break;
	case TOOL_WAIT:
		if (choice == world.has_event)
			return false;
		said = choice ? "the tool has waited in vain" :
				"the tool is woken";
		answer.err = choice ? -ETIMEDOUT : 0;
		world.clock += choice ? next.value : 0;
		break;
	case TOOL_WANTED:
		said = "the tool asks whether an image is wanted";
		answer.err = world.is_unwanted ? -ESRCH : 0;
		break;
	case TOOL_LOAD:
		said = "kg_guard_load_begins(), the tool";
		if (world.tool.interrupted >= world.tool.attempts)
			broken(5, "the tool goes on after too many attempts");
		if (scenario.yields && world.has_seen_newer)
			broken(3, "the tool replaces what it should yield to");
		world.clock++;
		self->is_confirmed = false;
		self->is_unload = false;
		self->is_file = true;
		begin_load(self);
		return true;
	case TOOL_RECORD:
		said = "the tool reads the record";
		answer.err = guard_record()->is_valid ? 0 : -ENODATA;
		if (!answer.err &&
		    guard_record()->number == self->tool_number)
			answer.value = self->tool_number;
		break;
	case TOOL_CONFIRM:
		said = "kg_guard_confirm(), the tool";
		answer.err = kg_guard_confirm(next.value, next.image);
		check_confirmed(self, answer.err, next.image);
		if (world.tool.answers[world.tool.nr - 1].value != next.image)
			broken(1, "the tool confirms an image without its number");
		self->is_confirmed = !answer.err;
		if (answer.err != -ESTALE)
			break;
		self->ret = answer.err;
		begin_unload(self, false, TOOL_GONE);
		return true;
	case TOOL_UNLOAD:
		self->has_tried = true;
		begin_unload(self, true, TOOL_GONE);
		return true;
	}
	tool_answers(self, answer);
	return true;
}

static bool step_loader(struct actor *self, unsigned int choice)
{
	bool is_crash = self == &world.actors[CRASH_LOADER];

	switch (self->place) {
	case TOOL:
		return step_tool(self, choice);
	case READ:
		return read_map(self, choice);
	case LOAD:
		if (choice >= 2)
			return announce_again(self, choice & 1, choice >= 4);
		if (choice >= (is_crash ? 1u : 2u))
			return false;
		/* They are alike, so it does not matter who is the first. */
		if (self == &world.actors[LOADER_1] && !scenario.reads &&
		    world.actors[LOADER_0].place == LOAD)
			return false;
		self->is_unload = choice == 1;
		/* Where it reads the map is what the scenario is about. */
		self->is_file = first_place(self) != READ;
		if (self->is_unload && scenario.confirms)
			return false;
		if (is_unhooked(self)) {
			said = self->is_unload ? "unloads" : "loads";
			note_disturbance(self);
			self->place = TAKE_LOCK;
			return true;
		}
		said = self->is_unload ? "unloads: kg_guard_load_begins()" :
					 "kg_guard_load_begins()";
		begin_load(self);
		return true;
	case TAKE_LOCK:
		return take_lock(self, choice);
	case PREPARE:
		if (choice)
			return false;
		said = "kg_guard_load_prepared()";
		prepare(self);
		return true;
	case SEGMENT:
		if (choice > 1)
			return false;
		said = "kg_guard_load_continues()";
		self->place = INSTALL;
		if (kg_guard_load_continues()) {
			check_refusal(self);
			fail_load(self, -EBUSY);
		} else if (choice) {
			said = "fails to copy a segment";
			fail_load(self, -EFAULT);
		}
		return true;
	case INSTALL:
		if (choice)
			return false;
		said = "installs its image";
		install(self);
		return true;
	case UNLOCK:
		if (choice)
			return false;
		said = "gives the kernel's lock back";
		world.lock = 0;
		self->place = LOAD_END;
		return true;
	case LOAD_END:
		if (choice)
			return false;
		said = "kg_guard_load_ends()";
		if (is_unhooked(self)) {
			said = "has loaded";
			end_round(self);
		} else {
			end_load(self);
		}
		return true;
	case CONFIRM:
		if (choice > 1)
			return false;
		said = choice ? "kg_guard_confirm(), its own" :
				"kg_guard_confirm()";
		confirm(self, choice);
		return true;
	default:
		return step_unload(self, choice);
	}
}

/* answer_unload() in module/chardev.c */
static bool step_asker(struct actor *self, unsigned int choice)
{
	if (self->place != ASK)
		return step_unload(self, choice);
	if (choice)
		return false;
	said = "asks for an unload";
	world.is_unwanted = true;
	begin_unload(self, true, --self->left ? ASK : DONE);
	return true;
}

/* page_given_up() in module/hotplug.c */
static bool step_failure(struct actor *self, unsigned int choice)
{
	static const struct kg_span pages[] = {
		{ 0x1000, 0x2000 }, { 0x8000, 0x9000 },
	};
	struct image *image;

	switch (self->place) {
	case FAIL:
		if (choice > 1 || (choice && !scenario.has_driver))
			return false;
		said = "kg_guard_page_lost()";
		for (image = world.images + 1;
		     image <= world.images + IMAGES; image++)
			if (image->is_alive && image->in_driver == choice) {
				image->is_stale = true;
				image->is_poisoned = true;
			}
		/* Too late for what executes already. */
		world.is_warned |= is_executing();
		self->place = --self->left ? FAIL : DONE;
		if (kg_guard_page_lost(pages[choice], false))
			begin_unload(self, false, self->place);
		disturb_loads();
		return true;
	default:
		return step_unload(self, choice);
	}
}

/* Executions */

static void check_jump(void)
{
	const struct image *image = &world.images[world.installed];

	if (world.is_warned || scenario.no_exec_hook || is_blind())
		return;
	if (!is_good(image))
		broken(1, "a stale image was executed");
	if (is_moving_for(image->in_driver))
		broken(1, "an image was executed while memory moves");
}

static void check_exec(int ret)
{
	if (ret == -EBUSY && !is_in_use() && !guard_is_outdated() &&
	    guard_is_open() && !is_operation_in_the_way())
		broken(5, "an execution was refused for nothing");
	if (!scenario.is_silent && !ret && !world.installed)
		broken(5, "memory stands still for no image");
	if (ret == -EINVAL && world.installed)
		broken(5, "an image was not found");
}

/* exec_hook() in module/load.c, and kernel_kexec() in it */
static bool step_executor(struct actor *self, unsigned int choice)
{
	switch (self->place) {
	case EXECUTE:
		if (choice)
			return false;
		said = "kexecutes";
		self->ret = 0;
		if (!scenario.no_exec_hook) {
			said = "kg_guard_exec_begins()";
			self->ret = kg_guard_exec_begins();
			check_exec(self->ret);
			self->has_image = !self->ret;
		}
		self->place = EXECUTE_LOCK;
		if (self->ret)
			self->place = --self->left ? EXECUTE : DONE;
		return true;
	case EXECUTE_LOCK:
		if (choice)
			return false;
		self->ret = -EBUSY;
		self->place = EXECUTE_END;
		said = "finds the kernel's lock taken";
		if (!take(&world.lock))
			return true;
		said = "takes the kernel's lock";
		self->ret = -EINVAL;
		self->place = JUMP;
		return true;
	case JUMP:
		/* device_shutdown() may want what hotplug holds. */
		if (choice > 1 || (choice && world.hotplug_lock))
			return false;
		said = choice ? "shuts a memory device down and jumps" : "jumps";
		if (world.installed)
			check_jump();
		world.lock = 0;
		self->place = EXECUTE_END;
		return true;
	case EXECUTE_END:
		if (choice)
			return false;
		said = "kg_guard_exec_ends()";
		if (!scenario.no_exec_hook)
			kg_guard_exec_ends(self->ret);
		self->has_image = false;
		self->ret = 0;
		self->place = --self->left ? EXECUTE : DONE;
		return true;
	default:
		return false;
	}
}

/* retry_fn() in module/unload.c */
static bool step_worker(struct actor *self, unsigned int choice)
{
	switch (self->place) {
	case WORK:
		if (choice || !world.is_retry_scheduled)
			return false;
		world.is_retry_scheduled = false;
		begin_unload(self, false, WORK);
		return step_unload(self, 0);
	default:
		return step_unload(self, choice);
	}
}

/* kg_load_adopt() in module/load.c; no hooked task holds the kernel's lock. */
static bool step_adopter(struct actor *self, unsigned int choice)
{
	struct kg_record record = {
		.is_valid = true,
		.is_before = true,
		.has_segments = true,
		.nr_segments = 1,
	};
	const struct image *image;

	switch (self->place) {
	case ADOPT:
		if (choice)
			return false;
		said = "reads which image is loaded";
		self->image = world.installed;
		self->place = OPEN;
		return true;
	case OPEN:
		if (choice)
			return false;
		said = "kg_guard_open()";
		image = &world.images[self->image];
		if (self->image && !image->is_alive)
			broken(6, "the image is gone that is looked at");
		record.segments[0] = image->in_driver ? DRIVERS : UNDER_IMAGE;
		record.has_segments = !scenario.is_unreadable;
		record.nr_segments = !scenario.is_unreadable;
		kg_guard_open(self->image ? &record : NULL);
		begin_unload(self, false, DONE);
		return true;
	default:
		return step_unload(self, choice);
	}
}

static bool step_administrator(struct actor *self, unsigned int choice)
{
	if (self->place != SET_POLICY || choice)
		return false;
	said = "kg_guard_set_policy()";
	if (kg_guard_set_policy(scenario.next_policy))
		broken(6, "there is no such policy");
	/* What has begun to execute is not asked again. */
	world.is_warned |= is_executing();
	disturb_loads();
	self->place = DONE;
	return true;
}

/* answer_hold() in module/chardev.c */
static void hold(struct actor *self)
{
	const struct image *image = &world.images[world.installed];
	u64 until, generation;

	self->ret = kg_guard_hold(&world.hold, 1, &until, &generation);
	if (self->ret == -EBUSY && !is_in_use() && !guard_is_outdated() &&
	    !is_operation_in_the_way())
		broken(5, "a hold was refused for nothing");
	if (self->ret == -ENODATA && world.installed)
		broken(5, "no image is there to hold memory for");
	if (self->ret) {
		self->ret = 0;
		self->place = --self->left ? HOLD : DONE;
		return;
	}
	if (!world.installed || !is_good(image) ||
	    is_moving_for(image->in_driver))
		broken(1, "held what is not good");
	if (is_executing())
		broken(5, "held while a kexec executes");
	world.is_holding = true;
	self->place = HOLDING;
}

static bool step_holder(struct actor *self, unsigned int choice)
{
	int ret, wanted;

	switch (self->place) {
	case HOLD:
		if (choice)
			return false;
		said = "kg_guard_hold()";
		hold(self);
		return true;
	case HOLDING:
		if (choice > 1 || (choice && !world.is_holding))
			return false;
		if (choice) {
			/* The guard notices when somebody calls it. */
			said = "lets the time of its hold run out";
			world.hold.until_ns = 0;
			world.is_holding = false;
			return true;
		}
		/* answer_release() in module/chardev.c */
		said = "kg_guard_release()";
		wanted = world.is_holding ? 0 : -ESTALE;
		ret = kg_guard_release(&world.hold);
		if (ret != wanted)
			broken(6, "a holder is not told how its hold ended");
		if (kg_guard_release(&world.hold) != -ENODATA)
			broken(6, "a hold is released twice");
		world.is_holding = false;
		memset(&world.hold, 0, sizeof(world.hold));
		self->place = --self->left ? HOLD : DONE;
		return true;
	default:
		return false;
	}
}

/* A kernel bug ends it wherever it is, with the locks that it has. */
static bool die(struct actor *self)
{
	bool is_in_call = self->place != OPERATE && self->place != LOAD &&
			  self->place != READ && self->place != EXECUTE &&
			  self->place != DONE && self->place != WORK &&
			  self->place != ASK && self->place != FAIL &&
			  self->place != SET_POLICY && self->place != HOLD;

	if (world.deaths == scenario.deaths || !is_in_call ||
	    self == &world.actors[ADOPTER])
		return false;
	said = "dies";
	world.deaths++;
	self->is_dead = true;
	self->has_image = false;
	world.tasks[self - world.actors].flags |= PF_EXITING;
	/* Memory counts as changed: nobody knows how far that has come. */
	if (self->is_moving)
		commit(&self->operation);
	ends_moving(self);
	self->is_inner_moving = false;
	disturb_loads();
	return true;
}

bool model_step(unsigned int id, unsigned int choice)
{
	static bool (*const steps[NR_ACTORS])(struct actor *, unsigned int) = {
		[HOTPLUG] = step_hotplug,
		[LOADER_0] = step_loader,
		[LOADER_1] = step_loader,
		[CRASH_LOADER] = step_loader,
		[ASKER] = step_asker,
		[FAILURE] = step_failure,
		[EXECUTOR] = step_executor,
		[WORKER] = step_worker,
		[ADOPTER] = step_adopter,
		[ADMINISTRATOR] = step_administrator,
		[HOLDER] = step_holder,
	};
	struct actor *self = &world.actors[id];
	bool has_stepped;

	if (self->place == DONE || self->is_dead)
		return false;
	world.running = id;
	has_stepped = choice == CHOICES - 1 ? die(self) :
					      steps[id](self, choice);
	world.running = 0;
	return has_stepped;
}

static bool begin(enum beginning beginning)
{
	static const u8 places[NR_ACTORS] = {
		OPERATE, LOAD, LOAD, LOAD, ASK, FAIL, EXECUTE, WORK, ADOPT,
		SET_POLICY, HOLD,
	};
	const u8 left[NR_ACTORS] = {
		[HOTPLUG] = scenario.operations,
		[LOADER_0] = scenario.loaders > 0 ? scenario.loads : 0,
		[LOADER_1] = scenario.loaders > 1 ? scenario.loads : 0,
		[CRASH_LOADER] = scenario.crash_loads,
		[ASKER] = scenario.asked,
		[FAILURE] = scenario.failures,
		[EXECUTOR] = scenario.executions,
		[WORKER] = 1,
		[ADOPTER] = scenario.is_adopting,
		[ADMINISTRATOR] = !!scenario.next_policy,
		[HOLDER] = scenario.holds,
	};
	struct kg_record record = {
		.is_valid = true,
		.has_segments = true,
		.is_before = true,
		.nr_segments = 1,
		.segments = { beginning == DRIVER_IMAGE ? DRIVERS :
							  UNDER_IMAGE },
	};
	unsigned int i;

	if (beginning == DRIVER_IMAGE && !scenario.has_driver)
		return false;
	memset(&world, 0, sizeof(world));
	for (i = 0; i < NR_ACTORS; i++) {
		world.tasks[i].tgid.nr = i + 1;
		world.actors[i].left = left[i];
		world.actors[i].place = left[i] ? places[i] : DONE;
	}
	for (i = LOADER_0; i <= LOADER_1; i++)
		if (left[i])
			world.actors[i].place = first_place(&world.actors[i]);
	/* Nothing is older than the module but what a scenario reads. */
	world.clock = 1;
	world.tool.yields = scenario.yields;
	world.tool.begins = TOOL_BEGINS;
	world.tool.attempts = scenario.attempts ?: 2;
	kg_guard_init(unload_soon);
	if (scenario.policy && kg_guard_set_policy(scenario.policy))
		broken(6, "there is no such policy");
	if (beginning != NO_IMAGE) {
		world.installed = 1;
		world.images[1] = (struct image){
			.is_alive = true,
			.is_accepted = true,
			.in_driver = beginning == DRIVER_IMAGE,
			.is_unknown = scenario.is_adopting,
			.id = ++world.last_id,
			.number = 1,
		};
		world.kimages[1] = (struct kimage){
			.nr_segments = 1,
			.segment = { { record.segments[0].start, 0x1000 } },
		};
	}
	if (!scenario.is_adopting)
		kg_guard_open(beginning == NO_IMAGE ? NULL : &record);
	world.clock = 2;
	return true;
}

bool model_begin(unsigned int which, unsigned int beginning)
{
	scenario = scenarios[which];
	return begin(beginning);
}

/* In a way that the policy does not ignore. */
static bool is_changed(const struct image *image)
{
	unsigned int row;

	for (row = 0; row < KG_NR_ROWS; row++)
		if (image->rows & 1 << row &&
		    guard_row(row) != KG_ACTION_KEEP)
			return true;
	return false;
}

/* Nothing follows, so the state may change. */
static void check_calls(void)
{
	const struct kg_record *record = guard_record();
	u64 generation = guard_generation();

	if (!world.installed)
		return;
	if (kg_guard_confirm(generation + 1, 0) != -EINVAL)
		broken(6, "a generation of the future was confirmed");
	if (kg_guard_confirm(generation, record->number + 1) != -ENODATA)
		broken(6, "an image that was never there was confirmed");
	if (kg_guard_confirm(generation, 0))
		broken(6, "what is loaded cannot be confirmed");
}

/* What it may have installed must go. */
static bool is_load_bad(void)
{
	const struct actor *loader;

	for_each_loader(loader)
		if ((loader->place == SEGMENT || loader->place == INSTALL ||
		     loader->place == LOAD_END) &&
		    (loader->is_disturbed[0] || loader->is_disturbed[1]))
			return true;
	return false;
}

/* 6: what the status tells is true, and nothing is called good that is not. */
void model_check(void)
{
	const struct image *image = &world.images[world.installed];
	const struct actor *loader;
	bool is_loading = false;
	struct kg_state state;

	kg_guard_get(&state);
	for_each_loader(loader)
		is_loading |= loader->has_image && loader->is_loading &&
			      !loader->is_unload;
	if (state.is_loading != is_loading)
		broken(6, "the status is wrong about loads");
	if (state.is_executing != (is_executing() && !scenario.no_exec_hook))
		broken(6, "the status is wrong about executions");
	if (state.nr_holds != world.is_holding)
		broken(6, "the status is wrong about holds");
	if (!scenario.is_silent && state.is_loaded != !!world.installed)
		broken(6, "the status is wrong about the image");
	if (state.record.is_valid && !state.is_loaded)
		broken(6, "the status describes what is not there");
	if (state.crash.is_known != world.is_crash_known ||
	    (state.crash.is_known && state.crash.changes != world.crash_changes))
		broken(6, "the status is wrong about the crash image");
	if (state.is_outdated && !guard_is_outdated() && !is_load_bad() &&
	    !world.deaths)
		broken(6, "the status calls outdated what is not");
	if (!state.is_loaded || !state.record.is_valid || state.is_outdated ||
	    state.is_changing || (is_in_use() && scenario.no_prepare_hook) ||
	    is_blind())
		return;
	if (!is_good(image) || is_moving_for(image->in_driver))
		broken(6, "the status calls a stale image good");
	/* What is being loaded is not described yet, or not at all. */
	if (is_in_use() || scenario.no_load_hook)
		return;
	if (!state.is_kept && is_changed(image))
		broken(6, "the status does not tell of a change");
	if (state.is_kept && !image->is_read && !is_changed(image))
		broken(6, "the status tells of a change that was none");
}

void model_is_quiet(void)
{
	const struct image *image = &world.images[world.installed];
	const struct kg_record *record = guard_record();
	unsigned int i;

	for (i = 0; i < NR_ACTORS; i++)
		if (world.actors[i].place != DONE && i != WORKER &&
		    !world.deaths)
			broken(5, "somebody waits for ever");
	if (world.deaths) {
		if (world.installed && !is_good(image) &&
		    guard_would_execute())
			broken(1, "a task died, and a stale image is left");
		return;
	}
	if (!guard_is_idle())
		broken(6, "something is remembered that is over");
	for (i = 0; i < NR_ACTORS; i++)
		if (world.tasks[i].references ||
		    world.tasks[i].tgid.references)
			broken(6, "a task is referred to for ever");
	if (scenario.no_unload && guard_is_outdated())
		return;
	if (guard_is_outdated())
		broken(3, "something outdated is never unloaded");
	if (world.installed && !is_good(image))
		broken(3, "a stale image is left");
	if (world.is_untold)
		broken(3, "an unload is never told");
	if (!guard_would_execute())
		broken(1, "a good image would be refused for ever");
	if (scenario.no_load_hook)
		return;
	check_calls();
	if (record->is_valid != !!world.installed)
		broken(6, "what is recorded is not what is there");
	if (record->is_valid && record->number != image->number)
		broken(6, "another image is recorded than is there");
}

const struct model model = {
	.nr_scenarios = sizeof(scenarios) / sizeof(*scenarios),
	.nr_actors = NR_ACTORS,
	.nr_choices = CHOICES,
	.actors = actor_names,
	.nr_lasting = 2,
	.lasts = {
		{ 5, "an operation may last for ever" },
		{ 3, "something outdated may stay for ever" },
	},
	.size = GUARD_SIZE + sizeof(world),
};

const char *model_scenario(unsigned int which)
{
	return scenarios[which].name;
}

const char *model_beginning(unsigned int beginning)
{
	return beginnings[beginning];
}

bool model_is_live(void)
{
	return scenario.is_live;
}

u8 model_lasting(void)
{
	return (world.hotplug_lock ? LASTING_HOTPLUG : 0) |
	       (guard_is_outdated() ? LASTING_OUTDATED : 0);
}

void model_save(char *state)
{
	guard_save(state);
	memcpy(state + GUARD_SIZE, &world, sizeof(world));
}

void model_restore(const char *state)
{
	guard_restore(state);
	memcpy(&world, state + GUARD_SIZE, sizeof(world));
}

void model_normalize(char *state)
{
	__typeof__(world) *copy = (void *)(state + GUARD_SIZE);
	unsigned int i;

	guard_normalize(state);
	for (i = 0; i < NR_ACTORS; i++)
		if (!copy->actors[i].is_loading)
			memset(copy->actors[i].is_disturbed, 0,
			       sizeof(copy->actors[i].is_disturbed));
}
