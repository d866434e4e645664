// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * /init of the kernel that kexec starts: reports to the host that it is up,
 * with the name from its command line (kg.boot=NAME), and powers off.
 */
#include "channel.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <unistd.h>

static void read_file(const char *path, char *text, size_t size)
{
	ssize_t length = -1;
	int fd;

	fd = open(path, O_RDONLY);
	if (fd >= 0) {
		length = read(fd, text, size - 1);
		close(fd);
	}
	text[length < 0 ? 0 : length] = '\0';
}

/* Copy what follows @key in @text, up to a blank. */
static void find_word(const char *text, const char *key, char *word,
		      size_t size)
{
	const char *at = strstr(text, key);

	word[0] = '\0';
	if (!at)
		return;
	at += strlen(key);
	at += strspn(at, " ");
	snprintf(word, size, "%.*s", (int)strcspn(at, " \n"), at);
}

int main(void)
{
	char text[4096];
	char name[32];
	char memory[32];
	char line[128];
	int fd;

	mount("proc", "/proc", "proc", 0, NULL);
	read_file("/proc/cmdline", text, sizeof(text));
	find_word(text, "kg.boot=", name, sizeof(name));
	read_file("/proc/meminfo", text, sizeof(text));
	find_word(text, "MemTotal:", memory, sizeof(memory));

	fd = channel_open();
	snprintf(line, sizeof(line), "boot %s MemTotal %s kB",
		 name[0] ? name : "unnamed", memory);
	channel_say(fd, 0, line);
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}
