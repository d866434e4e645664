// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Loads that are still in progress when a change of memory is over. Where they
 * are held the kernel has its kexec lock, kexec_load() has prepared the image,
 * and kexec_file_load() has not chosen addresses yet.
 */
#define _GNU_SOURCE
#include "stress.h"

#include "../../guest/fault.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#define HOLD_STEPS	250
#define HOLD_STEP_US	2000
#define LOOK_MS		5

/* The load runs in a thread of its own, which the worker holds. */
struct held {
	unsigned long address;	/* 0: kexec_file_load() */
	void *page;
	int err;
	atomic_bool has_ended;
};

static void *load_it(void *data)
{
	struct held *held = data;

	held->err = held->address ? load_page(held->address, held->page) :
				    file_load_line(held->page);
	atomic_store(&held->has_ended, true);
	return NULL;
}

/* Wait until memory has changed once, or for too long. */
static bool wait_for_change(void)
{
	struct kexecguard_status first, now;
	unsigned int step;

	if (guard_status(&first))
		return false;
	for (step = 0; step < HOLD_STEPS && !is_over(); step++) {
		if (guard_status(&now))
			return false;
		if (now.generation != first.generation)
			return true;
		usleep(HOLD_STEP_US);
	}
	return false;
}

/* A load that the kernel refuses before it reads the page is never held. */
static bool hold(int fd, struct held *held)
{
	static const char content[PAGE_MAX];
	bool has_changed = false;

	while (!atomic_load(&held->has_ended)) {
		if (!fault_is_met(fd, LOOK_MS))
			continue;
		has_changed = wait_for_change();
		if (fault_answer(fd, held->page, content))
			violated("a held load cannot go on");
		break;
	}
	return has_changed;
}

int load_held(struct dice *dice, unsigned long address)
{
	struct held held = { .address = roll_below(dice, 2) ? address : 0 };
	pthread_t loader;
	bool has_changed;
	int err, fd;

	fd = fault_page(&held.page);
	if (fd < 0)
		return errno;
	err = pthread_create(&loader, NULL, load_it, &held);
	if (!err) {
		has_changed = hold(fd, &held);
		pthread_join(loader, NULL);
		err = held.err;
		if (has_changed && !err)
			violated("memory changed during a load, which did not fail");
	}
	close(fd);
	munmap(held.page, page_size());
	return err;
}
