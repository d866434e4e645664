// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Every order in which the actors of a model can take their steps: from each
 * state all steps, until no state is new. A state is known again by a
 * fingerprint of 128 bits.
 *
 *	search [--first] [NAME...]	the scenarios, or some; exit status 1 if
 *					a promise breaks, and with --first at
 *					the first that does
 */
#include <setjmp.h>
#include <time.h>

#include "live.h"
#include "search.h"

#define STATE_MAX	8192
#define DEPTH_MAX	4096

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

static struct fingerprint current_fingerprint(void)
{
	static _Alignas(u64) char copy[STATE_MAX];

	model_save(copy);
	model_normalize(copy);
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
	if (model_is_live())
		live_state(number, model_lasting());
	model_save(stack[depth].state);
	stack[depth].number = number;
	stack[depth].actor = 0;
	stack[depth].choice = 0;
	stack[depth].has_moved = false;
	depth++;
	deepest = max(deepest, depth);
	/* The state is saved, and is restored before the next step. */
	model_check();
}

/* The next step that can be done from the state on top; false if none is. */
static bool next_step(struct frame *top)
{
	for (; top->actor < model.nr_actors; top->actor++, top->choice = 0) {
		while (top->choice < model.nr_choices) {
			if (model_step(top->actor, top->choice++)) {
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
		model_restore(top->state);
		if (next_step(top)) {
			is_first = is_new(current_fingerprint(), &number);
			if (is_first)
				push(number);
			if (model_is_live())
				live_step(top->number, number, top->actor);
			continue;
		}
		if (!top->has_moved)
			model_is_quiet();
		depth--;
	}
}

static void check_lasting(void)
{
	unsigned int i;

	for (i = 0; i < model.nr_lasting; i++)
		if (live_lasts(1 << i))
			broken(model.lasts[i].invariant, model.lasts[i].what);
}

/* How it came to this, by doing it again. */
static void explain(unsigned int beginning)
{
	size_t i;

	printf("  at first %s\n", model_beginning(beginning));
	for (i = 0; i < depth; i++) {
		model_restore(stack[i].state);
		if (!stack[i].choice)
			continue;
		if (!setjmp(end))
			model_step(stack[i].actor, stack[i].choice - 1);
		printf("  %-13s %s\n", model.actors[stack[i].actor], model_said());
	}
}

static bool run(unsigned int scenario)
{
	static _Alignas(u64) char initial[STATE_MAX];
	clock_t start = clock();
	volatile unsigned int beginning;

	if (known)
		memset(known, 0, capacity * sizeof(*known));
	nr_known = 0;
	live_begin();
	broken_promise = NULL;
	model_save(initial);
	if (!setjmp(end)) {
		for (beginning = 0; model_beginning(beginning); beginning++) {
			depth = 0;
			model_restore(initial);
			if (model_begin(scenario, beginning))
				search();
		}
		if (model_is_live())
			check_lasting();
	}
	printf("search: %-22s %9zu states %6.2f s  ", model_scenario(scenario),
	       nr_known, (double)(clock() - start) / CLOCKS_PER_SEC);
	if (broken_promise) {
		printf("breaks %d: %s\n", broken_invariant, broken_promise);
		explain(beginning);
	} else {
		printf("holds\n");
	}
	fflush(stdout);
	model_restore(initial);
	return !broken_promise;
}

static bool is_wanted(const char *name, char **names)
{
	if (!*names)
		return true;
	for (; *names; names++)
		if (!strcmp(*names, name))
			return true;
	return false;
}

int main(int argc, char **argv)
{
	bool stops = argc > 1 && !strcmp(argv[1], "--first");
	int failures = 0, nr_wanted = 0;
	unsigned int i;

	state_size = (model.size + 63) / 64 * 64;
	stack = malloc(DEPTH_MAX * sizeof(*stack));
	if (!stack || state_size > STATE_MAX)
		return 2;
	for (i = 0; i < model.nr_scenarios; i++) {
		if (!is_wanted(model_scenario(i), argv + 1 + stops))
			continue;
		nr_wanted++;
		failures += !run(i);
		if (failures && stops)
			break;
	}
	if (!nr_wanted) {
		fprintf(stderr, "search: no such scenario\n");
		return 2;
	}
	return failures ? 1 : 0;
}
