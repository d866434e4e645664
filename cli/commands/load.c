// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl load: load an image and have it confirmed.
 */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "clock.h"
#include "commands/command.h"
#include "format.h"
#include "lib/program.h"
#include "loader/image.h"
#include "loader/loading.h"
#include "loader/run_state.h"
#include "out.h"

#define SYSTEMD_RUN "/usr/bin/systemd-run"

enum {
	OPTION_INITRD = OPTION_LONG,
	OPTION_NO_INITRD,
	OPTION_COMMAND_LINE,
	OPTION_APPEND,
	OPTION_REUSE,
	OPTION_TIMEOUT,
	OPTION_LEASE,
	OPTION_DRY_RUN,
	OPTION_NEWEST,
	OPTION_ENTRY,
};

struct settings {
	struct image image;
	int64_t timeout_ns;
	int64_t lease_ns;	/* 0: none */
	bool dry_run;
};

static const struct settings defaults = { .timeout_ns = 60 * NSEC_PER_SEC };

static int set_line(struct settings *settings, enum line_source line,
		    const char *value)
{
	settings->image.line = line;
	settings->image.command_line = value;
	return 0;
}

static int set(void *to, int id, const char *value)
{
	struct settings *settings = to;

	switch (id) {
	case OPTION_INITRD:
		settings->image.initrd = value;
		return 0;
	case OPTION_NO_INITRD:
		settings->image.no_initrd = true;
		return 0;
	case OPTION_COMMAND_LINE:
		return set_line(settings, LINE_GIVEN, value);
	case OPTION_APPEND:
		return set_line(settings, LINE_APPEND, value);
	case OPTION_REUSE:
		return set_line(settings, LINE_REUSE, value);
	case OPTION_DRY_RUN:
		settings->dry_run = true;
		return 0;
	case OPTION_NEWEST:
		settings->image.newest = true;
		return 0;
	case OPTION_ENTRY:
		settings->image.entry = value;
		return 0;
	case OPTION_LEASE:
		return parse_duration(value, &settings->lease_ns);
	default:
		return parse_seconds(value, &settings->timeout_ns);
	}
}

static enum answer load(const struct context *ctx,
			struct load_request *request, int64_t timeout_ns)
{
	const struct load_job job = {
		.request = request,
		.timeout_ns = timeout_ns,
		.wanted_ns = clock_now(),
	};
	enum answer answer = ANSWER_YES;
	struct load_outcome outcome;
	int err;

	err = load_confirmed(ctx, &job, &outcome);
	if (err)
		answer = load_error(ctx, request, &outcome, err);
	else
		load_report(ctx, request, &outcome);
	load_outcome_free(&outcome);
	return answer;
}

/*
 * Have systemd run "unload --expired" at the end of a lease. That reads when
 * the lease ends from the run state: the timer of an earlier lease does
 * nothing.
 */
static int lease_watch(int64_t lease_ns, char complaint[COMPLAINT_LEN])
{
	char tool[PATH_MAX], unit[64], time[64];
	char *argv[] = {
		(char *)"systemd-run", (char *)"--quiet", (char *)"--collect",
		(char *)"--description=End of the lease of a kexec image",
		unit, time, (char *)"--timer-property=AccuracySec=1s", tool,
		(char *)"unload", (char *)"--expired", NULL,
	};
	ssize_t length;
	int ret;

	complaint[0] = '\0';
	length = readlink("/proc/self/exe", tool, sizeof(tool) - 1);
	if (length < 0)
		return -errno;
	tool[length] = '\0';
	/* A unique name: the timer of an earlier lease may still exist. */
	snprintf(unit, sizeof(unit), "--unit=kexecguard-lease-%" PRId64,
		 clock_now());
	/* Rounded up: the timer may be late, but not early. */
	snprintf(time, sizeof(time), "--on-active=%" PRId64 "s",
		 (lease_ns + NSEC_PER_SEC - 1) / NSEC_PER_SEC);
	ret = kg_program_run(SYSTEMD_RUN, argv, complaint);
	return ret > 0 ? -EIO : ret;
}

/*
 * The lease starts before the timer, so that it is over when the timer expires.
 */
static enum answer load_leased(const struct context *ctx,
			       struct load_request *request,
			       const struct settings *settings)
{
	char complaint[COMPLAINT_LEN];
	int err;

	if (settings->lease_ns) {
		request->lease_end_ns = clock_now() + settings->lease_ns;
		err = lease_watch(settings->lease_ns, complaint);
		if (err)
			return out_error(ctx, ANSWER_UNKNOWN, err,
					 "kexecguardctl unload --expired    # run this yourself when the time is over\n",
					 "nothing would end the lease, so nothing is loaded: systemd-run failed%s%s",
					 *complaint ? ": " : "", complaint);
	}
	return load(ctx, request, settings->timeout_ns);
}

static enum answer run(const struct context *ctx, const void *from,
		       char *const operands[])
{
	const struct settings *settings = from;
	struct image image = settings->image;
	struct load_request request;
	enum answer answer;
	int lock;

	if (operands[0] && (image.newest || image.entry))
		return out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
				 "load: KERNEL and --%s exclude each other",
				 image.newest ? "newest" : "entry");
	image.kernel = operands[0];
	image.examine = settings->dry_run;
	answer = image_resolve(ctx, &image, &request);
	if (answer == ANSWER_YES && settings->dry_run) {
		answer = load_dry_run(ctx, &request);
	} else if (answer == ANSWER_YES) {
		lock = lock_take(ctx);
		answer = load_leased(ctx, &request, settings);
		lock_release(lock);
	}
	load_request_free(&request);
	return answer;
}

static const struct option_desc options[] = {
	{ "newest", OPTION_NEWEST, NULL,
	  .help = "the newest installed kernel, by its release", .group = 3 },
	{ "entry", OPTION_ENTRY, "NAME",
	  .help = "what the boot loader calls so, with its initrd and\n"
	  "command line; \"default\": what it boots next",
	  .values = "default", .group = 3 },
	{ "initrd", OPTION_INITRD, "FILE",
	  .help = "initial RAM disk; default: the one of the kernel's\n"
	  "version", .group = 1 },
	{ "no-initrd", OPTION_NO_INITRD, NULL,
	  .help = "load no initial RAM disk", .group = 1 },
	{ "command-line", OPTION_COMMAND_LINE, "STRING",
	  .help = "the new kernel's command line", .group = 2 },
	{ "append", OPTION_APPEND, "STRING",
	  .help = "the command line of the entry, or the running\n"
	  "kernel's, followed by this",
	  .group = 2 },
	{ "reuse-cmdline", OPTION_REUSE, NULL,
	  .help = "the running kernel's command line, without what\n"
	  "its boot loader added; this is the default", .group = 2 },
	{ "timeout", OPTION_TIMEOUT, "SECONDS",
	  .help = "how long to wait until memory is quiet; default: 60" },
	{ "lease", OPTION_LEASE, "TIME",
	  .help = "unload it if it has not been executed by then: 90m,\n"
	  "2h, 1d, or seconds", .values = "30m 2h 1d" },
	{ "dry-run", OPTION_DRY_RUN, NULL,
	  .help = "show what would be loaded, and load nothing" },
	{ NULL },
};

const struct command cmd_load = {
	.name = "load",
	.operands = "[KERNEL]",
	.max_operands = 1,
	.summary = "load a kexec image that is known to fit the memory",
	.description =
"Loads a kernel with kexec_file_load(2), to be executed by \"systemctl kexec\" or\n"
"\"kexec -e\". Waits while memory is changing; if memory changed during the load,\n"
"loads again, so that the image is known to fit. The image is remembered in\n"
"/run/kexecguard/loaded for \"kexecguardctl reload\".\n"
"\n"
"Without KERNEL it takes the running kernel's file (/boot/vmlinuz-RELEASE or\n"
"/usr/lib/modules/RELEASE/vmlinuz), else the target of /vmlinuz, else the newest\n"
"kernel. After an upgrade, --newest or --entry default takes the new one.\n"
"\n"
"If the running kernel has no kexec_file_load(2), or it does not support the\n"
"format of KERNEL, kexec-tools load the image into the largest window of safe\n"
"memory. Needs root.",
	.exits =
"  0  the image is loaded and confirmed\n"
"  1  refused: memory kept changing, or there is no safe place\n"
"  2  could not try: no guard, no file, no privilege, not a kernel",
	.examples =
"  kexecguardctl load                       # the running kernel once more\n"
"  kexecguardctl load --newest              # after an upgrade\n"
"  kexecguardctl load --entry default       # what the machine would boot\n"
"  kexecguardctl load /boot/vmlinuz-6.1.0-1-amd64 --append \"single\"\n"
"  kexecguardctl load bzImage --no-initrd --command-line \"console=ttyS0\"",
	.options = options,
	.settings_size = sizeof(struct settings),
	.defaults = &defaults,
	.needs_guard = true,
	.set = set,
	.run = run,
};
