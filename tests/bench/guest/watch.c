// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Like a path unit of systemd: run a program when something appears in a
 * directory, one at a time, and again if more appeared while it ran.
 */
#include "meter.h"

#include <spawn.h>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/**
 * meter_watch() - watch for ever
 * @argc: 2
 * @argv: the directory, and the program
 *
 * Return: 2 if it is called wrongly, else never.
 */
int meter_watch(int argc, char **argv)
{
	char events[4096];
	pid_t pid;
	int fd;

	if (argc != 2)
		return 2;
	fd = inotify_init1(IN_CLOEXEC);
	if (fd < 0 || inotify_add_watch(fd, argv[0],
					IN_CREATE | IN_MOVED_TO) < 0)
		meter_die(argv[0]);
	while (read(fd, events, sizeof(events)) > 0) {
		if (posix_spawn(&pid, argv[1], NULL, NULL, argv + 1, environ) ||
		    waitpid(pid, NULL, 0) < 0)
			meter_die(argv[1]);
	}
	meter_die("watch");
}
