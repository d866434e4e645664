// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A whole process: from before its creation until its end is known, including
 * the
 * kernel's and the loader's part. Its output is discarded.
 */
#include "meter.h"

#include <fcntl.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/**
 * meter_run() - run a command
 * @argc: how many words it has
 * @argv: the words
 *
 * Return: 0 if it ended with an answer: yes or no, 0 or 1.
 */
int meter_run(int argc, char **argv)
{
	posix_spawn_file_actions_t actions;
	struct rusage usage;
	uint64_t began, busy;
	int status;
	pid_t pid;

	if (!argc)
		return 2;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null",
					 O_WRONLY, 0);
	busy = meter_busy();
	began = ticks();
	if (posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ))
		meter_die(argv[0]);
	if (wait4(pid, &status, 0, &usage) < 0)
		meter_die("wait");
	began = ticks() - began;
	busy = meter_busy() - busy;
	printf("%" PRIu64 " %" PRIu64 " %ld\n", busy, began,
	       usage.ru_maxrss);
	return WIFEXITED(status) && WEXITSTATUS(status) <= 1 ? 0 : 2;
}
