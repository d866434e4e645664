// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See kexec_tools.h. kexec(8) tells by its exit code only that it failed; the
 * errno of the system call is in the last thing that it prints.
 */
#include "kexec_tools.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guard.h"

#define ARGUMENTS_MAX 8

static bool find_program(const struct context *ctx, char path[PATH_MAX])
{
	static const char *const names[] = { "/usr/sbin/kexec", "/sbin/kexec" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (path_join(path, ctx, names[i]) && !access(path, X_OK))
			return true;
	return false;
}

/* Those errors of kexec_load(2) that are worth telling apart. */
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
 * Return: 0; -ENOPKG there is no kexec(8); what its system call returned;
 * -EIO it failed before that, see @complaint; another -errno.
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
 * kexec_tools_command() - load an image by a command of the administrator's
 * @command: for the shell
 * @complaint: where to put what it printed
 *
 * Return: as kexec_tools_load(), as far as @complaint tells.
 */
int kexec_tools_command(const char *command, char complaint[COMPLAINT_LEN])
{
	int ret = program_shell(command, complaint);

	return ret > 0 ? errno_of(complaint) : ret;
}
