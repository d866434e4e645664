/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stress: everything at once. Workers do random operations side by side; each
 * draws from a generator of its own, seeded by the run's seed and its number,
 * so that a seed gives each worker the same operations again.
 *
 * Now and then all workers pause, and all that must hold is checked; after each
 * single operation, what holds at any time.
 */
#ifndef KG_STRESS_H
#define KG_STRESS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/kexecguard.h>

#include "../../guest/page.h"

#define DIMMS		3
#define DIMM_SIZE	"256M"

/* What a worker can do; names in main.c. */
enum kind {
	DO_LOAD,
	DO_LOAD_CONFIRMED,
	DO_FILE_LOAD,
	DO_LOAD_HELD,
	DO_UNLOAD,
	DO_FILE_UNLOAD,
	DO_GUARD_UNLOAD,
	DO_EXEC,
	DO_PLUG,
	DO_UNPLUG,
	DO_ONLINE,
	DO_OFFLINE,
	DO_ASK,
	DO_CONFIRM,
	DO_READ_EVENTS,
	DO_POLICY,
	DO_BAD_CALL,
	DO_OTHER_POLICY,
	DO_HOLD,
	DO_RELOAD_MODULE,
	NR_KINDS,
};

/* One worker's generator; never shared. */
struct dice {
	uint64_t state;
};

uint64_t roll(struct dice *dice);
unsigned int roll_below(struct dice *dice, unsigned int bound);

/*
 * Locks, in the order in which they are taken:
 *   world	read: an operation is in progress. write: all workers pause.
 *   modules	read: an execution, a hold, or a load that must not be executed
 *		before it is confirmed, or that is held across a change. write:
 *		modules are exchanged, or the policy lets outdated images run.
 *   confirming	such a load (read) against executions (write)
 */
struct world {
	pthread_rwlock_t world;
	pthread_rwlock_t modules;
	pthread_rwlock_t confirming;
	bool is_lax;	/* such a policy is in force; under modules */
};

extern struct world world;

/* Report a broken promise with the worker's last operations; the run fails. */
void violated(const char *format, ...)
	__attribute__((format(printf, 1, 2)));
bool is_over(void);

/* op.c: do an operation. Returns 0 or an errno that is legal for it. */
int operate(enum kind kind, struct dice *dice);

/* image.c: what is loaded; all return 0 or errno. */
int load_at(unsigned long address, unsigned int segments);
int load_large(unsigned long address);	/* takes its time */
int load_page(unsigned long address, const void *page);
int unload(void);
int file_load(void);
int file_load_line(const char *line);	/* an empty one */
int file_unload(void);
int crash_load(void);
int execute(void);

/* held.c: a load that is in progress while memory changes; 0 or errno. */
int load_held(struct dice *dice, unsigned long address);

/* still.c: a hold for a while; 0 or errno. */
int hold_still(struct dice *dice);
void rest(struct dice *dice);
uint64_t boot_time_ns(void);	/* CLOCK_BOOTTIME */

/* memory.c: DIMMs; all return 0 or errno. */
int plug(struct dice *dice);
int unplug(struct dice *dice);
int set_block(struct dice *dice, bool online);
bool has_dimm(bool plugged);	/* for the worker that plugs */
unsigned long dimm_address(struct dice *dice);	/* 0 if there is none */

/* guard.c: the module and its device. */
int insert_guard(void);
int exchange_modules(void);
int guard_status(struct kexecguard_status *status);
int guard_unload(void);
int guard_confirm(uint64_t generation);
int guard_announce(void);	/* what close() ends, or -1 */
int read_events(void);
int set_parameter(const char *module, const char *name, const char *value);
unsigned long read_number(const char *path);	/* ULONG_MAX if there is none */

/* oracle.c */
unsigned long of_oracle(const char *name);	/* a count of kgexec's */
void check_always(void);
void check_still(struct dice *dice);

#endif /* KG_STRESS_H */
