// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * chan say TEXT...	send the host a message
 * chan ask TEXT...	ask it, print the answer; success if that is "ok ..."
 *
 * The host knows the questions: tests/vm/harness/host.py.
 */
#include "channel.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Unique among all questions, even across a kexec. */
static unsigned int new_id(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (unsigned int)now.tv_nsec ^ (unsigned int)getpid() << 16;
}

static int join(char *text, size_t size, int argc, char **argv)
{
	size_t length = 0;
	int i;

	text[0] = '\0';
	for (i = 0; i < argc; i++) {
		length += strlen(argv[i]) + 1;
		if (length > size)
			return -1;
		if (i)
			strcat(text, " ");
		strcat(text, argv[i]);
	}
	return 0;
}

int main(int argc, char **argv)
{
	char text[CHANNEL_FRAME_MAX];
	unsigned int id = new_id();
	int ask;
	int fd;

	ask = argc > 1 && !strcmp(argv[1], "ask");
	if (argc < 3 || (!ask && strcmp(argv[1], "say"))) {
		fputs("usage: chan say|ask TEXT...\n", stderr);
		return 2;
	}
	if (join(text, sizeof(text), argc - 2, argv + 2)) {
		fputs("chan: too long\n", stderr);
		return 2;
	}

	fd = channel_open();
	if (fd < 0 || channel_say(fd, id, text)) {
		perror("chan");
		return 2;
	}
	if (!ask)
		return 0;
	if (channel_hear(fd, id, text, sizeof(text))) {
		perror("chan");
		return 2;
	}
	puts(text);
	return strncmp(text, "ok", 2) != 0;
}
