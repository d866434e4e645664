// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * See tools.h. The exit code of kexec(8) says only that it failed; the
 * errno of the system call is in the last line that it prints. It takes one
 * lower and one upper bound, so it gets the largest window of safe memory.
 */
#include "tools.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ARGUMENTS_MAX 8

/**
 * kg_bounds_of() - the largest window
 * @windows: windows
 * @bounds: where to put it; no bounds if there is none
 */
void kg_bounds_of(const struct kguard_windows *windows, struct kg_bounds *bounds)
{
	uint64_t start, end;
	size_t i;

	*bounds = (struct kg_bounds){ 0 };
	for (i = 0; i < kguard_windows_get_nr(windows); i++) {
		if (kguard_windows_get_window(windows, i, &start, &end, NULL))
			break;
		if (end - start > bounds->end - bounds->start)
			*bounds = (struct kg_bounds){ start, end };
	}
}

static int find_windows(const struct kguard_map *map,
			struct kguard_windows **windows)
{
	struct kguard_query *query;
	int err;

	err = kguard_query_new(&query);
	if (err)
		return err;
	err = kguard_map_find_windows(map, query, windows);
	kguard_query_free(query);
	return err;
}

/**
 * kg_bounds_find() - the largest window of safe memory of this machine
 * @guard: the device
 * @bounds: where to put it; no bounds if there is none or it is unknown
 *
 * Without bounds kexec(8) chooses freely; the guard judges the result.
 */
void kg_bounds_find(struct kguard *guard, struct kg_bounds *bounds)
{
	struct kguard_windows *windows;
	struct kguard_map *map;

	*bounds = (struct kg_bounds){ 0 };
	if (kguard_get_map(guard, &map))
		return;
	if (!find_windows(map, &windows)) {
		kg_bounds_of(windows, bounds);
		kguard_windows_free(windows);
	}
	kguard_map_free(map);
}

/**
 * kg_path_join() - a path below a root
 * @path: where to put it, PATH_MAX bytes
 * @root: the root, "" for none
 * @name: the path without it
 *
 * Return: false if it is too long.
 */
bool kg_path_join(char *path, const char *root, const char *name)
{
	return snprintf(path, PATH_MAX, "%s%s", root, name) < PATH_MAX;
}

static bool find_program(const char *root, char path[PATH_MAX])
{
	static const char *const names[] = { "/usr/sbin/kexec", "/sbin/kexec" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (kg_path_join(path, root, names[i]) && !access(path, X_OK))
			return true;
	return false;
}

/* The errors of kexec_load(2) that are reported in words of their own. */
static int errno_of(const char *complaint)
{
	static const int errors[] = {
		EBUSY, EPERM, EADDRNOTAVAIL, ENOMEM, ENOSYS, ENOEXEC,
	};
	size_t i;

	for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (strstr(complaint, strerrordesc_np(errors[i])))
			return -errors[i];
	return -EIO;
}

struct arguments {
	char *list[ARGUMENTS_MAX + 1];
	size_t number;
	bool is_short_of_memory;
};

static void __attribute__((format(printf, 2, 3)))
add(struct arguments *arguments, const char *format, ...)
{
	va_list values;
	char *argument;

	va_start(values, format);
	if (vasprintf(&argument, format, values) < 0)
		arguments->is_short_of_memory = true;
	else
		arguments->list[arguments->number++] = argument;
	va_end(values);
}

static void compose(const struct kg_image *image,
		    const struct kg_bounds *bounds, struct arguments *arguments)
{
	add(arguments, "kexec");
	add(arguments, "-c");
	add(arguments, "-l");
	add(arguments, "%s%s", image->root, image->kernel);
	if (image->initrd)
		add(arguments, "--initrd=%s%s", image->root, image->initrd);
	add(arguments, "--command-line=%s", image->command_line);
	if (bounds->end) {
		add(arguments, "--mem-min=%#" PRIx64, bounds->start);
		add(arguments, "--mem-max=%#" PRIx64, bounds->end - 1);
	}
}

/**
 * kg_tools_load() - load an image by "kexec -c -l"
 * @image: what to load
 * @bounds: where it may go
 * @complaint: where to put what kexec printed
 *
 * Return: 0; -ENOPKG there is no kexec(8); the error of its system call; -EIO
 * it failed before that, see @complaint; another -errno.
 */
int kg_tools_load(const struct kg_image *image, const struct kg_bounds *bounds,
		  char complaint[COMPLAINT_LEN])
{
	struct arguments arguments = { 0 };
	char program[PATH_MAX];
	size_t i;
	int ret;

	complaint[0] = '\0';
	if (!find_program(image->root, program))
		return -ENOPKG;
	compose(image, bounds, &arguments);
	ret = arguments.is_short_of_memory ? -ENOMEM :
	      kg_program_run(program, arguments.list, complaint);
	for (i = 0; i < arguments.number; i++)
		free(arguments.list[i]);
	return ret > 0 ? errno_of(complaint) : ret;
}

/**
 * kg_tools_command() - load an image by the administrator's command
 * @command: for the shell
 * @complaint: where to put what it printed
 *
 * Return: as kg_tools_load(), as far as @complaint names the error.
 */
int kg_tools_command(const char *command, char complaint[COMPLAINT_LEN])
{
	int ret = kg_program_shell(command, complaint);

	return ret > 0 ? errno_of(complaint) : ret;
}
