// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * DIMMs and their blocks. The host plugs and pulls them; their blocks' state is
 * changed here. One worker plugs and pulls, others change states.
 */
#define _GNU_SOURCE
#include "stress.h"

#include "../../guest/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MEMORY "/sys/devices/system/memory"

/* Written by the worker that plugs, read by all: 0 if not plugged. */
static struct {
	_Atomic unsigned long start;
	_Atomic unsigned long end;
	bool is_plugged;	/* as the host has it */
} dimms[DIMMS];

static int ask(const char *question, char *answer, size_t size)
{
	static _Atomic unsigned int id = 0x57000000;
	unsigned int mine = atomic_fetch_add(&id, 1);
	int fd = channel_open();
	int ret = -1;

	if (fd < 0)
		return EIO;
	if (!channel_say(fd, mine, question))
		ret = channel_hear(fd, mine, answer, size);
	close(fd);
	return ret ? EIO : 0;
}

static unsigned int any_dimm(struct dice *dice, bool plugged)
{
	unsigned int i, first = roll_below(dice, DIMMS);

	for (i = 0; i < DIMMS; i++)
		if (dimms[(first + i) % DIMMS].is_plugged == plugged)
			return (first + i) % DIMMS;
	return DIMMS;
}

bool has_dimm(bool plugged)
{
	unsigned int i;

	for (i = 0; i < DIMMS; i++)
		if (dimms[i].is_plugged == plugged)
			return true;
	return false;
}

int plug(struct dice *dice)
{
	unsigned int i = any_dimm(dice, false);	/* the caller knows of one */
	unsigned long start, size;
	char question[64], answer[128];
	int err;

	if (i == DIMMS)
		return ENOSPC;
	snprintf(question, sizeof(question), "plug s%u " DIMM_SIZE, i);
	err = ask(question, answer, sizeof(answer));
	if (err)
		return err;
	dimms[i].is_plugged = true;
	if (sscanf(answer, "ok %lx %lx", &start, &size) == 2) {
		atomic_store(&dimms[i].end, start + size);
		atomic_store(&dimms[i].start, start);
		return 0;
	}
	/* Refused by the kernel: the DIMM is in its slot, but not in use. */
	if (strstr(answer, "did not take it"))
		return EBUSY;
	violated("plug: %s", answer);
	return EIO;
}

/*
 * Lockdep reports a deadlock for a block's file that is open while its DIMM is
 * pulled, and switches itself off. It does not see that the writer of such a
 * file only tries the kernel's hotplug lock.
 */
static pthread_rwlock_t files = PTHREAD_RWLOCK_INITIALIZER;

static bool has_lockdep(void)
{
	return !access("/proc/lockdep", F_OK);
}

int unplug(struct dice *dice)
{
	unsigned int i = any_dimm(dice, true);	/* likewise */
	char question[64], answer[128];
	int err;

	if (i == DIMMS)
		return ENODEV;
	snprintf(question, sizeof(question), "unplug s%u", i);
	if (has_lockdep())
		pthread_rwlock_wrlock(&files);
	err = ask(question, answer, sizeof(answer));
	if (has_lockdep())
		pthread_rwlock_unlock(&files);
	if (err)
		return err;
	if (!strncmp(answer, "ok", 2)) {
		dimms[i].is_plugged = false;
		atomic_store(&dimms[i].start, 0);
		return 0;
	}
	if (strstr(answer, "refused"))
		return EBUSY;
	violated("unplug: %s", answer);
	return EIO;
}

static unsigned long block_size(void)
{
	static unsigned long size;
	FILE *file;

	if (!size) {
		file = fopen(MEMORY "/block_size_bytes", "re");
		if (!file || fscanf(file, "%lx", &size) != 1)
			size = 1UL << 27;
		if (file)
			fclose(file);
	}
	return size;
}

/* A page in a DIMM that is plugged, or was a moment ago. */
unsigned long dimm_address(struct dice *dice)
{
	unsigned int i, first = roll_below(dice, DIMMS);
	unsigned long start, end;

	for (i = 0; i < DIMMS; i++) {
		start = atomic_load(&dimms[(first + i) % DIMMS].start);
		end = atomic_load(&dimms[(first + i) % DIMMS].end);
		if (start)
			return start + page_size() *
			       roll_below(dice,
					  (end - start) / page_size() - 16);
	}
	return 0;
}

static int open_block(unsigned long address, bool *is_online)
{
	char path[96], now[16] = "";
	int fd;

	snprintf(path, sizeof(path), MEMORY "/memory%lu/state",
		 address / block_size());
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd >= 0 && read(fd, now, sizeof(now) - 1) > 0)
		*is_online = !strncmp(now, "online", 6);
	return fd;
}

/* A few random tries for a block that is not in that state yet. */
static int set_some_block(struct dice *dice, bool online)
{
	const char *state = online ? "online_movable" : "offline";
	unsigned int tries = 6;
	unsigned long address;
	bool is_online;
	int ret, fd;

	for (;;) {
		is_online = !online;
		address = dimm_address(dice);
		if (!address)
			return ENODEV;
		fd = open_block(address, &is_online);
		if (fd < 0)
			return errno;
		if (is_online != online || !--tries)
			break;
		close(fd);
	}
	ret = pwrite(fd, state, strlen(state), 0) < 0 ? errno : 0;
	close(fd);
	return ret;
}

int set_block(struct dice *dice, bool online)
{
	int err;

	pthread_rwlock_rdlock(&files);
	err = set_some_block(dice, online);
	pthread_rwlock_unlock(&files);
	return err;
}
