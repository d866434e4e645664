// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See kexec_tools.h. The exit code of kexec(8) says only that it failed; the
 * errno of the system call is in the last line that it prints. It takes one
 * lower and one upper bound, so it gets the largest window of safe memory.
 */
#include "loader/kexec_tools.h"

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
 * bounds_of() - the largest window
 * @windows: windows
 * @bounds: where to put it; no bounds if there is none
 */
void bounds_of(const struct kguard_windows *windows, struct bounds *bounds)
{
	uint64_t start, end;
	size_t i;

	*bounds = (struct bounds){ 0 };
	for (i = 0; i < kguard_windows_get_nr(windows); i++) {
		if (kguard_windows_get_window(windows, i, &start, &end, NULL))
			break;
		if (end - start > bounds->end - bounds->start)
			*bounds = (struct bounds){ start, end };
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
 * bounds_find() - the largest window of safe memory of this machine
 * @guard: the device
 * @bounds: where to put it; no bounds if there is none or it is unknown
 *
 * Without bounds kexec(8) chooses freely; the guard judges the result.
 */
void bounds_find(struct kguard *guard, struct bounds *bounds)
{
	struct kguard_windows *windows;
	struct kguard_map *map;

	*bounds = (struct bounds){ 0 };
	if (kguard_get_map(guard, &map))
		return;
	if (!find_windows(map, &windows)) {
		bounds_of(windows, bounds);
		kguard_windows_free(windows);
	}
	kguard_map_free(map);
}

static bool find_program(const struct context *ctx, char path[PATH_MAX])
{
	static const char *const names[] = { "/usr/sbin/kexec", "/sbin/kexec" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (path_join(path, ctx, names[i]) && !access(path, X_OK))
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

static void compose(const struct context *ctx,
		    const struct load_request *request,
		    const struct bounds *bounds, struct arguments *arguments)
{
	add(arguments, "kexec");
	add(arguments, "-c");
	add(arguments, "-l");
	add(arguments, "%s%s", ctx->sysroot, request->kernel);
	if (request->initrd)
		add(arguments, "--initrd=%s%s", ctx->sysroot, request->initrd);
	add(arguments, "--command-line=%s", request->command_line);
	if (bounds->end) {
		add(arguments, "--mem-min=%#" PRIx64, bounds->start);
		add(arguments, "--mem-max=%#" PRIx64, bounds->end - 1);
	}
}

/**
 * kexec_tools_load() - load an image by "kexec -c -l"
 * @ctx: the context
 * @request: what to load
 * @bounds: where it may go
 * @complaint: where to put what kexec printed
 *
 * Return: 0; -ENOPKG there is no kexec(8); the error of its system call; -EIO
 * it failed before that, see @complaint; another -errno.
 */
int kexec_tools_load(const struct context *ctx,
		     const struct load_request *request,
		     const struct bounds *bounds,
		     char complaint[COMPLAINT_LEN])
{
	struct arguments arguments = { 0 };
	char program[PATH_MAX];
	size_t i;
	int ret;

	complaint[0] = '\0';
	if (!find_program(ctx, program))
		return -ENOPKG;
	compose(ctx, request, bounds, &arguments);
	ret = arguments.is_short_of_memory ? -ENOMEM :
	      program_run(program, arguments.list, complaint);
	for (i = 0; i < arguments.number; i++)
		free(arguments.list[i]);
	return ret > 0 ? errno_of(complaint) : ret;
}

/**
 * kexec_tools_command() - load an image by the administrator's command
 * @command: for the shell
 * @complaint: where to put what it printed
 *
 * Return: as kexec_tools_load(), as far as @complaint names the error.
 */
int kexec_tools_command(const char *command, char complaint[COMPLAINT_LEN])
{
	int ret = program_shell(command, complaint);

	return ret > 0 ? errno_of(complaint) : ret;
}
