// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * stress SEED OPERATIONS [MODULE-RELOADS=1|0]; seed 0 is a random one
 *
 * Runs the workers until they have done that many operations, or a promise is
 * broken. Prints the seed, its progress, and a table of what was done.
 */
#define _GNU_SOURCE
#include "stress.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#define STILL_EVERY	250	/* operations between two full checks */
#define LAST		16	/* operations remembered of each worker */

struct world world;

static const char *const kind_names[NR_KINDS] = {
	"load", "load-confirmed", "file-load", "load-held", "unload",
	"file-unload", "guard-unload", "exec", "plug", "unplug", "online",
	"offline", "ask", "confirm", "read-events", "policy", "bad-call",
	"other-policy", "hold", "reload-module",
};

/* The operations, and their relative frequencies. */
struct share {
	enum kind kind;
	unsigned int weight;
};

struct worker {
	const char *name;
	const struct share *shares;
	struct dice dice;
	pthread_t thread;
	_Atomic unsigned long done[NR_KINDS];
	_Atomic unsigned long failed[NR_KINDS];
	unsigned char last[LAST];
	unsigned int nr_last;
};

static const struct share hotplug[] = {
	{ DO_PLUG, 3 }, { DO_UNPLUG, 2 }, { NR_KINDS, 0 }
};
static const struct share blocks[] = {
	{ DO_ONLINE, 3 }, { DO_OFFLINE, 2 }, { NR_KINDS, 0 }
};
static const struct share loads[] = {
	{ DO_LOAD, 30 }, { DO_LOAD_CONFIRMED, 10 }, { DO_FILE_LOAD, 6 },
	{ DO_LOAD_HELD, 5 }, { DO_UNLOAD, 4 }, { DO_FILE_UNLOAD, 2 },
	{ DO_GUARD_UNLOAD, 2 }, { NR_KINDS, 0 }
};
static const struct share executions[] = {
	{ DO_EXEC, 3 }, { DO_LOAD, 1 }, { NR_KINDS, 0 }
};
static const struct share questions[] = {
	{ DO_ASK, 40 }, { DO_CONFIRM, 4 }, { DO_READ_EVENTS, 20 },
	{ DO_POLICY, 6 }, { DO_BAD_CALL, 20 }, { DO_OTHER_POLICY, 1 },
	{ NR_KINDS, 0 }
};
static const struct share holds[] = {
	{ DO_HOLD, 1 }, { NR_KINDS, 0 }
};
static const struct share reloads[] = {
	{ DO_RELOAD_MODULE, 1 }, { DO_ASK, 60 }, { NR_KINDS, 0 }
};

static struct worker workers[] = {
	{ .name = "hotplug", .shares = hotplug },
	{ .name = "blocks", .shares = blocks },
	{ .name = "loads", .shares = loads },
	{ .name = "loads", .shares = loads },
	{ .name = "executions", .shares = executions },
	{ .name = "questions", .shares = questions },
	{ .name = "holds", .shares = holds },
	{ .name = "holds", .shares = holds },
	{ .name = "reloads", .shares = reloads },
};
#define WORKERS (sizeof(workers) / sizeof(workers[0]))

static _Atomic unsigned long operations;
static unsigned long wanted;
static atomic_bool has_failed;
static __thread struct worker *self;

/* splitmix64 */
uint64_t roll(struct dice *dice)
{
	uint64_t value = dice->state += 0x9e3779b97f4a7c15u;

	value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
	value = (value ^ value >> 27) * 0x94d049bb133111ebu;
	return value ^ value >> 31;
}

unsigned int roll_below(struct dice *dice, unsigned int bound)
{
	return (roll(dice) >> 16) % bound;
}

bool is_over(void)
{
	return atomic_load(&has_failed) || atomic_load(&operations) >= wanted;
}

void violated(const char *format, ...)
{
	char text[256];
	va_list arguments;
	unsigned int i;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	flockfile(stdout);
	printf("violation: %s (after %lu operations; %s did", text,
	       atomic_load(&operations), self ? self->name : "the oracle");
	for (i = 0; self && i < LAST && i < self->nr_last; i++)
		printf(" %s", kind_names[self->last[(self->nr_last - 1 - i) %
						    LAST]]);
	printf(")\n");
	fflush(stdout);
	funlockfile(stdout);
	atomic_store(&has_failed, true);
}

static enum kind choose(struct worker *worker)
{
	const struct share *share;
	unsigned int sum = 0, at;

	for (share = worker->shares; share->weight; share++)
		sum += share->weight;
	at = roll_below(&worker->dice, sum);
	for (share = worker->shares; at >= share->weight; share++)
		at -= share->weight;
	if (share->kind == DO_PLUG && !has_dimm(false))
		return DO_UNPLUG;
	if (share->kind == DO_UNPLUG && !has_dimm(true))
		return DO_PLUG;
	return share->kind;
}

static void *work(void *data)
{
	enum kind kind;
	int err;

	self = data;
	while (!is_over()) {
		kind = choose(self);
		self->last[self->nr_last++ % LAST] = kind;
		pthread_rwlock_rdlock(&world.world);
		err = operate(kind, &self->dice);
		if (kind != DO_RELOAD_MODULE)
			check_always();
		pthread_rwlock_unlock(&world.world);
		if (err == ENODEV) {	/* nothing to do it with: not done */
			usleep(1000);
			continue;
		}
		atomic_fetch_add(&self->done[kind], 1);
		if (err)
			atomic_fetch_add(&self->failed[kind], 1);
		atomic_fetch_add(&operations, 1);
	}
	return NULL;
}

static void init_lock(pthread_rwlock_t *lock)
{
	pthread_rwlockattr_t attributes;

	pthread_rwlockattr_init(&attributes);
	pthread_rwlockattr_setkind_np(&attributes,
		PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
	pthread_rwlock_init(lock, &attributes);
	pthread_rwlockattr_destroy(&attributes);
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void print_table(uint64_t seed, double seconds)
{
	unsigned long done, failed;
	unsigned int kind;
	size_t i;

	for (kind = 0; kind < NR_KINDS; kind++) {
		done = failed = 0;
		for (i = 0; i < WORKERS; i++) {
			done += atomic_load(&workers[i].done[kind]);
			failed += atomic_load(&workers[i].failed[kind]);
		}
		printf("%-16s %8lu done, %8lu of them refused\n",
		       kind_names[kind], done, failed);
	}
	printf("stress: seed %llu: %lu operations in %.0f s: %s\n",
	       (unsigned long long)seed, atomic_load(&operations), seconds,
	       atomic_load(&has_failed) ? "FAILED" : "ok");
}

/* All workers pause every so many operations. */
static void supervise(struct dice *dice, double began)
{
	unsigned long next = 0, told = 0, count;

	while (!is_over()) {
		count = atomic_load(&operations);
		if (count < next) {
			usleep(5000);
			continue;
		}
		pthread_rwlock_wrlock(&world.world);
		check_still(dice);
		pthread_rwlock_unlock(&world.world);
		next = atomic_load(&operations) + STILL_EVERY;
		if (count >= told) {
			printf("stress: %lu operations, %.0f s\n", count,
			       now() - began);
			fflush(stdout);
			told = count + wanted / 20;
		}
	}
}

int main(int argc, char **argv)
{
	struct dice dice;
	double began = now();
	uint64_t seed;
	size_t i, nr = WORKERS;

	if (argc < 3) {
		fputs("usage: stress SEED OPERATIONS [MODULE-RELOADS]\n", stderr);
		return 2;
	}
	seed = strtoull(argv[1], NULL, 0);
	if (!seed && getrandom(&seed, 6, 0) != 6)
		return 2;
	wanted = strtoul(argv[2], NULL, 0);
	if (argc > 3 && !strcmp(argv[3], "0"))
		nr--;
	printf("stress: seed %llu, %lu operations\n",
	       (unsigned long long)seed, wanted);
	fflush(stdout);

	init_lock(&world.world);
	init_lock(&world.modules);
	init_lock(&world.confirming);
	if (insert_guard() || crash_load()) {
		perror("stress: preparing");
		return 2;
	}
	dice.state = seed;
	for (i = 0; i < nr; i++) {
		workers[i].dice.state = seed ^ (i + 1) << 56;
		pthread_create(&workers[i].thread, NULL, work, &workers[i]);
	}
	supervise(&dice, began);
	for (i = 0; i < nr; i++)
		pthread_join(workers[i].thread, NULL);
	check_still(&dice);
	print_table(seed, now() - began);
	return atomic_load(&has_failed);
}
