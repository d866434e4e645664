// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What must hold: always, and while all workers pause.
 */
#define _GNU_SOURCE
#include "stress.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define LOADED		"/sys/kernel/kexec_loaded"
#define CRASH_LOADED	"/sys/kernel/kexec_crash_loaded"
#define SETTLE_STEPS	500
#define SETTLE_STEP_US	20000
#define SAFE_ADDRESS	0x20000000UL

unsigned long of_oracle(const char *name)
{
	char path[96] = "/sys/module/kgexec/parameters/";

	return read_number(strcat(path, name));
}

static bool is_steady(const struct kexecguard_status *a,
		      const struct kexecguard_status *b)
{
	return !((a->flags | b->flags) & KEXECGUARD_LOADING) &&
	       a->flags == b->flags && a->last_event == b->last_event;
}

/*
 * The status agrees with the kernel, unless something happened in between: a
 * load would show as in progress or as an event.
 */
static void check_status(void)
{
	struct kexecguard_status one, two;
	unsigned long before, after;
	bool is_loaded;

	before = read_number(LOADED);
	if (guard_status(&one))
		return;		/* the module is being exchanged */
	after = read_number(LOADED);
	if (guard_status(&two))
		return;
	is_loaded = one.flags & KEXECGUARD_LOADED;
	if (is_steady(&one, &two) && before == after && is_loaded != before)
		violated("kexec_loaded is %lu, the status says %d", before,
			 is_loaded);
	if (!(one.flags & KEXECGUARD_CRASH_LOADED))
		violated("the status says that the crash image is gone");
	if (one.missing)
		violated("protections are missing: %#x", one.missing);
}

/* None stands for longer than it says. */
static void check_holds(void)
{
	struct kexecguard_status status;
	uint64_t before = boot_time_ns();

	if (guard_status(&status))
		return;		/* the module is being exchanged */
	if (status.nr_holds && status.hold_until_ns <= before)
		violated("a hold stands %llu us after its time",
			 (unsigned long long)(before - status.hold_until_ns) /
			 1000);
	if (!status.nr_holds != !(status.flags & KEXECGUARD_HELD))
		violated("%u holds, and the flags are %#x", status.nr_holds,
			 status.flags);
}

void check_always(void)
{
	if (read_number(CRASH_LOADED) != 1)
		violated("the crash image is gone");
	check_status();
	check_holds();
}

/* Nothing is in progress, so nothing may stay pending for long. */
static void settle(struct kexecguard_status *status)
{
	const unsigned int pending = KEXECGUARD_LOADING | KEXECGUARD_CHANGING |
				     KEXECGUARD_OUTDATED | KEXECGUARD_EXECUTING |
				     KEXECGUARD_HELD;
	unsigned int step;
	int err;

	for (step = 0; step < SETTLE_STEPS; step++) {
		err = guard_status(status);
		if (err) {
			violated("status: %s", strerror(err));
			return;
		}
		if (!(status->flags & pending))
			return;
		usleep(SETTLE_STEP_US);
	}
	violated("never settles: flags %#x", status->flags);
}

static void check_hooks(void)
{
	struct kexecguard_hook hook = { .size = sizeof(hook) };
	int fd = open("/dev/kexecguard", O_RDONLY | O_CLOEXEC);

	for (; !ioctl(fd, KEXECGUARD_IOC_HOOK, &hook); hook.index++)
		if (hook.state != KEXECGUARD_HOOK_ARMED &&
		    hook.state != KEXECGUARD_HOOK_UNUSED)
			violated("hook %s is in state %u, error %u",
				 hook.name, hook.state, hook.error);
	close(fd);
}

static void check_stays(int wanted, int got, const char *what)
{
	if (wanted != got)
		violated("standing still, %s: %s instead of %s", what,
			 strerror(got), strerror(wanted));
}

static void check_loaded(unsigned long wanted, const char *when)
{
	struct kexecguard_status status;

	settle(&status);
	if (read_number(LOADED) != wanted)
		violated("kexec_loaded is not %lu %s", wanted, when);
	if (!(status.flags & KEXECGUARD_LOADED) != !wanted)
		violated("the status flags are %#x %s", status.flags, when);
}

/* Loads are neither refused for ever nor lost, and valid images are executed. */
static void check_whole_way(struct dice *dice)
{
	unsigned long executed = of_oracle("executed");
	struct kexecguard_status status;
	int err;

	/* Unsteered, the kernel may choose a DIMM, and is rightly refused. */
	err = set_parameter("kexecguard", "steer", "1");
	if (!err)
		err = roll_below(dice, 4) ? load_at(SAFE_ADDRESS, 1) :
					    file_load();
	check_stays(0, err, "load");
	check_loaded(1, "after a load");
	settle(&status);
	if (!(status.flags & KEXECGUARD_RECORDED))
		violated("the load was not recorded");
	check_stays(0, guard_confirm(status.generation), "confirm");
	check_stays(0, execute(), "execution");
	if (of_oracle("executed") != executed + 1)
		violated("the execution did not reach the jump");
	check_loaded(1, "after an execution that came back");
	check_stays(0, unload(), "unload");
	check_loaded(0, "after an unload");
	check_stays(EINVAL, execute(), "execution of nothing");
}

void check_still(struct dice *dice)
{
	struct kexecguard_status status;
	unsigned long loaded;

	settle(&status);
	loaded = read_number(LOADED);
	if (loaded != !!(status.flags & KEXECGUARD_LOADED))
		violated("kexec_loaded is %lu, the flags %#x", loaded,
			 status.flags);
	if (of_oracle("stale") || of_oracle("moving") || of_oracle("gone"))
		violated("executed although outdated: stale %lu moving %lu gone %lu",
			 of_oracle("stale"), of_oracle("moving"),
			 of_oracle("gone"));
	check_hooks();
	check_whole_way(dice);
	check_always();
}
