// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * meter VERB ...: measures inside the guest.
 *
 *	meter run COMMAND...	a whole process: busy, ticks and peak KiB
 *	meter ask COUNT HOW	ticks of one question about the loaded image
 *	meter blocks STATE FIRST COUNT [STEP]
 *				bringing memory blocks to a STATE: busy, ticks
 *	meter gone STATE BLOCK	microseconds from the end of one such operation
 *				until no image is loaded
 *	meter storm EVENTS BLOCK	microseconds of so many operations
 *	meter watch DIRECTORY PROGRAM
 *				runs it when something appears there
 *	meter now		microseconds of CLOCK_MONOTONIC
 *	meter kernel		makes /tmp/bzimage, the smallest there is
 *
 * Ticks pass while it waits for something, too; busy is what was executed.
 */
#include "meter.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bzimage.h"

/**
 * meter_die() - say what failed, and end
 * @what: what
 */
void meter_die(const char *what)
{
	fputs("meter: ", stderr);
	perror(what);
	exit(2);
}

/**
 * meter_write() - write to a file of the kernel's
 * @path: its path
 * @text: what to write
 */
void meter_write(const char *path, const char *text)
{
	ssize_t length = strlen(text);
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, length) != length)
		meter_die(path);
	close(fd);
}

static int meter_kernel(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	if (bzimage_open() < 0)
		meter_die("bzimage");
	return 0;
}

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} verbs[] = {
	{ "run", meter_run },
	{ "ask", meter_ask },
	{ "blocks", meter_blocks },
	{ "gone", meter_gone },
	{ "storm", meter_storm },
	{ "watch", meter_watch },
	{ "now", meter_now },
	{ "kernel", meter_kernel },
};

int main(int argc, char **argv)
{
	size_t i;

	for (i = 0; argc > 1 && i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (!strcmp(argv[1], verbs[i].name))
			return verbs[i].run(argc - 2, argv + 2);
	fputs("meter: no such verb\n", stderr);
	return 2;
}
