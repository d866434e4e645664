// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl hold: keep memory from changing while a command runs, or until
 * a signal. The hold belongs to this process's handle, which the command does
 * not inherit.
 */
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <kguard.h>

#include "clock.h"
#include "commands/command.h"
#include "format.h"
#include "out.h"

/* Exit codes that few commands have themselves; the last three as in env(1). */
#define EXIT_REFUSED	75	/* EX_TEMPFAIL of sysexits.h */
#define EXIT_CANNOT_RUN	126
#define EXIT_NO_COMMAND	127
#define EXIT_SIGNAL	128	/* and its number */

enum {
	OPTION_TIMEOUT = OPTION_LONG,
};

struct settings {
	uint32_t timeout_ms;
};

static const struct settings defaults = { .timeout_ms = 60000 };

#define NSEC_PER_MSEC 1000000

static int set(void *to, int id, const char *value)
{
	struct settings *settings = to;
	int64_t timeout_ns;
	int err;

	(void)id;
	err = parse_seconds(value, &timeout_ns);
	if (err)
		return err;
	if (timeout_ns < NSEC_PER_MSEC ||
	    timeout_ns / NSEC_PER_MSEC > KEXECGUARD_HOLD_MS_MAX)
		return -EINVAL;
	settings->timeout_ms = timeout_ns / NSEC_PER_MSEC;
	return 0;
}

static enum answer refused(const struct context *ctx, int err)
{
	switch (err) {
	case -ENODATA:
		return out_explained(ctx, EXIT_REFUSED, err, NULL,
				     "no kexec image is loaded");
	case -EBUSY:
		return out_explained(ctx, EXIT_REFUSED, err,
				     "kexecguardctl wait\n",
				     "memory is changing, the image is outdated, or a kexec is executing");
	case -EPERM:
		return out_explained(ctx, ANSWER_UNKNOWN, err, NULL,
				     "holding needs root (CAP_SYS_BOOT)");
	case -ENOTTY:
		return out_explained(ctx, ANSWER_UNKNOWN, err, NULL,
				     "the loaded module is too old to hold memory still");
	default:
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot hold memory still");
	}
}

static void block_signals(sigset_t *blocked, sigset_t *previous)
{
	sigemptyset(blocked);
	sigaddset(blocked, SIGCHLD);
	sigaddset(blocked, SIGHUP);
	sigaddset(blocked, SIGINT);
	sigaddset(blocked, SIGQUIT);
	sigaddset(blocked, SIGTERM);
	signal(SIGCHLD, SIG_DFL);
	sigprocmask(SIG_BLOCK, blocked, previous);
}

static int start(char *const argv[], const sigset_t *mask, pid_t *pid)
{
	posix_spawnattr_t attributes;
	int err;

	err = posix_spawnattr_init(&attributes);
	if (err)
		return -err;
	err = posix_spawnattr_setsigmask(&attributes, mask);
	if (!err)
		err = posix_spawnattr_setflags(&attributes,
					       POSIX_SPAWN_SETSIGMASK);
	if (!err)
		err = posix_spawnp(pid, argv[0], NULL, &attributes, argv,
				   environ);
	posix_spawnattr_destroy(&attributes);
	return -err;
}

/* A terminal sends SIGINT and SIGQUIT to the command itself. */
static int end_of(pid_t pid, const sigset_t *signals)
{
	int status, signal;

	while (waitpid(pid, &status, WNOHANG) != pid) {
		signal = sigwaitinfo(signals, NULL);
		if (signal == SIGTERM || signal == SIGHUP)
			kill(pid, signal);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) :
				   EXIT_SIGNAL + WTERMSIG(status);
}

static enum answer run_command(const struct context *ctx, char *const argv[])
{
	sigset_t signals, previous;
	pid_t pid;
	int code, err;

	block_signals(&signals, &previous);
	err = start(argv, &previous, &pid);
	if (err)
		return out_error(ctx, err == -ENOENT ? EXIT_NO_COMMAND :
				 EXIT_CANNOT_RUN, err, NULL,
				 "cannot run %s", argv[0]);
	code = end_of(pid, &signals);
	if (kguard_release(ctx->guard))
		fputs("kexecguardctl: the hold ended before the command: its time ran out, or memory was removed\n",
		      stderr);
	return code;
}

static void print_held(const struct context *ctx, uint64_t until)
{
	struct json_object *document;
	char time[FORMAT_LEN];

	if (ctx->json) {
		document = json_document();
		json_add_string(document, "result", "held");
		json_add_string(document, "until",
			format_utc_time(time, clock_to_realtime(until)));
		out_json_line(document);
	} else {
		printf("Memory is held still until %s.\n",
		       format_local_time(time, clock_to_realtime(until)));
	}
	fflush(stdout);
}

static enum answer sleep_until(const struct context *ctx, uint64_t until)
{
	sigset_t signals, previous;
	struct timespec timeout;
	int64_t left;
	int signal;

	block_signals(&signals, &previous);
	print_held(ctx, until);
	do {
		left = clock_remaining(until);
		timeout.tv_sec = left / NSEC_PER_SEC;
		timeout.tv_nsec = left % NSEC_PER_SEC;
		signal = sigtimedwait(&signals, NULL, &timeout);
	} while (signal == SIGCHLD || (signal < 0 && errno == EINTR));

	if (!kguard_release(ctx->guard))
		return ANSWER_YES;
	return out_error(ctx, ANSWER_NO, 0, NULL,
			 "the hold ended: its time ran out, or memory was removed");
}

static enum answer run(const struct context *ctx, const void *from,
		       char *const operands[])
{
	const struct settings *settings = from;
	uint64_t until;
	int err;

	err = kguard_hold(ctx->guard, settings->timeout_ms, &until, NULL);
	if (err)
		return refused(ctx, err);
	return operands[0] ? run_command(ctx, operands) :
			     sleep_until(ctx, until);
}

static const struct option_desc options[] = {
	{ "timeout", OPTION_TIMEOUT, "SECONDS",
	  .help = "how long the hold lasts at most, up to 600; default:\n"
	  "60" },
	{ NULL },
};

const struct command cmd_hold = {
	.name = "hold",
	.operands = "[-- COMMAND [ARGUMENT...]]",
	.max_operands = -1,
	.summary = "keep memory from changing while a command runs",
	.description =
"Runs a command while the guard refuses memory operations that would outdate the\n"
"loaded image, so that it is still good when the command executes it. Without a\n"
"command the hold lasts until this one is interrupted. Memory operations that the\n"
"policy keeps go on, and so do loads and executions. A removal of memory cannot be\n"
"refused: it waits for 30 seconds at most, and then ends the hold. The hold ends\n"
"with this process and when its time runs out. Needs root.",
	.exits =
"  0  without a command: a signal ended the hold; otherwise the exit code is the\n"
"     command's, or 128 and the number of the signal that ended the command\n"
"  1  without a command: the hold ended before a signal\n"
"  2  could not try: no guard, no privilege\n"
"  75 refused: no image is loaded, it is outdated, memory is changing, or a kexec\n"
"     is executing\n"
"  126 the command cannot be run\n"
"  127 there is no such command",
	.examples =
"  kexecguardctl hold -- kexec -e\n"
"  kexecguardctl hold --timeout 300 -- sh -c 'stop-services && kexec -e'",
	.options = options,
	.settings_size = sizeof(struct settings),
	.defaults = &defaults,
	.needs_guard = true,
	.set = set,
	.run = run,
};
