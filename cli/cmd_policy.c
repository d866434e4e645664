// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl policy: show and change what the guard does on which event.
 * Owns the way to the module's parameters in sysfs.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guard.h"
#include "out.h"
#include "table.h"

#define PARAMETERS "/sys/module/kexecguard/parameters"
#define VALUE_LEN 256

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

/*
 * The first holds the others that begin with "on_", as one text that the
 * module takes as a whole or not at all.
 */
static const struct {
	const char *name;
	const char *meaning;
} parameters[] = {
	{ "policy", "all five rows below" },
	{ "on_add", "memory is added" },
	{ "on_remove", "memory is removed" },
	{ "on_online", "memory goes online" },
	{ "on_offline", "memory goes offline" },
	{ "on_driver", "any of these on memory that a driver manages" },
	{ "placement", "an image is to be loaded" },
	{ "steer", "kexec_file_load() looks for a place" },
	{ "mark_hotplug", "/proc/iomem shows memory that was added" },
};

#define NR_PARAMETERS (sizeof(parameters) / sizeof(parameters[0]))
#define FIRST_KNOB 6

struct meaning {
	const char *value;
	const char *text;
};

static const struct meaning row_meanings[] = {
	{ "strict", "the default: unload on each change, but for driver-managed memory" },
	{ "map", "unload on add and remove only" },
	{ "pin", "as strict, but refuse to take the image's memory offline" },
	{ "observe", "report, never act" },
	{ "custom", "set one by one" },
	{ "unload", "unload the image" },
	{ "keep", "keep the image" },
	{ "report", "keep the image, and count the change" },
	{ "veto", "refuse to take the image's own memory offline" },
	{ "release", "unload the image first, so that it is not in the way" },
	{ NULL, NULL },
};

static const struct meaning placement_meanings[] = {
	{ "off", "any place will do" },
	{ "unsafe", "refuse segments where it would corrupt or hang" },
	{ "strict", "refuse segments in memory that can go away, too" },
	{ NULL, NULL },
};

static const struct meaning steer_meanings[] = {
	{ "Y", "lead it to memory that cannot go away" },
	{ "N", "let the kernel choose" },
	{ NULL, NULL },
};

static const struct meaning mark_meanings[] = {
	{ "Y", "under a name that kexec-tools leaves alone" },
	{ "N", "as any other" },
	{ NULL, NULL },
};

static const char *value_meaning(size_t parameter, const char *value)
{
	const struct meaning *meaning = row_meanings;

	if (!strcmp(parameters[parameter].name, "placement"))
		meaning = placement_meanings;
	if (!strcmp(parameters[parameter].name, "steer"))
		meaning = steer_meanings;
	if (!strcmp(parameters[parameter].name, "mark_hotplug"))
		meaning = mark_meanings;

	for (; meaning->value; meaning++)
		if (!strcmp(meaning->value, value))
			return meaning->text;
	return "this tool is older than the module";
}

static bool parameter_path(const struct context *ctx, const char *name,
			   char *path)
{
	char relative[PATH_MAX];

	if (snprintf(relative, sizeof(relative), PARAMETERS "/%s", name) >=
	    (int)sizeof(relative))
		return false;
	return path_join(path, ctx, relative);
}

static int read_parameter(const struct context *ctx, const char *name,
			  char value[VALUE_LEN])
{
	char path[PATH_MAX];
	ssize_t got;
	int fd;

	if (!parameter_path(ctx, name, path))
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	got = read(fd, value, VALUE_LEN - 1);
	if (got < 0)
		got = -errno;
	close(fd);
	if (got < 0)
		return got;
	value[got] = '\0';
	value[strcspn(value, "\n")] = '\0';
	return 0;
}

static int write_parameter(const struct context *ctx, const char *name,
			   const char *value)
{
	char path[PATH_MAX];
	ssize_t put;
	int fd;

	if (!parameter_path(ctx, name, path))
		return -ENAMETOOLONG;
	fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	put = write(fd, value, strlen(value));
	if (put < 0)
		put = -errno;
	close(fd);
	if (put < 0)
		return put;
	return (size_t)put == strlen(value) ? 0 : -EIO;
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
	return guard_open_error(ctx, err);
}

static enum answer change(const struct context *ctx, const char *name,
			  const char *value)
{
	int err = write_parameter(ctx, name, value);

	if (err == -EINVAL)
		return out_error(ctx, ANSWER_NO, 0,
				 "kexecguardctl policy --help\n",
				 "the guard does not accept \"%s\" for %s",
				 value, name);
	return err ? access_error(ctx, name, err) : ANSWER_YES;
}

/* placement=VALUE and the like are parameters of their own. */
static const char *knob_value(const char *operand, size_t *parameter)
{
	const char *name;
	size_t i;

	for (i = FIRST_KNOB; i < NR_PARAMETERS; i++) {
		name = parameters[i].name;
		if (strncmp(operand, name, strlen(name)) ||
		    operand[strlen(name)] != '=')
			continue;
		*parameter = i;
		return operand + strlen(name) + 1;
	}
	return NULL;
}

static enum answer change_knobs(const struct context *ctx,
				char *const operands[])
{
	enum answer answer = ANSWER_YES;
	const char *value;
	size_t parameter;

	for (; *operands && answer == ANSWER_YES; operands++) {
		value = knob_value(*operands, &parameter);
		if (value)
			answer = change(ctx, parameters[parameter].name, value);
	}
	return answer;
}

/* All rows in one text, so that they change together or not at all. */
static enum answer change_rows(const struct context *ctx,
			       char *const operands[])
{
	char text[VALUE_LEN] = "";
	size_t used = 0;
	size_t parameter;

	for (; *operands; operands++) {
		const char *word = *operands;

		if (knob_value(word, &parameter))
			continue;
		if (!strncmp(word, "on_", 3))
			word += 3;
		used += snprintf(text + used, sizeof(text) - used, "%s%s",
				 used ? "," : "", word);
		if (used >= sizeof(text))
			return out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
					 "these are too many changes");
	}
	return used ? change(ctx, parameters[0].name, text) : ANSWER_YES;
}

struct policy {
	char values[NR_PARAMETERS][VALUE_LEN];	/* empty: no such parameter */
};

static enum answer read_policy(const struct context *ctx,
			       struct policy *policy)
{
	size_t i;
	int err;

	memset(policy, 0, sizeof(*policy));
	for (i = 0; i < NR_PARAMETERS; i++) {
		err = read_parameter(ctx, parameters[i].name,
				     policy->values[i]);
		if (err == -ENOENT && i)
			continue;
		if (err)
			return access_error(ctx, parameters[i].name, err);
	}
	/* The module lists the rows when they are no preset. */
	if (strchr(policy->values[0], '='))
		strcpy(policy->values[0], "custom");
	return ANSWER_YES;
}

static void print_json(const struct policy *policy)
{
	struct json_object *document = json_document();
	size_t i;

	for (i = 0; i < NR_PARAMETERS; i++)
		json_add_string(document, parameters[i].name,
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
	int err = 0;
	size_t i;

	for (i = 0; i < NR_PARAMETERS && !err; i++) {
		const char *cells[] = {
			parameters[i].name, policy->values[i],
			parameters[i].meaning,
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

	err = table_open(&table, columns, sizeof(columns) / sizeof(columns[0]),
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
	if (answer != ANSWER_YES)
		return answer;
	if (!ctx->json)
		return print_table(ctx, &policy, settings->output);
	print_json(&policy);
	return ANSWER_YES;
}

static const struct option_desc options[] = {
	{ "output", 'o', "LIST",
	  "columns to show: PARAMETER, VALUE, WHEN, THEN" },
	{ NULL, 0, NULL, NULL },
};

const struct command cmd_policy = {
	.name = "policy",
	.operands = "[PRESET] [EVENT=ACTION]... [KNOB=VALUE]...",
	.max_operands = -1,
	.summary = "show or change what the guard does on which event",
	.description =
"Without arguments shows the policy; with arguments changes it until the module\n"
"is unloaded, and shows it. What is said of presets and events takes effect\n"
"together or not at all; the later word wins. Changing needs root. To make a\n"
"policy last, write \"options kexecguard policy=...\" to\n"
"/etc/modprobe.d/kexecguard.conf.\n"
"\n"
"Presets:\n"
"  strict   unload the image on every change of memory; the default\n"
"  map      unload on add and remove only\n"
"  pin      as strict, but refuse to take the image's own memory offline\n"
"  observe  only report\n"
"\n"
"Events: add, remove, online, offline, driver (memory that a driver manages).\n"
"Actions:\n"
"  unload   unload the image\n"
"  keep     keep the image, as if nothing had happened\n"
"  report   keep the image, and count the change\n"
"  veto     offline only: refuse it where the image's own memory is concerned\n"
"  release  offline only: unload the image first, so that it is not in the way\n"
"\n"
"After a veto the kernel brings blocks of that memory online again as ordinary\n"
"memory, and a later unplug fails; boot with movable_node to avoid that.\n"
"\n"
"Knobs: placement, steer, mark_hotplug.\n"
"placement is what happens to an image with segments in bad places: off (load\n"
"it), unsafe (refuse it where it would corrupt or hang; the default), strict\n"
"(refuse it in memory that can go away, too). steer=1 (the default) leads\n"
"kexec_file_load() to memory that cannot go away, steer=0 does not. On arm64\n"
"alone, mark_hotplug=1 (off by default) names memory that was added after boot\n"
"differently in /proc/iomem, so that kexec-tools leaves it alone.",
	.exits =
"  0  shown, or changed\n"
"  1  the guard does not accept a value\n"
"  2  cannot tell: no guard, no privilege, wrong usage",
	.examples =
"  kexecguardctl policy\n"
"  kexecguardctl policy pin\n"
"  kexecguardctl policy strict offline=release",
	.options = options,
	.settings_size = sizeof(struct settings),
	.set = set,
	.run = run,
};
