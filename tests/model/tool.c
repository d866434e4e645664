// SPDX-License-Identifier: GPL-2.0-or-later
/* See tool.h. */
#include <errno.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tool.h"

static void read_clock(struct timespec *time);
#define clock_gettime(clock, time)	read_clock(time)

/* Both without what they need of the system; fewer attempts are enough. */
#ifndef LOADER
#define LOADER "lib/loader.c"
#endif
#ifndef SETTLE
#define SETTLE "lib/settle.c"
#endif

static struct tool *tool;

/* Each attempt begins with this. */
#define kg_settle tool_settle
#include LOADER
#undef kg_settle
#include SETTLE

static struct kguard_loader loader;
static struct tool_next next;
static uint64_t nr_answered;
static jmp_buf unanswered;

/* The last answer came just now. */
static void read_clock(struct timespec *time)
{
	uint64_t ns = nr_answered ? tool->answers[nr_answered - 1].time :
				    tool->begins;

	*time = (struct timespec){
		.tv_sec = ns / NSEC_PER_SEC, .tv_nsec = ns % NSEC_PER_SEC,
	};
}

static const struct tool_answer *ask(enum tool_call call, int64_t value,
				     uint64_t image)
{
	if (nr_answered == tool->nr) {
		next = (struct tool_next){ call, value, image };
		longjmp(unanswered, 1);
	}
	if (tool->answers[nr_answered].call != call)
		abort();
	return &tool->answers[nr_answered++];
}

/* Objects of the library are the answers that they were made of. */

int kguard_get_status(struct kguard *guard, struct kguard_status **status)
{
	*status = (void *)ask(TOOL_STATUS, 0, 0);
	return 0;
}

void kguard_status_free(struct kguard_status *status)
{
}

uint64_t kguard_status_get_generation(const struct kguard_status *status)
{
	return ((const struct tool_answer *)status)->generation;
}

bool kguard_status_is_changing(const struct kguard_status *status)
{
	return ((const struct tool_answer *)status)->flags & TOOL_CHANGING;
}

bool kguard_status_is_loaded(const struct kguard_status *status)
{
	return ((const struct tool_answer *)status)->flags & TOOL_LOADED;
}

uint64_t kguard_status_get_last_load_ns(const struct kguard_status *status)
{
	return ((const struct tool_answer *)status)->value;
}

int kguard_get_record(struct kguard *guard, struct kguard_record **record)
{
	const struct tool_answer *answer = ask(TOOL_RECORD, 0, 0);

	*record = (void *)answer;
	return answer->err;
}

void kguard_record_free(struct kguard_record *record)
{
}

pid_t kguard_record_get_pid(const struct kguard_record *record)
{
	return ((const struct tool_answer *)record)->value ? getpid() : 1;
}

uint64_t kguard_record_get_image(const struct kguard_record *record)
{
	return ((const struct tool_answer *)record)->value;
}

int kguard_read_event(struct kguard *guard, struct kguard_event **event)
{
	const struct tool_answer *answer = ask(TOOL_EVENT, 0, 0);

	*event = (void *)answer;
	return answer->err;
}

void kguard_event_free(struct kguard_event *event)
{
}

uint64_t kguard_event_get_boottime_ns(const struct kguard_event *event)
{
	return ((const struct tool_answer *)event)->value;
}

enum kexecguard_cause kguard_event_get_cause(const struct kguard_event *event)
{
	return ((const struct tool_answer *)event)->flags & TOOL_CHANGE;
}

bool kguard_event_is_overrun(const struct kguard_event *event)
{
	return false;
}

bool kguard_cause_is_memory(enum kexecguard_cause cause)
{
	return cause;
}

int kguard_wait_event(struct kguard *guard, int64_t timeout_ns)
{
	return ask(TOOL_WAIT, timeout_ns, 0)->err;
}

int kguard_load_file(int kernel_fd, int initrd_fd, const char *command_line,
		     unsigned int flags)
{
	return ask(TOOL_LOAD, 0, 0)->err;
}

int kguard_confirm_image(struct kguard *guard, uint64_t generation,
			 uint64_t image)
{
	return ask(TOOL_CONFIRM, generation, image)->err;
}

int kguard_unload(struct kguard *guard)
{
	return ask(TOOL_UNLOAD, 0, 0)->err;
}

static int is_unwanted(void *data)
{
	return ask(TOOL_WANTED, 0, 0)->err;
}

void kg_numa_prefer_fixed(struct kguard *guard, const char *root,
			  struct kg_nodes *before)
{
}

void kg_numa_restore(const struct kg_nodes *before)
{
}

void kg_bounds_find(struct kguard *guard, struct kg_bounds *bounds)
{
}

int kg_tools_load(const struct kg_image *image, const struct kg_bounds *bounds,
		  char complaint[COMPLAINT_LEN])
{
	return -ENOPKG;
}

int kg_tools_command(const char *command, char complaint[COMPLAINT_LEN])
{
	return -ENOSYS;
}

bool kg_path_join(char *path, const char *root, const char *name)
{
	return false;
}

/* Drop the first answers, but for so many. */
static void drop_answers(uint64_t kept)
{
	uint64_t nr = nr_answered - kept;

	tool->nr -= nr;
	memmove(tool->answers + kept, tool->answers + nr_answered,
		(tool->nr - kept) * sizeof(*tool->answers));
	memset(tool->answers + tool->nr, 0, nr * sizeof(*tool->answers));
	nr_answered = kept;
}

/*
 * What is before it matters only for what the loop keeps, and how memory became
 * quiet does not matter once it is.
 */
int tool_settle(struct kguard *guard, int64_t quiet_ns, int64_t deadline)
{
	uint64_t interrupted = 0, time;
	int err;

	while (quiet_ns && PATIENCE_NS << interrupted < quiet_ns)
		interrupted++;
	tool->interrupted = interrupted;
	tool->loaded_ns = loader.loaded_ns;
	if (nr_answered) {
		tool->begins = tool->answers[nr_answered - 1].time;
		drop_answers(0);
	}
	err = kg_settle(guard, quiet_ns, deadline);
	if (err)
		return err;
	time = tool->answers[nr_answered - 1].time;
	tool->begins = time - quiet_ns;
	tool->answers[0] = (struct tool_answer){
		.call = TOOL_EVENT, .err = -EAGAIN, .time = time,
	};
	tool->answers[1] = (struct tool_answer){
		.call = TOOL_STATUS, .time = time,
	};
	drop_answers(2);
	return 0;
}

struct tool_next tool_next(struct tool *from)
{
	int err;

	tool = from;
	nr_answered = 0;
	loader = (struct kguard_loader){
		.yields = tool->yields,
		.check = is_unwanted,
		.began_ns = TOOL_BEGINS,
		.deadline = TOOL_BEGINS + TOOL_TIMEOUT,
		.loaded_ns = tool->loaded_ns,
	};
	if (setjmp(unanswered))
		return next;
	err = load_until_good(&loader, NULL);
	return (struct tool_next){ TOOL_RETURNS, err, 0 };
}
