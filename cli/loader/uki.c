// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See uki.h. Sections are found by the PE header; a file may contain anything,
 * so each read is checked against the file's size.
 */
#include "loader/uki.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"

#define PE_POINTER 0x3c		/* in the file: where the PE header is */
#define NR_SECTIONS 6		/* in that: their number */
#define OPTIONAL_SIZE 20	/* the size of the optional header */
#define OPTIONAL 24		/* the optional header; sections follow */
#define SECTION_SIZE 40
#define SECTIONS_MAX 96		/* of the format */
#define COMMAND_LINE_MAX 8192

struct section {
	uint64_t offset;
	uint64_t size;
};

static bool read_at(int fd, uint64_t offset, void *to, size_t length)
{
	return pread(fd, to, length, offset) == (ssize_t)length;
}

static bool read_u16(int fd, uint64_t offset, uint16_t *value)
{
	if (!read_at(fd, offset, value, sizeof(*value)))
		return false;
	*value = le16toh(*value);
	return true;
}

static bool find_table(int fd, uint64_t *table, uint16_t *number)
{
	uint32_t pointer;
	uint16_t size;
	char magic[4];

	if (!read_at(fd, PE_POINTER, &pointer, sizeof(pointer)))
		return false;
	pointer = le32toh(pointer);
	if (!read_at(fd, pointer, magic, sizeof(magic)) ||
	    memcmp(magic, "PE\0\0", sizeof(magic)) ||
	    !read_u16(fd, pointer + UINT64_C(0) + NR_SECTIONS, number) ||
	    !read_u16(fd, pointer + UINT64_C(0) + OPTIONAL_SIZE, &size))
		return false;
	*table = pointer + UINT64_C(0) + OPTIONAL + size;
	return *number <= SECTIONS_MAX;
}

/* The size in memory, without the padding in the file. */
static int find_section(int fd, const char *name, struct section *section)
{
	char header[SECTION_SIZE], wanted[8] = "";
	uint32_t virtual_size, size, offset;
	struct stat status;
	uint64_t table;
	uint16_t number;

	if (fstat(fd, &status) < 0)
		return -errno;
	if (!find_table(fd, &table, &number))
		return -ENOEXEC;
	memcpy(wanted, name, strlen(name));
	for (; number; number--, table += SECTION_SIZE) {
		if (!read_at(fd, table, header, sizeof(header)))
			return -ENOEXEC;
		if (memcmp(header, wanted, sizeof(wanted)))
			continue;
		memcpy(&virtual_size, header + 8, 4);
		memcpy(&size, header + 16, 4);
		memcpy(&offset, header + 20, 4);
		section->offset = le32toh(offset);
		section->size = le32toh(size);
		if (le32toh(virtual_size) < section->size)
			section->size = le32toh(virtual_size);
		return section->offset + section->size <=
		       (uint64_t)status.st_size ? 0 : -ENOEXEC;
	}
	return -ENODATA;
}

static int open_image(const struct context *ctx, const char *image)
{
	char path[PATH_MAX];
	int fd;

	if (!path_join(path, ctx, image))
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	return fd < 0 ? -errno : fd;
}

static int read_section(int fd, const struct section *section, char **text)
{
	if (section->size >= COMMAND_LINE_MAX)
		return -EFBIG;
	*text = calloc(1, section->size + 1);
	if (!*text)
		return -ENOMEM;
	if (!read_at(fd, section->offset, *text, section->size)) {
		free(*text);
		return -EIO;
	}
	(*text)[strcspn(*text, "\n")] = '\0';
	return 0;
}

/**
 * uki_command_line() - the command line in a unified kernel image
 * @ctx: the context
 * @image: its path
 * @command_line: where to put it, empty if there is none; free it
 *
 * Return: 0; -ENOEXEC it is no such image; another -errno.
 */
int uki_command_line(const struct context *ctx, const char *image,
		     char **command_line)
{
	int fd = open_image(ctx, image), err;
	struct section section;

	if (fd < 0)
		return fd;
	err = find_section(fd, ".linux", &section);
	if (err) {
		close(fd);
		return err == -ENODATA ? -ENOEXEC : err;
	}
	err = find_section(fd, ".cmdline", &section);
	if (!err)
		err = read_section(fd, &section, command_line);
	close(fd);
	if (err != -ENODATA)
		return err;
	*command_line = strdup("");
	return *command_line ? 0 : -ENOMEM;
}

static int copy_bytes(int from, const struct section *section, int to)
{
	uint64_t offset = section->offset, left = section->size;
	char buffer[65536];
	size_t part;

	for (; left; left -= part, offset += part) {
		part = left < sizeof(buffer) ? left : sizeof(buffer);
		if (!read_at(from, offset, buffer, part))
			return -EIO;
		if (write(to, buffer, part) != (ssize_t)part)
			return errno ? -errno : -EIO;
	}
	return 0;
}

/* The directory is root's, so nobody else can have made the file. */
static int copy_section(const struct context *ctx, int fd, const char *name,
			const char *copy)
{
	struct section section;
	char path[PATH_MAX];
	int to, err;

	err = find_section(fd, name, &section);
	if (err)
		return err;
	if (!path_join(path, ctx, copy))
		return -ENAMETOOLONG;
	err = file_make_parent(path);
	if (err)
		return err;
	unlink(path);
	to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		  0600);
	if (to < 0)
		return -errno;
	err = copy_bytes(fd, &section, to);
	if (close(to) < 0 && !err)
		err = -errno;
	if (err)
		unlink(path);
	return err;
}

/**
 * uki_extract() - copy kernel and initial RAM disk to UKI_KERNEL and UKI_INITRD
 * @ctx: the context
 * @image: path of the image
 * @has_initrd: where to put whether there is an initial RAM disk
 *
 * Return: 0; -ENOEXEC it is no such image; another -errno.
 */
int uki_extract(const struct context *ctx, const char *image,
		bool *has_initrd)
{
	int fd = open_image(ctx, image), err;

	if (fd < 0)
		return fd;
	err = copy_section(ctx, fd, ".linux", UKI_KERNEL);
	if (err == -ENODATA)
		err = -ENOEXEC;
	if (!err) {
		err = copy_section(ctx, fd, ".initrd", UKI_INITRD);
		*has_initrd = !err;
		if (err == -ENODATA)
			err = 0;
	}
	close(fd);
	return err;
}
