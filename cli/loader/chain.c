// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See chain.h. The units' states are asked of systemctl, which needs no
 * privilege for that.
 */
#include "loader/chain.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "lib/program.h"
#include "loader/config.h"
#include "loader/loading.h"
#include "loader/source.h"
#include "out.h"

#define WATCHER "kexecguard-reload.path"
#define SERVICE "kexecguard-reload.service"

static void __attribute__((format(printf, 3, 4)))
set(struct link *link, enum link_state state, const char *format, ...)
{
	va_list args;

	link->state = state;
	va_start(args, format);
	vsnprintf(link->meaning, sizeof(link->meaning), format, args);
	va_end(args);
}

static void advise(struct link *link, const char *advice)
{
	snprintf(link->advice, sizeof(link->advice), "%s", advice);
}

struct unit {
	char load[32];		/* loaded, masked, not-found ... */
	char active[32];
	char result[32];
	char started[32];	/* 0: not since boot */
};

static void take(const char *text, const char *name, char value[32])
{
	size_t length = strlen(name);

	for (; text; text = strchr(text, '\n')) {
		text += *text == '\n';
		if (strncmp(text, name, length) || text[length] != '=')
			continue;
		text += length + 1;
		snprintf(value, 32, "%.*s", (int)strcspn(text, "\n"), text);
		return;
	}
}

static bool has_systemd(const struct context *ctx, char program[PATH_MAX])
{
	char path[PATH_MAX];

	return path_join(path, ctx, "/run/systemd/system") &&
	       !access(path, F_OK) &&
	       path_join(program, ctx, "/usr/bin/systemctl") &&
	       !access(program, X_OK);
}

/* Writes the link's state and returns false if that is all that can be said. */
static bool read_unit(const struct context *ctx, const char *name,
		      struct link *link, struct unit *unit)
{
	char program[PATH_MAX], text[COMPLAINT_LEN];
	char *argv[] = {
		(char *)"systemctl", (char *)"show", (char *)name,
		(char *)"--property=LoadState,ActiveState,Result,ExecMainStartTimestampMonotonic",
		NULL,
	};

	memset(unit, 0, sizeof(*unit));
	if (!has_systemd(ctx, program)) {
		set(link, LINK_NONE, "this machine does not run systemd");
		return false;
	}
	if (kg_program_run(program, argv, text)) {
		set(link, LINK_UNKNOWN, "systemctl failed: %s", text);
		return false;
	}
	take(text, "LoadState", unit->load);
	take(text, "ActiveState", unit->active);
	take(text, "Result", unit->result);
	take(text, "ExecMainStartTimestampMonotonic", unit->started);
	if (!strcmp(unit->load, "masked")) {
		set(link, LINK_BROKEN, "%s is masked: nothing is loaded again",
		    name);
		snprintf(link->advice, sizeof(link->advice),
			 "systemctl unmask %s\nsystemctl start " WATCHER "\n",
			 name);
		return false;
	}
	if (!strcmp(unit->load, "loaded"))
		return true;
	set(link, LINK_BROKEN, "%s cannot be loaded: %s", name, unit->load);
	snprintf(link->advice, sizeof(link->advice), "systemctl status %s\n",
		 name);
	return false;
}

static void examine_watcher(const struct context *ctx, struct link *link)
{
	struct unit unit;

	if (!read_unit(ctx, WATCHER, link, &unit))
		return;
	if (!strcmp(unit.active, "active")) {
		set(link, LINK_OK, WATCHER " is active");
		return;
	}
	set(link, LINK_BROKEN,
	    WATCHER " is %s: an unload would go unnoticed", unit.active);
	advise(link, "systemctl start " WATCHER "\n");
}

static void examine_service(const struct context *ctx, struct link *link)
{
	struct unit unit;

	if (!read_unit(ctx, SERVICE, link, &unit))
		return;
	if (strcmp(unit.result, "success")) {
		set(link, LINK_BROKEN, "the last automatic reload failed: %s",
		    unit.result);
		advise(link, "journalctl -b -u " SERVICE "\n"
		       "kexecguardctl reload --dry-run\n");
		return;
	}
	set(link, LINK_OK, !strcmp(unit.started, "0") ?
	    "no automatic reload since boot" :
	    "the last automatic reload succeeded");
}

/* A context that notes in @report what it would print. */
static struct context quiet(const struct context *ctx, struct report *report)
{
	struct context quiet = *ctx;

	*report = (struct report){ 0 };
	quiet.report = report;
	quiet.is_quiet = true;
	return quiet;
}

static void judge_request(const struct context *ctx,
			  const struct load_request *request,
			  struct link *link)
{
	const char *culprit;
	int err = load_find_unreadable(ctx, request, &culprit);

	if (err) {
		set(link, err == -EACCES && geteuid() ? LINK_UNKNOWN :
		    LINK_BROKEN, "%s, named by %s: %s", culprit,
		    request->origin, strerror(-err));
		advise(link, "kexecguardctl load\n");
		return;
	}
	set(link, LINK_OK, "%s%s, named by %s",
	    request->command ? "the image of the command " : "",
	    request->command ?: request->kernel, request->origin);
}

static void examine_image(const struct context *ctx,
			  const struct config *config, struct link *link)
{
	struct load_request request = { 0 };
	struct report report;
	struct context silent = quiet(ctx, &report);
	enum answer answer;
	bool is_known;

	answer = source_find(&silent, ctx->guard, config, true, &request,
			     &is_known);
	if (answer == ANSWER_YES && !is_known) {
		set(link, LINK_NONE,
		    "it is unknown what to load: nothing was loaded with \"kexecguardctl load\" since boot, or another program has loaded an image since, and "
		    CONFIG " names none");
		advise(link, source_advice(ctx));
	} else if (answer == ANSWER_YES) {
		judge_request(ctx, &request, link);
	} else {
		set(link, answer == ANSWER_NO ? LINK_NONE : geteuid() ?
		    LINK_UNKNOWN : LINK_BROKEN, "%s", report.reason);
		advise(link, "kexecguardctl reload --dry-run\n");
	}
	load_request_free(&request);
}

static void examine_config(const struct context *ctx, struct link links[])
{
	struct link *link = &links[LINK_CONFIG];
	struct config_error error;
	struct config config;
	struct report report;
	struct context silent = quiet(ctx, &report);
	int err;

	err = config_read(&silent, &config, &error);
	if (err) {
		config_error_report(&silent, err, &error);
		set(link, LINK_BROKEN, "%s", report.reason);
		advise(link, "man kexecguard.conf\n");
		set(&links[LINK_IMAGE], LINK_BROKEN,
		    "no image is loaded again before the configuration can be read");
		return;
	}
	set(link, LINK_OK, "valid%s%s", *config.unknown ? "; " : "",
	    config.unknown);
	examine_image(ctx, &config, &links[LINK_IMAGE]);
	config_free(&config);
}

static void examine_loads(const struct context *ctx, struct link *link)
{
	enum obstacle obstacle = obstacle_find(ctx);
	struct explanation why;
	char limit[LINE_LEN];

	if (obstacle_is_final(obstacle)) {
		obstacle_explain(ctx, obstacle, &why);
		set(link, LINK_BROKEN, "%s", why.message);
		advise(link, why.advice);
		return;
	}
	file_read_line(ctx, "/proc/sys/kernel/kexec_load_limit_reboot", limit,
		       sizeof(limit));
	if (*limit && strcmp(limit, "-1"))
		set(link, LINK_OK, "permitted, %s more before a reboot", limit);
	else if (file_line_is(ctx, "/proc/sys/kernel/kexec_load_limit_panic",
			      "0"))
		set(link, LINK_OK,
		    "permitted; none of a crash image before a reboot (kernel.kexec_load_limit_panic)");
	else if (obstacle == OBSTACLE_LOCKDOWN)
		set(link, LINK_OK,
		    "permitted for images with a trusted signature: the kernel is locked down");
	else
		set(link, LINK_OK, "permitted");
}

/**
 * chain_examine() - examine the whole chain
 * @ctx: the context, with the device
 * @links: where to put the states, indexed by enum link_id
 */
void chain_examine(const struct context *ctx, struct link links[NR_LINKS])
{
	memset(links, 0, NR_LINKS * sizeof(*links));
	examine_watcher(ctx, &links[LINK_WATCHER]);
	examine_service(ctx, &links[LINK_SERVICE]);
	examine_config(ctx, links);
	examine_loads(ctx, &links[LINK_LOADS]);
}

/**
 * chain_is_broken() - is any link broken
 * @links: the links
 *
 * Return: true if so.
 */
bool chain_is_broken(const struct link links[NR_LINKS])
{
	size_t i;

	for (i = 0; i < NR_LINKS; i++)
		if (links[i].state == LINK_BROKEN)
			return true;
	return false;
}

/**
 * link_name() - the link in one word
 * @id: the link
 *
 * Return: a static string.
 */
const char *link_name(enum link_id id)
{
	static const char *const names[NR_LINKS] = {
		[LINK_WATCHER]	= "watcher",
		[LINK_SERVICE]	= "service",
		[LINK_CONFIG]	= "configuration",
		[LINK_IMAGE]	= "image",
		[LINK_LOADS]	= "loads",
	};

	return names[id];
}

/**
 * link_state_name() - the state in one word
 * @state: the state
 *
 * Return: a static string.
 */
const char *link_state_name(enum link_state state)
{
	static const char *const names[] = {
		[LINK_OK]	= "ok",
		[LINK_NONE]	= "none",
		[LINK_UNKNOWN]	= "unknown",
		[LINK_BROKEN]	= "broken",
	};

	return names[state];
}
