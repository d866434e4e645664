// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Every order in which the actors of the world can take their steps: from each
 * state all steps, until no state is new. A state is the bytes of the guard and
 * of the world; it is known again by a fingerprint of 128 bits.
 *
 *	search [--short | NAME...]	the scenarios, the short ones, or some;
 *					exit status 1 if a promise breaks, and
 *					with --short at the first that does
 */
#include <setjmp.h>
#include <time.h>

#include "live.h"
#include "world.h"

#define STATE_MAX	8192
#define DEPTH_MAX	4096

static const struct scenario scenarios[] = {
	/* The short ones first: a mutant is noticed sooner. */
	{ .name = "report", .loaders = 1, .loads = 1, .operations = 1,
	  .executions = 1, .policy = "observe" },
	{ .name = "lasting", .loaders = 1, .loads = 1, .operations = 1,
	  .executions = 1, .is_live = true },
	{ .name = "veto", .loaders = 1, .loads = 1, .operations = 1,
	  .executions = 1, .policy = "offline=veto" },
	{ .name = "reads", .loaders = 1, .loads = 1, .operations = 1,
	  .executions = 1, .reads = true, .confirms = true },
	{ .name = "release", .loaders = 1, .loads = 1, .operations = 1,
	  .executions = 1, .policy = "offline=release" },
	{ .name = "hold", .is_long = true, .loaders = 1, .loads = 1,
	  .operations = 2, .executions = 1, .holds = 1 },
	{ .name = "policy", .loaders = 1, .loads = 1, .operations = 1,
	  .executions = 1, .policy = "observe", .next_policy = "strict" },
	{ .name = "dying", .loaders = 1, .loads = 1, .operations = 1,
	  .executions = 1, .deaths = 1 },
	{ .name = "driver-changes", .loaders = 1, .loads = 1, .operations = 2,
	  .executions = 1, .has_driver = true },
	{ .name = "adopt", .loaders = 1, .loads = 1, .operations = 1,
	  .executions = 1, .has_driver = true, .is_adopting = true },
	{ .name = "adopt-unreadable", .operations = 2, .executions = 1,
	  .has_driver = true, .is_adopting = true, .is_unreadable = true },
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
	{ .name = "loads", .is_long = true, .loaders = 2, .loads = 1,
	  .operations = 1, .executions = 1 },
	{ .name = "crash", .is_long = true, .loaders = 1, .loads = 1,
	  .operations = 1, .crash_loads = 1 },
	{ .name = "driver", .is_long = true, .loaders = 2, .loads = 1,
	  .operations = 1, .executions = 1, .has_driver = true },
	{ .name = "reads-loads", .is_long = true, .loaders = 2, .loads = 1,
	  .operations = 1, .reads = true, .confirms = true },
	{ .name = "announces", .is_long = true, .loaders = 2, .loads = 1,
	  .operations = 1, .reads = true, .announces = true, .confirms = true },
	{ .name = "held", .loaders = 1, .loads = 1, .operations = 2,
	  .is_held = true },
	{ .name = "silent", .is_long = true, .loaders = 2, .loads = 1,
	  .operations = 1, .is_held = true, .is_silent = true },
};

/* The states that are known */

struct fingerprint {
	u64 a, b;
};

static struct fingerprint *known;
static u32 *numbers;			/* of the states, in the order found */
static size_t capacity, nr_known;

/* Four lanes, so that one multiplication need not wait for the one before. */
#define LANES	8

static struct fingerprint fingerprint(const void *bytes, size_t size)
{
	u64 lanes[LANES] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	const u64 *words = bytes;
	struct fingerprint print = { 0, 0 };
	size_t i, lane;

	for (i = 0; i < size / sizeof(*words); i += LANES) {
		for (lane = 0; lane < LANES; lane++) {
			lanes[lane] = (lanes[lane] ^ words[i + lane]) *
				      0x9e3779b97f4a7c15;
			lanes[lane] ^= lanes[lane] >> 32;
		}
	}
	for (lane = 0; lane < LANES; lane++) {
		print.a = (print.a ^ lanes[lane]) * 0xbf58476d1ce4e5b9;
		print.a ^= print.a >> 29;
		print.b = (print.b + lanes[lane]) * 0x94d049bb133111eb;
		print.b ^= print.b >> 31;
	}
	/* All zero stands for a free place. */
	print.b |= !(print.a | print.b);
	return print;
}

/* Where it is, or would be. */
static size_t place_of(struct fingerprint print)
{
	size_t i = print.a & (capacity - 1);

	while ((known[i].a || known[i].b) &&
	       (known[i].a != print.a || known[i].b != print.b))
		i = (i + 1) & (capacity - 1);
	return i;
}

static void grow(void)
{
	struct fingerprint *old = known;
	u32 *old_numbers = numbers;
	size_t i, place, old_capacity = capacity;

	capacity = capacity ? 2 * capacity : 1 << 20;
	known = calloc(capacity, sizeof(*known));
	numbers = calloc(capacity, sizeof(*numbers));
	if (!known || !numbers) {
		perror("search");
		exit(2);
	}
	for (i = 0; i < old_capacity; i++) {
		if (!old[i].a && !old[i].b)
			continue;
		place = place_of(old[i]);
		known[place] = old[i];
		numbers[place] = old_numbers[i];
	}
	free(old);
	free(old_numbers);
}

/* @number: of that state, new or not */
static bool is_new(struct fingerprint print, u32 *number)
{
	size_t place;

	if (4 * nr_known >= 3 * capacity)
		grow();
	place = place_of(print);
	if (known[place].a || known[place].b) {
		*number = numbers[place];
		return false;
	}
	known[place] = print;
	*number = numbers[place] = nr_known++;
	return true;
}

/* States as bytes */

static size_t state_size;

static void save(char *state)
{
	memcpy(state, guard_state, guard_size);
	memcpy(state + guard_size, world_state, world_size);
}

static void restore(const char *state)
{
	memcpy(guard_state, state, guard_size);
	memcpy(world_state, state + guard_size, world_size);
}

static struct fingerprint current_fingerprint(void)
{
	static _Alignas(u64) char copy[STATE_MAX];

	save(copy);
	guard_normalize(copy);
	world_normalize(copy + guard_size);
	return fingerprint(copy, state_size);
}

/* The search: depth first, with all states on the way */

struct frame {
	_Alignas(u64) char state[STATE_MAX];
	u32 number;
	u8 actor, choice;
	bool has_moved;
};

static struct frame *stack;
static size_t depth, deepest;
static u64 nr_steps;
static jmp_buf end;
static int broken_invariant;
static const char *broken_promise;

void broken(int invariant, const char *what)
{
	broken_invariant = invariant;
	broken_promise = what;
	longjmp(end, 1);
}

static void push(u32 number)
{
	if (depth == DEPTH_MAX)
		abort();
	if (scenario.is_live)
		live_state(number,
			   (world_is_hotplug_busy() ? LASTING_HOTPLUG : 0) |
			   (guard_is_outdated() ? LASTING_OUTDATED : 0));
	save(stack[depth].state);
	stack[depth].number = number;
	stack[depth].actor = 0;
	stack[depth].choice = 0;
	stack[depth].has_moved = false;
	depth++;
	deepest = max(deepest, depth);
}

/* The next step that can be done from the state on top; false if none is. */
static bool next_step(struct frame *top)
{
	for (; top->actor < NR_ACTORS; top->actor++, top->choice = 0) {
		while (top->choice < CHOICES) {
			if (world_step(top->actor, top->choice++)) {
				top->has_moved = true;
				return true;
			}
		}
	}
	return false;
}

static void search(void)
{
	struct frame *top;
	bool is_first;
	u32 number;

	if (is_new(current_fingerprint(), &number))
		push(number);
	while (depth) {
		top = &stack[depth - 1];
		restore(top->state);
		if (next_step(top)) {
			is_first = is_new(current_fingerprint(), &number);
			if (is_first)
				push(number);
			if (scenario.is_live)
				live_step(top->number, number, top->actor);
			continue;
		}
		if (!top->has_moved)
			world_is_quiet();
		depth--;
	}
}

static void check_lasting(void)
{
	if (live_lasts(LASTING_HOTPLUG))
		broken(5, "an operation may last for ever");
	if (live_lasts(LASTING_OUTDATED))
		broken(3, "something outdated may stay for ever");
}

static const char *const actors[NR_ACTORS] = {
	"hotplug", "loader 0", "loader 1", "crash loader", "asker", "failure",
	"executor", "worker", "adopter", "administrator",
	"holder",
};

/* How it came to this, by doing it again. */
static void explain(enum beginning beginning)
{
	static const char *const beginnings[NR_BEGINNINGS] = {
		"no image", "an image", "an image in a driver's memory",
	};
	size_t i;

	printf("  at first %s is loaded\n", beginnings[beginning]);
	for (i = 0; i < depth; i++) {
		restore(stack[i].state);
		if (!stack[i].choice)
			continue;
		if (!setjmp(end))
			world_step(stack[i].actor, stack[i].choice - 1);
		printf("  %-13s %s\n", actors[stack[i].actor], world_said());
	}
}

static bool run(const struct scenario *which)
{
	static _Alignas(u64) char initial[STATE_MAX];
	clock_t start = clock();
	volatile int beginning;

	scenario = *which;
	if (known)
		memset(known, 0, capacity * sizeof(*known));
	nr_known = 0;
	nr_steps = 0;
	live_begin();
	broken_promise = NULL;
	memcpy(initial, guard_state, guard_size);
	if (!setjmp(end)) {
		for (beginning = 0; beginning < NR_BEGINNINGS; beginning++) {
			depth = 0;
			memcpy(guard_state, initial, guard_size);
			if (world_begin(beginning))
				search();
		}
		if (scenario.is_live)
			check_lasting();
	}
	printf("search: %-16s %9zu states %6.2f s  ", which->name, nr_known,
	       (double)(clock() - start) / CLOCKS_PER_SEC);
	if (broken_promise) {
		printf("breaks %d: %s\n", broken_invariant, broken_promise);
		explain(beginning);
	} else {
		printf("holds\n");
	}
	fflush(stdout);
	memcpy(guard_state, initial, guard_size);
	return !broken_promise;
}

static bool is_wanted(const struct scenario *which, int argc, char **argv)
{
	int i;

	if (argc > 1 && !strcmp(argv[1], "--short"))
		return !which->is_long;
	for (i = 1; i < argc; i++)
		if (!strcmp(argv[i], which->name))
			return true;
	return argc == 1;
}

int main(int argc, char **argv)
{
	bool is_short = argc > 1 && !strcmp(argv[1], "--short");
	int failures = 0, nr_wanted = 0;
	size_t i;

	state_size = (guard_size + world_size + 63) / 64 * 64;
	stack = malloc(DEPTH_MAX * sizeof(*stack));
	if (!stack || state_size > STATE_MAX)
		return 2;
	for (i = 0; i < sizeof(scenarios) / sizeof(*scenarios); i++) {
		if (!is_wanted(&scenarios[i], argc, argv))
			continue;
		nr_wanted++;
		failures += !run(&scenarios[i]);
		if (failures && is_short)
			break;
	}
	if (!nr_wanted) {
		fprintf(stderr, "search: no such scenario\n");
		return 2;
	}
	return failures ? 1 : 0;
}
