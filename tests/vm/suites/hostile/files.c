// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sysfs and the module's parameters: whatever is written, reading gives a
 * short text without an address.
 */
#define _GNU_SOURCE
#include "hostile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define DEVICE		"/sys/class/misc/kexecguard/"
#define PARAMETERS	"/sys/module/kexecguard/parameters/"

static const char *const files[] = {
	DEVICE "state", DEVICE "generation", DEVICE "missing",
	DEVICE "image/pid", DEVICE "image/uid", DEVICE "image/comm",
	DEVICE "image/syscall", DEVICE "image/segments",
	DEVICE "image/confirmed", DEVICE "image/loaded_at",
	DEVICE "counters/unloads", DEVICE "hooks/exec", DEVICE "hooks/canary",
	DEVICE "uevent", PARAMETERS "policy", PARAMETERS "on_add",
	PARAMETERS "on_remove", PARAMETERS "on_online",
	PARAMETERS "on_offline", PARAMETERS "on_driver",
	PARAMETERS "placement", PARAMETERS "steer",
};

static const char *const words[] = {
	"strict", "map", "pin", "observe", "unload", "keep", "report", "veto",
	"release", "off", "unsafe", "add=", "remove=", "online=", "offline=",
	"driver=", ",", "=", "\n", " ", "", "%s%n", "0", "1", "\xff\xfe",
};

static void read_one(const char *path)
{
	char text[8192];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length;

	if (fd < 0)
		return;
	length = read(fd, text, sizeof(text) - 1);
	close(fd);
	if (length < 0)
		return;
	text[length] = '\0';
	if (length > 4096 || strlen(text) != (size_t)length)
		broken("%s is %zd bytes of no text", path, length);
	if (strstr(text, SECRET_TEXT) || strstr(text, "0xffff"))
		broken("%s gives an address away: %s", path, text);
}

static void write_one(const char *path, struct dice *dice)
{
	char text[6000] = "";
	size_t length = 0, i, nr = roll_below(dice, 8);
	const char *word;
	int fd;

	for (i = 0; i < nr; i++) {
		word = words[roll_below(dice, sizeof(words) /
					sizeof(words[0]))];
		length += (size_t)snprintf(text + length, 40, "%s", word);
	}
	if (!roll_below(dice, 20)) {
		length = roll_below(dice, sizeof(text));
		for (i = 0; i < length; i++)
			text[i] = (char)roll(dice);
	}
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0) {
		if (errno != EACCES && errno != EPERM)
			broken("open %s: errno %d", path, errno);
		return;
	}
	if (!may_see && !strncmp(path, PARAMETERS, strlen(PARAMETERS)))
		broken("everybody may write %s", path);
	if (write(fd, text, length) < 0 && errno != EINVAL && errno != EIO &&
	    errno != ENOMEM && errno != EACCES && errno != E2BIG &&
	    errno != ENOSPC)
		broken("write %s: errno %d", path, errno);
	close(fd);
}

void call_file(struct dice *dice)
{
	const char *path = files[roll_below(dice, sizeof(files) /
					    sizeof(files[0]))];

	if (roll_below(dice, 2))
		read_one(path);
	else if (strcmp(path, DEVICE "uevent"))
		write_one(path, dice);
}
