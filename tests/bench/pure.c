// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Runs one piece of the pure code, or what it is compared with:
 *
 *	pure count WORK N	once, inside measured(), to which an instruction
 *				counter is restricted
 *	pure time ROUNDS N WORK...	prints nanoseconds, one row a round and
 *				one column a WORK, which take turns
 *
 * WORK is a name of the table below; N is how many ranges or blocks.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "machine.h"
#include "measured.h"
#include "core/policy.h"
#include "../unit/check_map.h"

#define WINDOW_SIZE	((u64)2 << 20)
#define QUESTIONS	128	/* one is too short for a clock */
#define ENOUGH_NS	2000000

/* What a work runs on; made anew for each. */
static struct {
	size_t nr;
	struct kg_range *inputs;
	struct kg_map map;
	struct kg_edge *edges;
	struct kg_window *windows;
	u64 *keys;
	u64 *unsorted;
	u64 result;	/* so that nothing is optimized away */
} on;

static const struct kg_query query = {
	.size = WINDOW_SIZE,
	.align = WINDOW_SIZE,
	.max = KG_ADDRESS_MAX,
	.top_down = true,
};

static void must(int err)
{
	if (err) {
		fprintf(stderr, "pure: error %d\n", err);
		exit(2);
	}
}

/* Building the windows, and the floor: sorting the same keys */

static void make_inputs(size_t nr)
{
	on.nr = nr;
	on.inputs = machine_memory(nr, sizeof(*on.inputs));
	machine_inputs(on.inputs, nr);
	on.edges = machine_memory(KG_MAP_EDGES(nr), sizeof(*on.edges));
	on.windows = machine_memory(2 * nr, sizeof(*on.windows));
	kg_map_init(&on.map, machine_memory(2 * nr, sizeof(*on.map.ranges)),
		    2 * nr);
}

/* What /proc/iomem would tell of as much RAM. */
static void make_ram(size_t nr)
{
	make_inputs(4 * nr);
	on.nr = nr;
}

static void make_shuffled(size_t nr)
{
	make_inputs(nr);
	machine_shuffle(on.inputs, nr);
}

static void build_by(const struct kg_rules *rules)
{
	size_t count;

	must(kg_map_build(&on.map, on.inputs, on.nr, on.edges,
			  KG_MAP_EDGES(on.nr)));
	must(list_windows(&on.map, rules, &query, on.windows, 2 * on.nr,
			     &count));
	on.result += count;
}

static void build(void)
{
	build_by(&kg_rules_x86);
}

static void build_ram(void)
{
	struct kg_rules rules = kg_rules_x86;

	rules.removable_without = 0;
	build_by(&rules);
}

static void make_keys(size_t nr)
{
	size_t i;

	make_inputs(nr);
	on.keys = machine_memory(2 * nr, sizeof(*on.keys));
	on.unsorted = machine_memory(2 * nr, sizeof(*on.unsorted));
	for (i = 0; i < nr; i++) {
		on.unsorted[2 * i] = on.inputs[i].span.start;
		on.unsorted[2 * i + 1] = on.inputs[i].span.end;
	}
	memcpy(on.keys, on.unsorted, 2 * nr * sizeof(*on.keys));
}

static void make_shuffled_keys(size_t nr)
{
	size_t i;

	make_keys(nr);
	machine_shuffle(on.inputs, nr);
	for (i = 0; i < nr; i++) {
		on.unsorted[2 * i] = on.inputs[i].span.start;
		on.unsorted[2 * i + 1] = on.inputs[i].span.end;
	}
	memcpy(on.keys, on.unsorted, 2 * nr * sizeof(*on.keys));
}

static int compare_keys(const void *a, const void *b)
{
	u64 left = *(const u64 *)a;
	u64 right = *(const u64 *)b;

	return (left > right) - (left < right);
}

static void sort_keys(void)
{
	qsort(on.keys, 2 * on.nr, sizeof(*on.keys), compare_keys);
	on.result += on.keys[0];
}

static void unsort_keys(void)
{
	memcpy(on.keys, on.unsorted, 2 * on.nr * sizeof(*on.keys));
}

/* One question */

static void make_blocks(size_t nr)
{
	on.nr = nr;
	machine_blocks(&on.map, nr);
}

static void questions(void)
{
	struct kg_span span;
	size_t i;

	for (i = 0; i < QUESTIONS; i++) {
		span = machine_block(i * 7919 % on.nr);
		span.start += BLOCK_SIZE / 4;
		span.end -= BLOCK_SIZE / 4;
		on.result += kg_verdict_span(&on.map, &kg_rules_x86,
					     span).level;
	}
}

/* The highest window, as kexec_file_load() asks for each segment. */
static void find(void)
{
	struct kg_query highest = query;
	struct kg_window window;
	int i;

	highest.allow = kg_removable_reasons(&kg_rules_x86);
	for (i = 0; i < QUESTIONS; i++)
		must(kg_window_find(&on.map, &kg_rules_x86, &highest,
				    &window));
	on.result += window.address;
}

static void decide(void)
{
	struct kg_policy policy;
	size_t i;

	must(kg_policy_parse("strict", &policy));
	for (i = 0; i < on.nr; i++)
		on.result += kg_policy_decide(&policy, KG_CHANGE_ONLINE,
					      i % 2, i % 3);
}

static void make_nothing(size_t nr)
{
	on.nr = nr;
}

static void nothing(void)
{
}

static const struct work {
	const char *name;
	void (*make)(size_t nr);
	void (*run)(void);
	void (*reset)(void);	/* before each run but the first */
} works[] = {
	{ "build", make_inputs, build, nothing },
	{ "build-ram", make_ram, build_ram, nothing },
	{ "build-shuffled", make_shuffled, build, nothing },
	{ "sort", make_keys, sort_keys, unsort_keys },
	{ "sort-shuffled", make_shuffled_keys, sort_keys, unsort_keys },
	{ "questions", make_blocks, questions, nothing },
	{ "find", make_blocks, find, nothing },
	{ "decide", make_nothing, decide, nothing },
};

static const struct work *find_work(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(works) / sizeof(works[0]); i++)
		if (!strcmp(works[i].name, name))
			return &works[i];
	fprintf(stderr, "pure: no work '%s'\n", name);
	exit(2);
}

static u64 now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return time.tv_sec * 1000000000u + time.tv_nsec;
}

/* Nanoseconds of one run, the mean of as many as it takes to be seen. */
static double time_of(const struct work *work)
{
	u64 spent = 0, began;
	unsigned int runs = 0;

	do {
		work->reset();
		began = now();
		measured(work->run);
		spent += now() - began;
		runs++;
	} while (spent < ENOUGH_NS);
	return (double)spent / runs;
}

static int take_turns(unsigned int rounds, size_t nr, char *const names[],
		      int nr_names)
{
	__typeof__(on) states[8];
	unsigned int round;
	int i;

	if (nr_names > 8)
		return 2;
	for (i = 0; i < nr_names; i++) {
		memset(&on, 0, sizeof(on));
		find_work(names[i])->make(nr);
		states[i] = on;
	}
	for (round = 0; round < rounds; round++) {
		for (i = 0; i < nr_names; i++) {
			on = states[i];
			printf("%.1f%c", time_of(find_work(names[i])),
			       i == nr_names - 1 ? '\n' : ' ');
			states[i] = on;
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	const struct work *work;

	if (argc == 4 && !strcmp(argv[1], "count")) {
		work = find_work(argv[2]);
		work->make(strtoul(argv[3], NULL, 0));
		measured(work->run);
		return 0;
	}
	if (argc > 4 && !strcmp(argv[1], "time"))
		return take_turns(strtoul(argv[2], NULL, 0),
				  strtoul(argv[3], NULL, 0), argv + 4,
				  argc - 4);
	fputs("usage: pure count WORK N | pure time ROUNDS N WORK...\n",
	      stderr);
	return 2;
}
