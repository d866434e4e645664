// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl doctor: is this machine protected, and if not, why not and what
 * to do. One line for each hook, and for each link of the chain from an unload to
 * the next load.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/command.h"
#include "diagnose/hook.h"
#include "file.h"
#include "format.h"
#include "guard.h"
#include "loader/chain.h"
#include "memory.h"
#include "out.h"
#include "table.h"

static const char is_forced_path[] =
	"/sys/module/kexecguard/parameters/any_kernel";

struct settings {
	const char *output;
};

static int set(void *to, int id, const char *value)
{
	struct settings *settings = to;

	(void)id;
	settings->output = value;
	return 0;
}

/* All that the kernel reports, and the chain. */
struct findings {
	struct snapshot snapshot;
	struct kguard_hook **hooks;
	size_t nr_hooks;
	bool is_memory_known;	/* only root may read the map */
	bool is_all_marked;
	bool is_forced;		/* for whatever kernel the module was built */
	struct link links[NR_LINKS];
};

static void findings_free(struct findings *findings)
{
	size_t i;

	for (i = 0; i < findings->nr_hooks; i++)
		kguard_hook_free(findings->hooks[i]);
	free(findings->hooks);
	snapshot_free(&findings->snapshot);
}

static int read_hooks(struct kguard *guard, struct findings *findings)
{
	size_t number =
		kguard_info_get_nr_hooks(findings->snapshot.info);
	int err;

	findings->hooks = calloc(number ?: 1, sizeof(*findings->hooks));
	if (!findings->hooks)
		return -ENOMEM;
	while (findings->nr_hooks < number) {
		err = kguard_get_hook(guard, findings->nr_hooks,
				      &findings->hooks[findings->nr_hooks]);
		if (err)
			return err;
		findings->nr_hooks++;
	}
	return 0;
}

static void read_memory(struct kguard *guard, struct findings *findings)
{
	struct kguard_map *map;

	if (kguard_get_map(guard, &map))
		return;
	findings->is_memory_known = true;
	findings->is_all_marked = kguard_map_is_all_marked(map);
	kguard_map_free(map);
}

static int findings_read(const struct context *ctx, struct findings *findings)
{
	struct kguard *guard = ctx->guard;
	int err;

	memset(findings, 0, sizeof(*findings));
	err = snapshot_take(guard, &findings->snapshot);
	if (err)
		return err;
	read_memory(guard, findings);
	chain_examine(ctx, findings->links);
	err = read_hooks(guard, findings);
	if (err)
		findings_free(findings);
	return err;
}

static uint32_t missing(const struct findings *findings)
{
	return kguard_status_get_missing(findings->snapshot.status);
}

static size_t count_lost(const struct findings *findings)
{
	size_t i, count = 0;

	for (i = 0; i < findings->nr_hooks; i++)
		count += hook_is_lost(findings->hooks[i]);
	return count;
}

static bool is_healthy(const struct findings *findings)
{
	return !missing(findings) && !count_lost(findings);
}

static void add_hook(struct json_object *array, const struct kguard_hook *hook)
{
	struct json_object *object = json_append_object(array);
	int error = kguard_hook_get_error(hook);
	const char *symbol = kguard_hook_get_symbol(hook);

	json_add_string(object, "name", kguard_hook_get_name(hook));
	json_add_string(object, "state", hook_state(hook));
	json_add_string(object, "symbol", *symbol ? symbol : NULL);
	json_add_string(object, "errno",
			error ? strerrorname_np(-error) : NULL);
	json_add_protections(object, "protections",
			     kguard_hook_get_protections(hook));
	json_add_string(object, "meaning", hook_meaning(hook));
	json_add_string(object, "advice", hook_advice(hook));
}

static void add_links(struct json_object *array, const struct link links[])
{
	struct json_object *object;
	size_t i;

	for (i = 0; i < NR_LINKS; i++) {
		object = json_append_object(array);
		json_add_string(object, "name", link_name(i));
		json_add_string(object, "state",
				link_state_name(links[i].state));
		json_add_string(object, "meaning", links[i].meaning);
		json_add_string(object, "advice", links[i].advice);
	}
}

static void print_json(const struct findings *findings)
{
	const struct snapshot *snapshot = &findings->snapshot;
	struct json_object *document = json_document();
	struct json_object *hooks;
	size_t i;

	json_add_string(document, "module_version",
			kguard_info_get_version(snapshot->info));
	json_add_string(document, "verdict",
			is_healthy(findings) ? "armed" : "missing");
	json_add_protections(document, "needed",
			     kguard_info_get_protections(snapshot->info));
	json_add_protections(document, "missing", missing(findings));
	if (findings->is_memory_known)
		json_add_bool(document, "all_marked", findings->is_all_marked);
	else
		json_add(document, "all_marked", NULL);
	json_add_bool(document, "any_kernel", findings->is_forced);
	hooks = json_add_array(document, "hooks");
	for (i = 0; i < findings->nr_hooks; i++)
		add_hook(hooks, findings->hooks[i]);
	add_links(json_add_array(document, "chain"), findings->links);
	out_json(document);
}

enum {
	COLUMN_HOOK,
	COLUMN_STATE,
	COLUMN_MEANING,
	COLUMN_ADVICE,
	COLUMN_SYMBOL,
	COLUMN_ERROR,
	COLUMN_PROTECTIONS,
	NR_COLUMNS,
};

static const struct column columns[NR_COLUMNS] = {
	[COLUMN_HOOK]		= { .name = "HOOK" },
	[COLUMN_STATE]		= { .name = "STATE" },
	[COLUMN_MEANING]	= { .name = "MEANING", .wrap = true },
	[COLUMN_ADVICE]		= { .name = "ADVICE", .wrap = true },
	[COLUMN_SYMBOL]		= { .name = "SYMBOL", .hidden = true },
	[COLUMN_ERROR]		= { .name = "ERROR", .hidden = true },
	[COLUMN_PROTECTIONS]	= { .name = "PROTECTIONS", .hidden = true },
};

static void format_protections(char *text, size_t size, uint32_t protections)
{
	char name[FORMAT_LEN];
	unsigned int bit;
	size_t used = 0;

	text[0] = '\0';
	for (bit = 0; bit < 32 && used < size; bit++) {
		if (!(protections >> bit & 1))
			continue;
		format_protection(name, UINT32_C(1) << bit);
		used += snprintf(text + used, size - used, "%s%s",
				 used ? "," : "", name);
	}
}

static int add_row(struct table *table, const struct kguard_hook *hook)
{
	int error = kguard_hook_get_error(hook);
	char protections[512];
	const char *cells[NR_COLUMNS] = {
		[COLUMN_HOOK]		= kguard_hook_get_name(hook),
		[COLUMN_STATE]		= hook_state(hook),
		[COLUMN_MEANING]	= hook_meaning(hook),
		[COLUMN_ADVICE]		= hook_advice(hook),
		[COLUMN_SYMBOL]		= kguard_hook_get_symbol(hook),
		[COLUMN_ERROR]		= error ? strerrorname_np(-error) : "",
		[COLUMN_PROTECTIONS]	= protections,
	};

	format_protections(protections, sizeof(protections),
			   kguard_hook_get_protections(hook));
	return table_add(table, cells);
}

static void print_missing(uint32_t protections)
{
	const char *consequence;
	char name[FORMAT_LEN];
	unsigned int bit;

	for (bit = 0; bit < 32; bit++) {
		if (!(protections >> bit & 1))
			continue;
		consequence =
			kguard_protection_get_consequence(UINT32_C(1) << bit);
		printf("  %-10s  %s\n",
		       format_protection(name, UINT32_C(1) << bit),
		       consequence ?: "this tool is older than the module");
	}
}

static void print_advice(const char *advice)
{
	size_t length;

	for (; *advice; advice += length + (advice[length] == '\n')) {
		length = strcspn(advice, "\n");
		printf("%-18s%.*s\n", "", (int)length, advice);
	}
}

static void print_links(const struct link links[])
{
	size_t i;

	puts("\nFrom an unload to the next load:");
	for (i = 0; i < NR_LINKS; i++) {
		printf("  %-14s  %s: %s\n", link_name(i),
		       link_state_name(links[i].state), links[i].meaning);
		print_advice(links[i].advice);
	}
}

static void print_summary(const struct findings *findings)
{
	if (is_healthy(findings)) {
		puts("\nEverything that this kernel needs is armed.");
		return;
	}
	printf("\n%zu of %zu hooks are not armed.%s\n", count_lost(findings),
	       findings->nr_hooks,
	       missing(findings) ? " What can happen because of that:" : "");
	print_missing(missing(findings));
}

static enum answer print_table(const struct context *ctx,
			       const struct findings *findings,
			       const char *output)
{
	struct table table;
	size_t i;
	int err;

	err = table_open(ctx, &table, columns, NR_COLUMNS, output);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
				 "\"%s\" is not a list of columns",
				 output ?: "");
	for (i = 0; i < findings->nr_hooks && !err; i++)
		err = add_row(&table, findings->hooks[i]);
	if (!err)
		err = table_print(&table);
	table_close(&table);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot print the table");
	if (output || table_is_for_programs(ctx))
		return ANSWER_YES;
	print_summary(findings);
	if (findings->is_forced)
		puts("any_kernel is set: if the module was built for another kernel, what it reads\n"
		     "and reports may be wrong.");
	if (findings->is_all_marked)
		puts(memory_all_marked);
	print_links(findings->links);
	return ANSWER_YES;
}

static enum answer examine(const struct context *ctx,
			   const struct findings *findings, const char *output)
{
	enum answer answer = ANSWER_YES;

	if (ctx->json)
		print_json(findings);
	else
		answer = print_table(ctx, findings, output);
	if (answer != ANSWER_YES)
		return answer;
	return is_healthy(findings) && !chain_is_broken(findings->links) ?
	       ANSWER_YES : ANSWER_NO;
}

static enum answer run(const struct context *ctx, const void *from,
		       char *const operands[])
{
	const struct settings *settings = from;
	struct findings findings;
	enum answer answer;
	int err;

	(void)operands;
	err = findings_read(ctx, &findings);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot read the guard's hooks");
	findings.is_forced = file_line_is(ctx, is_forced_path, "Y");
	answer = examine(ctx, &findings, settings->output);
	findings_free(&findings);
	return answer;
}

static const struct option_desc options[] = {
	{ "output", 'o', "LIST",
	  .help = "columns to show: HOOK, STATE, MEANING, ADVICE,\n"
	  "SYMBOL, ERROR, PROTECTIONS; +LIST adds to the\n"
	  "default",
	  .values = "HOOK STATE MEANING ADVICE SYMBOL ERROR PROTECTIONS" },
	{ NULL },
};

const struct command cmd_doctor = {
	.name = "doctor",
	.operands = "",
	.summary = "is this machine protected, and what to do if not",
	.description =
"The guard hooks several kernel functions. This kernel may lack one, or another\n"
"tool may have disabled the hook. Verifies and shows each hook, and what it means\n"
"and what to do if one is not armed. If there is no guard, shows why: not installed\n"
"for this kernel, not loaded, blocked, not signed; and what to type.\n"
"\n"
"Also examines what has to work for an image to be loaded again after an unload:\n"
"the units of systemd, the configuration, what would be loaded, and whether the\n"
"kernel permits loads. Needs no privilege; without root some of it is unknown.",
	.exits =
"  0  everything that this kernel needs is armed, and no link is broken\n"
"  1  something is missing or broken\n"
"  2  unknown: no guard",
	.examples =
"  kexecguardctl doctor\n"
"  kexecguardctl doctor -o +SYMBOL,ERROR\n"
"  kexecguardctl doctor --json | jq '.chain[] | select(.state == \"broken\")'",
	.options = options,
	.settings_size = sizeof(struct settings),
	.needs_guard = true,
	.has_table = true,
	.set = set,
	.run = run,
};
