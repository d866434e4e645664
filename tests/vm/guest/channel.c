// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The guest's end of the line to the host; see channel.h for the format.
 */
#include "channel.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <termios.h>
#include <unistd.h>

/* The console uses the other port, which on arm64 is of another kind. */
#if defined(__powerpc64__)
#define CHANNEL_PORT "/dev/hvc1"
#elif defined(__aarch64__)
#define CHANNEL_PORT "/dev/ttyS0"
#else
#define CHANNEL_PORT "/dev/ttyS1"
#endif

static unsigned int crc32(const char *text)
{
	unsigned int crc = ~0u;
	int bit;

	for (; *text; text++) {
		crc ^= (unsigned char)*text;
		for (bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
	}
	return ~crc;
}

size_t channel_frame(char *frame, size_t size, unsigned int id,
		     const char *text)
{
	char body[CHANNEL_FRAME_MAX];
	int length;

	length = snprintf(body, sizeof(body), "%08x %s", id, text);
	if (length < 0 || (size_t)length >= sizeof(body) ||
	    strchr(text, '\n'))
		return 0;

	/* The leading newline ends an incomplete line before. */
	length = snprintf(frame, size, "\n#KG %.8s %08x%s\n", body,
			  crc32(body), body + 8);
	return length < 0 || (size_t)length >= size ? 0 : (size_t)length;
}

int channel_open(void)
{
	struct termios raw;
	int fd;

	fd = open(CHANNEL_PORT, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return -1;

	/* One sender at a time: a question owns the port until its answer. */
	if (flock(fd, LOCK_EX) || tcgetattr(fd, &raw))
		goto fail;
	cfmakeraw(&raw);
	cfsetspeed(&raw, B115200);
	raw.c_cflag |= CLOCAL;
	if (tcsetattr(fd, TCSANOW, &raw))
		goto fail;
	return fd;

fail:
	close(fd);
	return -1;
}

int channel_say(int fd, unsigned int id, const char *text)
{
	char frame[CHANNEL_FRAME_MAX];
	size_t done = 0;
	size_t length;
	ssize_t part;

	length = channel_frame(frame, sizeof(frame), id, text);
	if (!length)
		return -1;
	while (done < length) {
		part = write(fd, frame + done, length - done);
		if (part <= 0)
			return -1;
		done += (size_t)part;
	}
	return tcdrain(fd);
}

static int read_line(int fd, char *line, size_t size)
{
	size_t length = 0;
	char c;

	for (;;) {
		if (read(fd, &c, 1) != 1)
			return -1;
		if (c == '\n')
			break;
		if (length + 1 < size)
			line[length++] = c;
	}
	line[length] = '\0';
	return 0;
}

int channel_hear(int fd, unsigned int id, char *text, size_t size)
{
	char frame[CHANNEL_FRAME_MAX];
	char line[CHANNEL_FRAME_MAX];
	const char *answer;

	for (;;) {
		if (read_line(fd, line, sizeof(line)))
			return -1;
		if (strncmp(line, "#KG ", 4) || strlen(line) < 22)
			continue;
		answer = line + 22;
		/* Same ID and text make the same frame, or it is not ours. */
		if (!channel_frame(frame, sizeof(frame), id, answer))
			continue;
		frame[strlen(frame) - 1] = '\0';
		if (strcmp(frame + 1, line))
			continue;
		snprintf(text, size, "%s", answer);
		return 0;
	}
}
