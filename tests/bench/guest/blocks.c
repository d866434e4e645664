// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Memory blocks, online and offline.
 */
#include "meter.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define STATE "/sys/devices/system/memory/memory%lu/state"

static void set_block(unsigned long block, const char *state)
{
	char path[80];

	snprintf(path, sizeof(path), STATE, block);
	meter_write(path, state);
}

/**
 * meter_blocks() - bring blocks to a state, one after the other
 * @argc: 3 or 4
 * @argv: the state, the first block, how many, and how far they are apart
 *
 * Return: 0.
 */
int meter_blocks(int argc, char **argv)
{
	unsigned long first, count, i, step;
	uint64_t began, busy;

	if (argc < 3)
		return 2;
	first = strtoul(argv[1], NULL, 0);
	count = strtoul(argv[2], NULL, 0);
	step = argc > 3 ? strtoul(argv[3], NULL, 0) : 1;
	busy = meter_busy();
	began = ticks();
	for (i = 0; i < count; i++)
		set_block(first + i * step, argv[0]);
	began = ticks() - began;
	printf("%" PRIu64 " %" PRIu64 "\n", meter_busy() - busy, began);
	return 0;
}

static int is_loaded(void)
{
	char answer = '1';
	int fd = open("/sys/kernel/kexec_loaded", O_RDONLY | O_CLOEXEC);

	if (fd < 0 || read(fd, &answer, 1) != 1)
		meter_die("kexec_loaded");
	close(fd);
	return answer == '1';
}

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/**
 * meter_now() - the time of the guest
 * @argc: not used
 * @argv: not used
 *
 * Return: 0.
 */
int meter_now(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	printf("%" PRId64 "\n", now_us());
	return 0;
}

/**
 * meter_gone() - how long is a stale image there
 * @argc: 2
 * @argv: the state to bring a block to, and the block
 *
 * An image that is gone when the first look after the operation is taken was
 * gone in no time.
 *
 * Return: 0, or 1 if it is still there after 20 seconds.
 */
int meter_gone(int argc, char **argv)
{
	const struct timespec pause = { .tv_nsec = 200000 };
	int64_t ended, us = 0;

	if (argc != 2)
		return 2;
	set_block(strtoul(argv[1], NULL, 0), argv[0]);
	ended = now_us();
	while (is_loaded()) {
		nanosleep(&pause, NULL);
		us = now_us() - ended;
		if (us > 20000000)
			return 1;
	}
	printf("%" PRId64 "\n", us);
	return 0;
}

/**
 * meter_storm() - many operations, one after the other
 * @argc: 2
 * @argv: how many, and the first of eight blocks that go online and offline in
 *	turn
 *
 * Prints when the first began and when the last ended, in microseconds of
 * CLOCK_MONOTONIC.
 *
 * Return: 0.
 */
int meter_storm(int argc, char **argv)
{
	unsigned long events, first, i;
	int64_t began;

	if (argc != 2)
		return 2;
	events = strtoul(argv[0], NULL, 0);
	first = strtoul(argv[1], NULL, 0);
	began = now_us();
	for (i = 0; i < events; i++)
		set_block(first + i % 8, i / 8 % 2 ? "offline" :
						     "online_movable");
	printf("%" PRId64 " %" PRId64 "\n", began, now_us());
	return 0;
}
