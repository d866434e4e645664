// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See signature.h. A kernel that can be signed is also an EFI program, in the
 * PE format: a header names the place of its certificates.
 */
#include "signature.h"

#include <endian.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "guard.h"

#define PE_POINTER 0x3c		/* in the file: where the PE header is */
#define OPTIONAL 24		/* in that: the optional header */
#define MAGIC_PE32 0x10b
#define MAGIC_PE32_PLUS 0x20b
#define CERTIFICATES 4		/* number of the directory entry */
#define ENTRY_SIZE 8		/* address, length */

static bool read_at(int fd, uint64_t offset, void *to, size_t length)
{
	return pread(fd, to, length, offset) == (ssize_t)length;
}

static bool find_optional_header(int fd, uint64_t *offset)
{
	uint32_t pointer;
	char magic[4];

	if (!read_at(fd, PE_POINTER, &pointer, sizeof(pointer)))
		return false;
	pointer = le32toh(pointer);
	if (!read_at(fd, pointer, magic, sizeof(magic)) ||
	    memcmp(magic, "PE\0\0", sizeof(magic)))
		return false;
	*offset = (uint64_t)pointer + OPTIONAL;
	return true;
}

static bool find_directory(int fd, uint64_t *offset)
{
	uint16_t magic;

	if (!find_optional_header(fd, offset) ||
	    !read_at(fd, *offset, &magic, sizeof(magic)))
		return false;
	switch (le16toh(magic)) {
	case MAGIC_PE32:
		*offset += 96;
		return true;
	case MAGIC_PE32_PLUS:
		*offset += 112;
		return true;
	default:
		return false;
	}
}

static bool has_no_certificate(int fd)
{
	uint64_t directory;
	uint32_t entry[2];

	if (!find_directory(fd, &directory) ||
	    !read_at(fd, directory + CERTIFICATES * ENTRY_SIZE, entry,
		     sizeof(entry)))
		return false;
	return !entry[0] || !entry[1];
}

/**
 * signature_is_missing() - is a kernel known not to be signed
 * @ctx: the context
 * @kernel: its file
 *
 * Return: true if so; false if it is, and where that cannot be told.
 */
bool signature_is_missing(const struct context *ctx, const char *kernel)
{
	char path[PATH_MAX];
	bool is_missing;
	int fd;

	if (!path_join(path, ctx, kernel))
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return false;
	is_missing = has_no_certificate(fd);
	close(fd);
	return is_missing;
}
