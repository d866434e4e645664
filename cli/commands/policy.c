// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl policy: show and change what the guard does on which event, by
 * the module's parameters in sysfs.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <kguard.h>

#include "commands/command.h"
#include "core/policy.h"
#include "diagnose/diagnose.h"
#include "file.h"
#include "out.h"
#include "table.h"

#define PARAMETERS "/sys/module/kexecguard/parameters"
#define VALUE_LEN 256
#define NAME_LEN 32
#define CUSTOM "custom"

/* modprobe takes the last of several options: this sorts after kexecguard.conf. */
#define SAVED "/etc/modprobe.d/kexecguard.policy.conf"

enum { OPTION_SAVE = OPTION_LONG };

struct settings {
	const char *output;
	bool save;
};

static int set(void *to, int id, const char *value)
{
	struct settings *settings = to;

	if (id == OPTION_SAVE)
		settings->save = true;
	else
		settings->output = value;
	return 0;
}

/*
 * The parameters: "policy", which takes all rows as one text and sets all or
 * none; one for each row; and the other settings.
 */
#define FIRST_ROW 1
#define FIRST_KNOB (FIRST_ROW + KG_NR_ROWS)
#define NR_PARAMETERS (FIRST_KNOB + NR_KNOBS)

static const char *const row_meanings[KG_NR_ROWS] = {
	[KG_ROW_ADD]		= "memory is added",
	[KG_ROW_REMOVE]		= "memory is removed",
	[KG_ROW_ONLINE]		= "memory goes online",
	[KG_ROW_OFFLINE]	= "memory goes offline",
	[KG_ROW_DRIVER]		= "any of these, on driver-managed memory",
};

static const char *const action_meanings[KG_NR_ACTIONS] = {
	[KG_ACTION_UNLOAD]	= "unload the image",
	[KG_ACTION_KEEP]	= "keep the image",
	[KG_ACTION_REPORT]	= "keep the image, and count the change",
	[KG_ACTION_VETO]	=
		"refuse to take the image's own memory offline",
	[KG_ACTION_RELEASE]	=
		"unload the image first, so that it is not in the way",
};

/* In the order of kg_preset_name(). */
static const char *const preset_meanings[] = {
	"unload on each change, except of driver-managed memory; the default",
	"unload on add and remove only",
	"as strict, but refuse to take the image's memory offline",
	"report, never act",
};

#define NR_PRESETS (sizeof(preset_meanings) / sizeof(preset_meanings[0]))

struct value {
	const char *name;
	const char *meaning;
};

static const struct knob {
	const char *name;
	const char *when;
	struct value values[4];	/* the last is empty */
} knobs[] = {
	{ "placement", "an image is to be loaded", {
		{ "off", "accept any placement" },
		{ "unsafe",
		  "refuse segments where they would corrupt or hang; the default" },
		{ "strict", "refuse segments in removable memory, too" },
	} },
	{ "steer", "kexec_file_load() looks for a place", {
		{ "Y", "steer it away from removable memory; the default" },
		{ "N", "let the kernel choose" },
	} },
	{ "mark_hotplug", "/proc/iomem shows memory that was added", {
		{ "Y", "under a name that kexec-tools do not use" },
		{ "N", "under the usual name; the default" },
	} },
};

#define NR_KNOBS (sizeof(knobs) / sizeof(knobs[0]))

/* NAME_LEN bytes at @buffer, for the name of a row's parameter. */
static const char *parameter_name(size_t parameter, char *buffer)
{
	if (parameter < FIRST_ROW)
		return "policy";
	if (parameter >= FIRST_KNOB)
		return knobs[parameter - FIRST_KNOB].name;
	snprintf(buffer, NAME_LEN, "on_%s",
		 kg_row_name(parameter - FIRST_ROW));
	return buffer;
}

static const char *parameter_when(size_t parameter)
{
	if (parameter < FIRST_ROW)
		return "all five rows below";
	if (parameter >= FIRST_KNOB)
		return knobs[parameter - FIRST_KNOB].when;
	return row_meanings[parameter - FIRST_ROW];
}

static const char *policy_meaning(const char *value)
{
	size_t i;

	for (i = 0; i < NR_PRESETS; i++)
		if (!strcmp(kg_preset_name(i), value))
			return preset_meanings[i];
	return strcmp(value, CUSTOM) ? NULL : "set one by one";
}

static const char *knob_meaning(const struct knob *knob, const char *value)
{
	const struct value *known;

	for (known = knob->values; known->name; known++)
		if (!strcmp(known->name, value))
			return known->meaning;
	return NULL;
}

static const char *value_meaning(size_t parameter, const char *value)
{
	const char *meaning = NULL;
	enum kg_action action;

	if (parameter < FIRST_ROW)
		meaning = policy_meaning(value);
	else if (parameter >= FIRST_KNOB)
		meaning = knob_meaning(&knobs[parameter - FIRST_KNOB], value);
	else if (!kg_action_parse(value, &action))
		meaning = action_meanings[action];
	return meaning ?: "this tool is older than the module";
}

static enum answer access_error(const struct context *ctx, const char *name,
				int err)
{
	char path[PATH_MAX];

	if (err == -EACCES || err == -EPERM)
		return out_explained(ctx, ANSWER_UNKNOWN, err, NULL,
				     "changing the policy needs root");
	if (err != -ENOENT)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 PARAMETERS "/%s", name);
	if (path_join(path, ctx, PARAMETERS) && !access(path, F_OK))
		return out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
				 "this module has no parameter %s", name);
	return diagnose_report(ctx, err);
}

static enum answer change(const struct context *ctx, const char *name,
			  const char *value)
{
	int err = kguard_policy_set(ctx->sysroot, name, value);

	if (err == -EINVAL)
		return out_error(ctx, ANSWER_NO, 0,
				 "kexecguardctl policy --help\n",
				 "the guard does not accept \"%s\" for %s",
				 value, name);
	return err ? access_error(ctx, name, err) : ANSWER_YES;
}

/* The value in "placement=VALUE" and the like; NULL for other operands. */
static const char *knob_value(const char *operand, const char **name)
{
	size_t i, length;

	for (i = 0; i < NR_KNOBS; i++) {
		length = strlen(knobs[i].name);
		if (strncmp(operand, knobs[i].name, length) ||
		    operand[length] != '=')
			continue;
		*name = knobs[i].name;
		return operand + length + 1;
	}
	return NULL;
}

static enum answer change_knobs(const struct context *ctx,
				char *const operands[])
{
	enum answer answer = ANSWER_YES;
	const char *value, *name;

	for (; *operands && answer == ANSWER_YES; operands++) {
		value = knob_value(*operands, &name);
		if (value)
			answer = change(ctx, name, value);
	}
	return answer;
}

/* All rows in one text, so that all of them change or none. */
static enum answer change_rows(const struct context *ctx,
			       char *const operands[])
{
	char text[VALUE_LEN] = "";
	const char *word, *name;
	size_t used = 0;

	for (; *operands; operands++) {
		word = *operands;
		if (knob_value(word, &name))
			continue;
		if (!strncmp(word, "on_", 3))
			word += 3;
		used += snprintf(text + used, sizeof(text) - used, "%s%s",
				 used ? "," : "", word);
		if (used >= sizeof(text))
			return out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
					 "too many changes at once");
	}
	return used ? change(ctx, "policy", text) : ANSWER_YES;
}

struct policy {
	char values[NR_PARAMETERS][VALUE_LEN];	/* empty: no such parameter */
};

static enum answer read_policy(const struct context *ctx,
			       struct policy *policy)
{
	char buffer[NAME_LEN];
	const char *name;
	size_t i;
	int err;

	memset(policy, 0, sizeof(*policy));
	for (i = 0; i < NR_PARAMETERS; i++) {
		name = parameter_name(i, buffer);
		err = kguard_policy_get(ctx->sysroot, name, policy->values[i],
					VALUE_LEN);
		if (err && (err != -ENOENT || !i))
			return access_error(ctx, name, err);
	}
	/* The module lists the rows if they are not those of a preset. */
	if (strchr(policy->values[0], '='))
		strcpy(policy->values[0], CUSTOM);
	return ANSWER_YES;
}

static void print_json(const struct policy *policy)
{
	struct json_object *document = json_document();
	char buffer[NAME_LEN];
	size_t i;

	for (i = 0; i < NR_PARAMETERS; i++)
		json_add_string(document, parameter_name(i, buffer),
				policy->values[i][0] ? policy->values[i]
						     : NULL);
	out_json(document);
}

static const struct column columns[] = {
	{ .name = "PARAMETER" },
	{ .name = "VALUE" },
	{ .name = "WHEN", .wrap = true },
	{ .name = "THEN", .wrap = true },
};

static int fill_table(struct table *table, const struct policy *policy)
{
	char buffer[NAME_LEN];
	int err = 0;
	size_t i;

	for (i = 0; i < NR_PARAMETERS && !err; i++) {
		const char *cells[] = {
			parameter_name(i, buffer), policy->values[i],
			parameter_when(i),
			value_meaning(i, policy->values[i]),
		};

		if (policy->values[i][0])
			err = table_add(table, cells);
	}
	return err;
}

static enum answer print_table(const struct context *ctx,
			       const struct policy *policy, const char *output)
{
	struct table table;
	int err;

	err = table_open(ctx, &table, columns, sizeof(columns) / sizeof(columns[0]),
			 output);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
				 "\"%s\" is not a list of columns",
				 output ?: "");
	err = fill_table(&table, policy);
	if (!err)
		err = table_print(&table);
	table_close(&table);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot print the table");
	return ANSWER_YES;
}

/* "policy" has all rows; then the knobs that the module has. */
static bool compose_options(const struct context *ctx, char *text, size_t size)
{
	char buffer[NAME_LEN], value[VALUE_LEN];
	size_t used, i;

	used = snprintf(text, size, "# Written by \"kexecguardctl policy --save\".\noptions kexecguard");
	for (i = 0; i < NR_PARAMETERS; i++) {
		if ((i >= FIRST_ROW && i < FIRST_KNOB) ||
		    kguard_policy_get(ctx->sysroot, parameter_name(i, buffer),
				      value, sizeof(value)))
			continue;
		/* Of a module that is newer than this tool. */
		if (value[strcspn(value, " \t\n\"'\\#")])
			return false;
		used += snprintf(text + used, size - used, " %s=%s",
				 parameter_name(i, buffer), value);
		if (used >= size)
			return false;
	}
	return snprintf(text + used, size - used, "\n") < (int)(size - used);
}

static enum answer save(const struct context *ctx)
{
	char text[NR_PARAMETERS * VALUE_LEN], path[PATH_MAX];
	int err;

	if (!path_join(path, ctx, SAVED) ||
	    !compose_options(ctx, text, sizeof(text)))
		return out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
				 "this policy cannot be saved: this tool is older than the module");
	err = file_replace(path, text, 0644);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "the policy is in effect, but not saved: " SAVED);
	return ANSWER_YES;
}

static enum answer run(const struct context *ctx, const void *from,
		       char *const operands[])
{
	const struct settings *settings = from;
	struct policy policy;
	enum answer answer;

	answer = change_rows(ctx, operands);
	if (answer == ANSWER_YES)
		answer = change_knobs(ctx, operands);
	if (answer == ANSWER_YES)
		answer = read_policy(ctx, &policy);
	if (answer == ANSWER_YES && settings->save)
		answer = save(ctx);
	if (answer != ANSWER_YES)
		return answer;
	if (!ctx->json)
		return print_table(ctx, &policy, settings->output);
	print_json(&policy);
	return ANSWER_YES;
}

static const struct option_desc options[] = {
	{ "save", OPTION_SAVE, NULL,
	  .help = "also for the next boots, in\n" SAVED },
	{ "output", 'o', "LIST",
	  .help = "columns to show: PARAMETER, VALUE, WHEN, THEN",
	  .values = "PARAMETER VALUE WHEN THEN" },
	{ NULL },
};

static void print_details(void)
{
	const struct value *value;
	char text[NAME_LEN];
	size_t i;

	puts("\nPresets:");
	for (i = 0; i < NR_PRESETS; i++)
		printf("  %-9s%s\n", kg_preset_name(i), preset_meanings[i]);
	puts("\nEvents:");
	for (i = 0; i < KG_NR_ROWS; i++)
		printf("  %-9s%s\n", kg_row_name(i), row_meanings[i]);
	puts("\nActions; veto and release for offline only:");
	for (i = 0; i < KG_NR_ACTIONS; i++)
		printf("  %-9s%s\n", kg_action_name(i), action_meanings[i]);
	puts("\n"
"After a veto the kernel brings blocks of that memory online again as ordinary\n"
"memory, and a later unplug fails; boot with movable_node to avoid that.\n"
"\n"
"Knobs; mark_hotplug on arm64 only:");
	for (i = 0; i < NR_KNOBS; i++)
		for (value = knobs[i].values; value->name; value++) {
			snprintf(text, sizeof(text), "%s=%s", knobs[i].name,
				 value->name);
			printf("  %-18s%s\n", text, value->meaning);
		}
}

static void list_rows(void)
{
	size_t row, action;

	for (row = 0; row < KG_NR_ROWS; row++)
		for (action = 0; action < KG_NR_ACTIONS; action++)
			if (kg_policy_is_legal(row, action))
				printf("word\tpolicy\t%s=%s\n",
				       kg_row_name(row),
				       kg_action_name(action));
}

static void list_words(void)
{
	const struct value *value;
	size_t i;

	for (i = 0; i < NR_PRESETS; i++)
		printf("word\tpolicy\t%s\n", kg_preset_name(i));
	list_rows();
	for (i = 0; i < NR_KNOBS; i++)
		for (value = knobs[i].values; value->name; value++)
			printf("word\tpolicy\t%s=%s\n", knobs[i].name,
			       value->name);
}

const struct command cmd_policy = {
	.name = "policy",
	.operands = "[PRESET] [EVENT=ACTION]... [KNOB=VALUE]...",
	.max_operands = -1,
	.summary = "show or change what the guard does on which event",
	.description =
"Without arguments shows the policy; with arguments changes it until the module\n"
"is unloaded, and shows it. All presets and events given take effect together, or\n"
"none; a later one overrides an earlier one. Changing needs root. --save makes the\n"
"policy permanent.",
	.print_details = print_details,
	.list_words = list_words,
	.exits =
"  0  shown, or changed\n"
"  1  the guard does not accept a value\n"
"  2  unknown: no guard, no privilege, wrong usage",
	.examples =
"  kexecguardctl policy\n"
"  kexecguardctl policy pin --save\n"
"  kexecguardctl policy strict offline=release",
	.options = options,
	.has_table = true,
	.settings_size = sizeof(struct settings),
	.set = set,
	.run = run,
};
