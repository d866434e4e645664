// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl monitor: one line for each event, until told to stop. Ends
 * cleanly when it is interrupted or when nobody reads its lines any more.
 */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "clock.h"
#include "format.h"
#include "guard.h"
#include "out.h"
#include "view.h"

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

static int print_banner(const struct context *ctx, struct kguard *guard)
{
	struct kguard_status *status;
	struct json_object *document;
	int err;

	err = kguard_get_status(guard, &status);
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

/* 0 an event waits; -ECANCELED told to stop; -EPIPE the reader is gone. */
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

static int print_next(const struct context *ctx, struct kguard *guard)
{
	struct kguard_event *event;
	int err;

	err = kguard_read_event(guard, &event);
	if (err)
		return err;
	print_event(ctx, event);
	kguard_event_free(event);
	return flush();
}

static int monitor(const struct context *ctx, struct kguard *guard,
		   const struct settings *settings, int signals)
{
	uint64_t printed = 0;
	int err;

	while (!settings->number || printed < settings->number) {
		err = wait_any(guard, signals, settings->idle_ns);
		if (err)
			return err;
		err = print_next(ctx, guard);
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
				 "cannot go on monitoring");
	}
}

static enum answer run(const struct context *ctx, const void *from,
		       char *const operands[])
{
	const struct settings *settings = from;
	struct kguard *guard;
	int signals, err;

	(void)operands;
	signals = open_signals();
	if (signals < 0)
		return out_error(ctx, ANSWER_UNKNOWN, signals, NULL,
				 "cannot watch for signals");
	err = guard_open(ctx, &guard);
	if (err) {
		close(signals);
		return guard_open_error(ctx, err);
	}

	err = settings->banner ? print_banner(ctx, guard) : 0;
	if (!err)
		err = flush();
	if (!err)
		err = monitor(ctx, guard, settings, signals);
	kguard_close(guard);
	close(signals);
	return answer_of(ctx, err);
}

static const struct option_desc options[] = {
	{ "number", 'n', "N", "end after N events; default: never" },
	{ "banner", OPTION_BANNER, NULL,
	  "print a line when ready: each event after it will\n"
	  "be seen" },
	{ "idle-timeout", OPTION_IDLE_TIMEOUT, "SECONDS",
	  "end, with exit code 1, when no event came for so\n"
	  "long" },
	{ NULL, 0, NULL, NULL },
};

const struct command cmd_monitor = {
	.name = "monitor",
	.operands = "",
	.summary = "print each event as it comes",
	.description =
"Prints one line for each event: memory that was added, removed, taken online or\n"
"offline; images that were loaded, unloaded, refused or executed. Each line is\n"
"written at once; with --json it is one object. Starts with what happens after\n"
"its start. A program that triggers events itself waits for --banner first.\n"
"Anybody may watch; physical addresses are shown to root only.",
	.exits =
"  0  ended as asked: N events, interrupt, or nobody reads the lines\n"
"  1  no event in the time of --idle-timeout\n"
"  2  cannot tell: no guard",
	.examples =
"  kexecguardctl monitor\n"
"  kexecguardctl monitor --json | jq -r 'select(.cause == \"guard-unload\")'\n"
"  kexecguardctl monitor --banner -n 1      # wait for the next event",
	.options = options,
	.settings_size = sizeof(struct settings),
	.defaults = &defaults,
	.set = set,
	.run = run,
};
