// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One question about the loaded image, asked again and again.
 */
#include "meter.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <linux/kexecguard.h>

#define FILE_NAME "/sys/kernel/kexec_loaded"

static int fd;

static void ask_device(void)
{
	struct kexecguard_status status = { .size = sizeof(status) };

	if (ioctl(fd, KEXECGUARD_IOC_STATUS, &status))
		meter_die("status");
}

/* The usual way: open the file for each read. */
static void read_file(void)
{
	char answer[4];

	fd = open(FILE_NAME, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || read(fd, answer, sizeof(answer)) != 2)
		meter_die(FILE_NAME);
	close(fd);
}

/* The fastest way: read the same open file again from its start. */
static void read_open_file(void)
{
	char answer[4];

	if (pread(fd, answer, sizeof(answer), 0) != 2)
		meter_die(FILE_NAME);
}

static const struct {
	const char *name;
	const char *path;	/* opened before */
	void (*ask)(void);
} ways[] = {
	{ "device", "/dev/kexecguard", ask_device },
	{ "file", NULL, read_file },
	{ "open-file", FILE_NAME, read_open_file },
};

static uint64_t measure(unsigned int count, void (*ask)(void))
{
	uint64_t began;
	unsigned int i;

	ask();
	began = ticks();
	for (i = 0; i < count; i++)
		ask();
	return (ticks() - began) / count;
}

/**
 * meter_ask() - ask
 * @argc: 2
 * @argv: how often, and in which way
 *
 * Return: 0, or 2 if there is no such way.
 */
int meter_ask(int argc, char **argv)
{
	size_t i;

	for (i = 0; argc == 2 && i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (strcmp(argv[1], ways[i].name))
			continue;
		if (ways[i].path)
			fd = open(ways[i].path, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			meter_die(ways[i].path);
		printf("%" PRIu64 "\n",
		       measure(strtoul(argv[0], NULL, 0), ways[i].ask));
		return 0;
	}
	return 2;
}
