/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The world around the guard: what the kernel does with its kexec lock, its
 * image and its memory, and the tasks that call the guard in between.
 */
#ifndef KG_MODEL_WORLD_H
#define KG_MODEL_WORLD_H

#include "subject.h"

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

/* The most that an actor can choose from in one step, its death included. */
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
 * @reads: loader 0 reads the map, at any time, before it loads
 * @announces: and announces that
 * @confirms: and confirms its image
 * @is_held: the guard unloads by do_kexec_load(), which holds the kernel's lock
 * @is_silent: the kernel does not say which image is loaded
 * @no_segment_hook: that hook is missing
 * @no_load_hook: likewise
 * @is_live: look for cycles as well
 * @is_long: takes more than some seconds
 */
struct scenario {
	const char *name;
	int operations, loads, loaders, crash_loads, asked, failures;
	int executions, holds, deaths;
	const char *policy, *next_policy;
	bool has_driver, is_adopting, is_unreadable, reads, announces, confirms;
	bool is_held, is_silent, no_segment_hook, no_load_hook, is_live;
	bool is_long;
};

extern struct scenario scenario;

extern void *const world_state;
extern const size_t world_size;

/* How it begins. */
enum beginning {
	NO_IMAGE,
	IMAGE,			/* one is loaded */
	DRIVER_IMAGE,		/* in memory that a driver manages */
	NR_BEGINNINGS,
};

/* Return: false if that is no beginning of this scenario. */
bool world_begin(enum beginning beginning);

/**
 * world_step() - one actor does one thing
 * @actor: who
 * @choice: which of the things that it could do
 *
 * Return: false if it cannot do that now; nothing has changed then.
 */
bool world_step(enum actor_id actor, unsigned int choice);

/* What the last step was. */
const char *world_said(void);

/* No step is left: is all as it must be? */
void world_is_quiet(void);

/* What is promised of fairness: somebody waits for this to change. */
bool world_is_hotplug_busy(void);

/* Leave out of a copy of the state what nothing depends on any more. */
void world_normalize(void *state);

/* A promise is broken; does not return. @invariant: its number in the design. */
void broken(int invariant, const char *what) __attribute__((noreturn));

#endif /* KG_MODEL_WORLD_H */
