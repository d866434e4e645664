// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl load: load an image and have it confirmed.
 */
#include <errno.h>

#include "choice.h"
#include "clock.h"
#include "format.h"
#include "lease.h"
#include "loading.h"
#include "lock.h"
#include "out.h"

enum {
	OPTION_INITRD = OPTION_LONG,
	OPTION_NO_INITRD,
	OPTION_COMMAND_LINE,
	OPTION_APPEND,
	OPTION_REUSE,
	OPTION_TIMEOUT,
	OPTION_LEASE,
};

struct settings {
	struct choice choice;
	bool has_line;
	int64_t timeout_ns;
	int64_t lease_ns;	/* 0: none */
};

static const struct settings defaults = { .timeout_ns = 60 * NSEC_PER_SEC };

static int set_line(struct settings *settings, enum choice_line line,
		    const char *value)
{
	if (settings->has_line && settings->choice.line != line)
		return -EINVAL;
	settings->has_line = true;
	settings->choice.line = line;
	settings->choice.command_line = value;
	return 0;
}

static int set(void *to, int id, const char *value)
{
	struct settings *settings = to;

	switch (id) {
	case OPTION_INITRD:
		settings->choice.initrd = value;
		return 0;
	case OPTION_NO_INITRD:
		settings->choice.no_initrd = true;
		return 0;
	case OPTION_COMMAND_LINE:
		return set_line(settings, LINE_GIVEN, value);
	case OPTION_APPEND:
		return set_line(settings, LINE_APPEND, value);
	case OPTION_REUSE:
		return set_line(settings, LINE_REUSE, value);
	case OPTION_LEASE:
		return parse_duration(value, &settings->lease_ns);
	default:
		return parse_seconds(value, &settings->timeout_ns);
	}
}

static enum answer load(const struct context *ctx, struct kguard *guard,
			struct load_request *request, int64_t timeout_ns)
{
	const struct load_job job = {
		.request = request,
		.deadline = clock_now() + timeout_ns,
		.wanted_ns = clock_now(),
	};
	struct load_outcome outcome;
	int err;

	err = load_confirmed(ctx, guard, &job, &outcome);
	if (err)
		return load_error(ctx, request, &outcome, err);
	load_report(ctx, request, &outcome);
	return ANSWER_YES;
}

/* The lease runs from now on, so that its end is never before the timer's. */
static enum answer load_leased(const struct context *ctx, struct kguard *guard,
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
					 "kexecguardctl unload --expired    # from where you keep time\n",
					 "nobody would end the lease, nothing is loaded: systemd-run failed%s%s",
					 *complaint ? ": " : "", complaint);
	}
	return load(ctx, guard, request, settings->timeout_ns);
}

static enum answer run(const struct context *ctx, const void *from,
		       char *const operands[])
{
	const struct settings *settings = from;
	struct choice choice = settings->choice;
	struct load_request request;
	struct kguard *guard;
	enum answer answer;
	int err, lock;

	choice.kernel = operands[0];
	answer = choice_resolve(ctx, &choice, &request);
	if (answer != ANSWER_YES)
		goto out_free;

	err = guard_open(ctx, &guard);
	if (err) {
		answer = guard_open_error(ctx, err);
		goto out_free;
	}
	lock = lock_take(ctx);
	answer = load_leased(ctx, guard, &request, settings);
	lock_release(lock);
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
	{ "lease", OPTION_LEASE, "TIME",
	  "unload it when it was not used for so long: 90m,\n"
	  "2h, 1d, or seconds" },
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
"in /boot.\n"
"\n"
"Where the kernel has no kexec_file_load(2), or that does not know the format of\n"
"KERNEL, kexec-tools load the image, within the largest window of safe memory.\n"
"Needs root.",
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
