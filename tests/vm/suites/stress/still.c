// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Memory is held still: as long as a hold stands, the oracle in the kernel must
 * see no change of memory. It counts each before the guard ends the operation,
 * and none is under way when a hold is granted. Holds are far shorter than a
 * removal waits, so none may be broken by one.
 */
#define _GNU_SOURCE
#include "stress.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define LONGEST_MS	200
#define STEP_US		1000
#define NSEC_PER_MSEC	1000000ull

uint64_t boot_time_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_BOOTTIME, &time);
	return (uint64_t)time.tv_sec * 1000 * NSEC_PER_MSEC +
	       (uint64_t)time.tv_nsec;
}

static unsigned int some_ms(struct dice *dice)
{
	return 1 + roll_below(dice, LONGEST_MS);
}

/* Memory stands still until then, or until the hold ends. */
static void watch_until(uint64_t until, uint64_t end)
{
	unsigned long changes = of_oracle("changes"), now;

	while (boot_time_ns() < until && !is_over()) {
		usleep(STEP_US);
		now = of_oracle("changes");
		if (boot_time_ns() < end && now != changes)
			violated("memory changed %lu times beside a hold",
				 now - changes);
	}
}

static void release(int fd, uint64_t end)
{
	struct kexecguard_release it = { .size = sizeof(it) };
	uint64_t before = boot_time_ns();
	int err = ioctl(fd, KEXECGUARD_IOC_RELEASE, &it) ? errno : 0;

	if (!err && before >= end)
		violated("a hold stood %llu us after its time",
			 (unsigned long long)(before - end) / 1000);
	if (err && (err != ESTALE || boot_time_ns() < end))
		violated("a hold ended before its time: %s", strerror(err));
}

/* Half of the holds run out; the others are released or end with the file. */
int hold_still(struct dice *dice)
{
	struct kexecguard_hold hold = {
		.size = sizeof(hold),
		.timeout_ms = some_ms(dice),
	};
	int fd = open("/dev/kexecguard", O_RDONLY | O_CLOEXEC);
	uint64_t until;
	int err = 0;

	if (fd < 0)
		return errno;
	until = boot_time_ns() + some_ms(dice) * NSEC_PER_MSEC;
	if (ioctl(fd, KEXECGUARD_IOC_HOLD, &hold))
		err = errno;
	if (!err) {
		watch_until(until, hold.until_ns);
		if (roll_below(dice, 4))
			release(fd, hold.until_ns);
	}
	close(fd);
	return err;
}

/* Else one hold or the other would stand nearly always. */
void rest(struct dice *dice)
{
	usleep(2000 * some_ms(dice));
}
