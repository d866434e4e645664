// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl monitor: one line for each event. Ends cleanly when it is
 * interrupted and when the reader of its output is gone.
 */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "clock.h"
#include "commands/command.h"
#include "format.h"
#include "guard.h"
#include "out.h"
#include "view/view.h"

enum {
	OPTION_BANNER = OPTION_LONG,
	OPTION_IDLE_TIMEOUT,
};

struct settings {
	uint64_t number;	/* 0: no limit */
	bool banner;
	int64_t idle_ns;	/* below 0: no limit */
};

static const struct settings defaults = { .idle_ns = -1 };

static int set(void *to, int id, const char *value)
{
	struct settings *settings = to;

	switch (id) {
	case 'n':
		return parse_count(value, &settings->number);
	case OPTION_IDLE_TIMEOUT:
		return parse_seconds(value, &settings->idle_ns);
	default:
		settings->banner = true;
		return 0;
	}
}

static int print_banner(const struct context *ctx)
{
	struct kguard_status *status;
	struct json_object *document;
	int err;

	err = kguard_get_status(ctx->guard, &status);
	if (err)
		return err;
	if (ctx->json) {
		document = json_document();
		json_add_bool(document, "banner", true);
		json_add_u64(document, "last_event",
			     kguard_status_get_last_event(status));
		out_json_line(document);
	} else {
		printf("Monitoring the events after #%" PRIu64 " ...\n",
		       kguard_status_get_last_event(status));
	}
	kguard_status_free(status);
	return 0;
}

static void print_event(const struct context *ctx,
			const struct kguard_event *event)
{
	if (ctx->json)
		out_json_line(view_event_json(event));
	else
		view_event_text(event);
}

/* -EPIPE: the reader is gone. */
static int flush(void)
{
	errno = 0;
	if (fflush(stdout) || ferror(stdout))
		return errno ? -errno : -EIO;
	return 0;
}

static int open_signals(void)
{
	sigset_t signals;
	int fd;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &signals, NULL) < 0)
		return -errno;
	signal(SIGPIPE, SIG_IGN);
	fd = signalfd(-1, &signals, SFD_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* 0: an event can be read; -ECANCELED: a signal; -EPIPE: the reader is gone. */
static int wait_any(struct kguard *guard, int signals, int64_t idle_ns)
{
	struct pollfd waits[] = {
		{ .fd = kguard_get_fd(guard), .events = POLLIN },
		{ .fd = signals, .events = POLLIN },
		{ .fd = STDOUT_FILENO },
	};
	struct timespec timeout = {
		.tv_sec = idle_ns / NSEC_PER_SEC,
		.tv_nsec = idle_ns % NSEC_PER_SEC,
	};
	int ready;

	ready = ppoll(waits, 3, idle_ns < 0 ? NULL : &timeout, NULL);
	if (ready < 0)
		return -errno;
	if (!ready)
		return -ETIMEDOUT;
	if (waits[1].revents)
		return -ECANCELED;
	if (waits[2].revents & POLLERR)
		return -EPIPE;
	return waits[0].revents & POLLIN ? 0 : -ENODEV;
}

static int print_next(const struct context *ctx)
{
	struct kguard_event *event;
	int err;

	err = kguard_read_event(ctx->guard, &event);
	if (err)
		return err;
	print_event(ctx, event);
	kguard_event_free(event);
	return flush();
}

static int monitor(const struct context *ctx, const struct settings *settings,
		   int signals)
{
	uint64_t printed = 0;
	int err;

	while (!settings->number || printed < settings->number) {
		err = wait_any(ctx->guard, signals, settings->idle_ns);
		if (err)
			return err;
		err = print_next(ctx);
		if (err && err != -EAGAIN)
			return err;
		printed += !err;
	}
	return 0;
}

static enum answer answer_of(const struct context *ctx, int err)
{
	switch (err) {
	case 0:
	case -ECANCELED:
	case -EPIPE:
		return ANSWER_YES;
	case -ETIMEDOUT:
		return ANSWER_NO;
	default:
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot continue monitoring");
	}
}

static enum answer run(const struct context *ctx, const void *from,
		       char *const operands[])
{
	const struct settings *settings = from;
	int signals, err;

	(void)operands;
	signals = open_signals();
	if (signals < 0)
		return out_error(ctx, ANSWER_UNKNOWN, signals, NULL,
				 "cannot watch for signals");
	err = settings->banner ? print_banner(ctx) : 0;
	if (!err)
		err = flush();
	if (!err)
		err = monitor(ctx, settings, signals);
	close(signals);
	return answer_of(ctx, err);
}

static const struct option_desc options[] = {
	{ "number", 'n', "N", .help = "end after N events; default: never" },
	{ "banner", OPTION_BANNER, NULL,
	  .help = "print a line when ready: no event after it will be\n"
	  "missed" },
	{ "idle-timeout", OPTION_IDLE_TIMEOUT, "SECONDS",
	  .help = "end, with exit code 1, if no event came for so long" },
	{ NULL },
};

const struct command cmd_monitor = {
	.name = "monitor",
	.operands = "",
	.summary = "print events as they happen",
	.description =
"Prints one line for each event: memory that was added, removed, taken online or\n"
"offline; images that were loaded, unloaded, refused or executed. Each line is\n"
"written at once; with --json it is one object. Earlier events are not shown. A\n"
"program that triggers events itself waits for --banner first. Needs no\n"
"privilege; physical addresses are shown to root only.",
	.exits =
"  0  ended after N events, an interrupt, or because the reader is gone\n"
"  1  no event within the time of --idle-timeout\n"
"  2  unknown: no guard",
	.examples =
"  kexecguardctl monitor\n"
"  kexecguardctl monitor --json | jq -r 'select(.cause == \"guard-unload\")'\n"
"  kexecguardctl monitor --banner -n 1      # wait for the next event",
	.options = options,
	.settings_size = sizeof(struct settings),
	.defaults = &defaults,
	.needs_guard = true,
	.set = set,
	.run = run,
};
