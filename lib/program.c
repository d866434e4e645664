// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * See program.h. Programs run with LC_ALL=C, because tools.c parses their
 * messages, and with a fixed PATH, because they run as root.
 */
#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char *const environment[] = {
	(char *)"LC_ALL=C",
	(char *)"PATH=/usr/sbin:/usr/bin:/sbin:/bin",
	NULL,
};

/* Reads all output, so that the writer does not block; keeps the start. */
static void read_complaint(int fd, char complaint[COMPLAINT_LEN])
{
	char rest[COMPLAINT_LEN];
	size_t length = 0;
	ssize_t got;

	do {
		if (length < COMPLAINT_LEN - 1)
			got = read(fd, complaint + length,
				   COMPLAINT_LEN - 1 - length);
		else
			got = read(fd, rest, sizeof(rest));
		if (got > 0 && length < COMPLAINT_LEN - 1)
			length += got;
	} while (got > 0 || (got < 0 && errno == EINTR));
	while (length && complaint[length - 1] == '\n')
		length--;
	complaint[length] = '\0';
}

static int start(const char *program, char *const argv[], int error_fd,
		 pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	int err;

	err = posix_spawn_file_actions_init(&actions);
	if (err)
		return -err;
	err = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO,
					       "/dev/null", O_RDONLY, 0);
	if (!err)
		err = posix_spawn_file_actions_adddup2(&actions, error_fd,
						       STDOUT_FILENO);
	if (!err)
		err = posix_spawn_file_actions_adddup2(&actions, error_fd,
						       STDERR_FILENO);
	if (!err)
		err = posix_spawn(pid, program, &actions, NULL, argv,
				  environment);
	posix_spawn_file_actions_destroy(&actions);
	return -err;
}

static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/**
 * kg_program_run() - run a program and wait until it ends
 * @program: its path
 * @argv: its arguments, its name first
 * @complaint: where to put what it printed on stdout and stderr
 *
 * Return: its exit code; 128 if a signal ended it; -errno if it cannot be run.
 */
int kg_program_run(const char *program, char *const argv[],
		char complaint[COMPLAINT_LEN])
{
	int fds[2], err;
	pid_t pid;

	complaint[0] = '\0';
	if (pipe2(fds, O_CLOEXEC) < 0)
		return -errno;
	err = start(program, argv, fds[1], &pid);
	close(fds[1]);
	if (!err) {
		read_complaint(fds[0], complaint);
		err = wait_for(pid);
	}
	close(fds[0]);
	return err;
}

/**
 * kg_program_shell() - run a shell command and wait until it ends
 * @command: the command
 * @complaint: where to put what it printed
 *
 * Return: as kg_program_run().
 */
int kg_program_shell(const char *command, char complaint[COMPLAINT_LEN])
{
	char *argv[] = { (char *)"sh", (char *)"-c", (char *)command, NULL };

	return kg_program_run("/bin/sh", argv, complaint);
}
