// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl load: load an image and have it confirmed.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "clock.h"
#include "format.h"
#include "kernels.h"
#include "loading.h"
#include "out.h"

enum {
	OPTION_INITRD = OPTION_LONG,
	OPTION_NO_INITRD,
	OPTION_COMMAND_LINE,
	OPTION_APPEND,
	OPTION_REUSE,
	OPTION_TIMEOUT,
};

struct settings {
	const char *initrd;
	bool no_initrd;
	int how;		/* OPTION_COMMAND_LINE, _APPEND, _REUSE or 0 */
	const char *command_line;
	int64_t timeout_ns;
};

static const struct settings defaults = { .timeout_ns = 60 * NSEC_PER_SEC };

static int set_command_line(struct settings *settings, int how,
			    const char *value)
{
	if (settings->how && settings->how != how)
		return -EINVAL;
	settings->how = how;
	settings->command_line = value;
	return 0;
}

static int set(void *to, int id, const char *value)
{
	struct settings *settings = to;

	switch (id) {
	case OPTION_INITRD:
		settings->initrd = value;
		return 0;
	case OPTION_NO_INITRD:
		settings->no_initrd = true;
		return 0;
	case OPTION_TIMEOUT:
		return parse_seconds(value, &settings->timeout_ns);
	default:
		return set_command_line(settings, id, value);
	}
}

static char *copy(const char *text)
{
	return text ? strdup(text) : NULL;
}

/* A path that "reload" understands from another directory, too. */
static char *absolute_path(const char *name)
{
	char directory[PATH_MAX], *path;

	if (*name == '/')
		return strdup(name);
	if (!getcwd(directory, sizeof(directory)) ||
	    asprintf(&path, "%s/%s", directory, name) < 0)
		return NULL;
	return path;
}

static enum answer choose_kernel(const struct context *ctx, const char *named,
				 struct load_request *request)
{
	struct utsname running;
	char path[PATH_MAX];

	if (named) {
		request->kernel = absolute_path(named);
	} else {
		if (uname(&running) < 0 ||
		    kernel_find(ctx, running.release, path))
			return out_error(ctx, ANSWER_UNKNOWN, 0,
					 "kexecguardctl load KERNEL --initrd INITRD\n",
					 "found no kernel in the usual places");
		request->kernel = copy(path);
	}
	if (!request->kernel)
		return out_error(ctx, ANSWER_UNKNOWN, -ENOMEM, NULL, "load");
	return ANSWER_YES;
}

static enum answer choose_initrd(const struct context *ctx,
				 const struct settings *settings,
				 struct load_request *request)
{
	char path[PATH_MAX];

	if (settings->no_initrd && settings->initrd)
		return out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
				 "--initrd and --no-initrd exclude each other");
	if (settings->no_initrd)
		return ANSWER_YES;

	if (settings->initrd)
		request->initrd = absolute_path(settings->initrd);
	else if (initrd_find(ctx, request->kernel, path))
		return out_error(ctx, ANSWER_UNKNOWN, 0,
				 "kexecguardctl load KERNEL --initrd FILE\n"
				 "kexecguardctl load KERNEL --no-initrd\n",
				 "found no initrd that belongs to %s",
				 request->kernel);
	else
		request->initrd = copy(path);
	if (!request->initrd)
		return out_error(ctx, ANSWER_UNKNOWN, -ENOMEM, NULL, "load");
	return ANSWER_YES;
}

static int build_command_line(const struct context *ctx,
			      const struct settings *settings, char **line)
{
	char *running;
	int err;

	if (settings->how == OPTION_COMMAND_LINE) {
		*line = copy(settings->command_line);
		return *line ? 0 : -ENOMEM;
	}
	err = command_line_read(ctx, &running);
	if (err || settings->how != OPTION_APPEND) {
		*line = running;
		return err;
	}
	err = asprintf(line, "%s%s%s", running, *running ? " " : "",
		       settings->command_line) < 0 ? -ENOMEM : 0;
	free(running);
	return err;
}

static enum answer choose(const struct context *ctx,
			  const struct settings *settings, const char *kernel,
			  struct load_request *request)
{
	enum answer answer;
	int err;

	answer = choose_kernel(ctx, kernel, request);
	if (answer == ANSWER_YES)
		answer = choose_initrd(ctx, settings, request);
	if (answer != ANSWER_YES)
		return answer;

	err = build_command_line(ctx, settings, &request->command_line);
	if (err) {
		request->command_line = NULL;
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot read the running kernel's command line");
	}
	return ANSWER_YES;
}

static enum answer load(const struct context *ctx, struct kguard *guard,
			const struct load_request *request,
			int64_t timeout_ns)
{
	struct load_outcome outcome;
	int err;

	err = load_confirmed(ctx, guard, request, 0, clock_now() + timeout_ns,
			     &outcome);
	if (err)
		return load_error(ctx, request, &outcome, err);
	load_report(ctx, request, &outcome);
	return ANSWER_YES;
}

static enum answer run(const struct context *ctx, const void *from,
		       char *const operands[])
{
	const struct settings *settings = from;
	struct load_request request = { 0 };
	struct kguard *guard;
	enum answer answer;
	int err;

	answer = choose(ctx, settings, operands[0], &request);
	if (answer != ANSWER_YES)
		goto out_free;

	err = guard_open(ctx, &guard);
	if (err) {
		answer = guard_open_error(ctx, err);
		goto out_free;
	}
	answer = load(ctx, guard, &request, settings->timeout_ns);
	kguard_close(guard);
out_free:
	load_request_free(&request);
	return answer;
}

static const struct option_desc options[] = {
	{ "initrd", OPTION_INITRD, "FILE",
	  "initial RAM disk; default: the one beside the\n"
	  "kernel that bears its version" },
	{ "no-initrd", OPTION_NO_INITRD, NULL, "load none" },
	{ "command-line", OPTION_COMMAND_LINE, "STRING",
	  "the new kernel's command line" },
	{ "append", OPTION_APPEND, "STRING",
	  "the running kernel's command line and this" },
	{ "reuse-cmdline", OPTION_REUSE, NULL,
	  "the running kernel's command line, without what\n"
	  "its boot loader added; this is the default" },
	{ "timeout", OPTION_TIMEOUT, "SECONDS",
	  "how long to wait for memory to come to rest;\n"
	  "default: 60" },
	{ NULL, 0, NULL, NULL },
};

const struct command cmd_load = {
	.name = "load",
	.operands = "[KERNEL]",
	.max_operands = 1,
	.summary = "load a kexec image that is known to fit the memory",
	.description =
"Loads a kernel with kexec_file_load(2), to be executed by \"systemctl kexec\" or\n"
"\"kexec -e\". While memory is changing it waits; when memory changed during the\n"
"load it loads again, so that what stays is known to fit. What was loaded is\n"
"remembered in /run/kexecguard/loaded for \"kexecguardctl reload\".\n"
"\n"
"Without KERNEL it takes the running kernel's file (/boot/vmlinuz-RELEASE or\n"
"/usr/lib/modules/RELEASE/vmlinuz), else where /vmlinuz leads, else the newest\n"
"in /boot. Needs root.",
	.exits =
"  0  the image is loaded and confirmed\n"
"  1  refused: memory did not come to rest, or there is no safe place\n"
"  2  could not try: no guard, no file, no privilege, not a kernel",
	.examples =
"  kexecguardctl load                       # the running kernel once more\n"
"  kexecguardctl load /boot/vmlinuz-6.1.0-1-amd64 --append \"single\"\n"
"  kexecguardctl load bzImage --no-initrd --command-line \"console=ttyS0\"",
	.options = options,
	.settings_size = sizeof(struct settings),
	.defaults = &defaults,
	.set = set,
	.run = run,
};
