// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexec_ranges FILE: what kexec-tools do with the text of /proc/iomem.
 * kexec_ranges DIRECTORY: with the firmware's map, which they prefer on x86.
 * From opening it to the highest hole that takes a kernel. The functions are
 * theirs; only the path of the map is set here.
 */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "kexec.h"
#include "measured.h"

#define SIZE	(2UL << 20)

static const char *path;
static unsigned long address;

const char *__wrap_proc_iomem(void);
const char *__wrap_proc_iomem(void)
{
	return path;
}

int __wrap_have_sys_firmware_memmap(void);
int __wrap_have_sys_firmware_memmap(void)
{
	struct stat status;

	return !stat(path, &status) && S_ISDIR(status.st_mode);
}

/* The name of a file below the firmware's map, in ours. */
static const char *moved(const char *name, char to[PATH_MAX])
{
	static const char map[] = "/sys/firmware/memmap";

	if (strncmp(name, map, strlen(map)))
		return name;
	snprintf(to, PATH_MAX, "%s%s", path, name + strlen(map));
	return to;
}

FILE *__real_fopen(const char *name, const char *mode);
FILE *__wrap_fopen(const char *name, const char *mode);
FILE *__wrap_fopen(const char *name, const char *mode)
{
	char to[PATH_MAX];

	return __real_fopen(moved(name, to), mode);
}

DIR *__real_opendir(const char *name);
DIR *__wrap_opendir(const char *name);
DIR *__wrap_opendir(const char *name)
{
	char to[PATH_MAX];

	return __real_opendir(moved(name, to));
}

static void find_hole(void)
{
	struct kexec_info info = { 0 };

	if (get_memory_ranges(&info.memory_range, &info.memory_ranges, 0))
		exit(1);
	address = locate_hole(&info, SIZE, SIZE, 0, ULONG_MAX, -1);
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	path = argv[1];
	measured(find_hole);
	printf("%#lx\n", address);
	return 0;
}
