/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A verb is a struct that describes it (help, options, exit codes) and a
 * function that runs it. Help, manual pages and completions come from here.
 */
#ifndef CTL_COMMAND_H
#define CTL_COMMAND_H

#include <stddef.h>

#include "context.h"

/* All verbs, in the order of the help; commands/NAME.c defines cmd_NAME. */
#define COMMANDS(X)	\
	X(status)	\
	X(load)		\
	X(reload)	\
	X(unload)	\
	X(hold)		\
	X(wait)		\
	X(monitor)	\
	X(log)		\
	X(policy)	\
	X(doctor)	\
	X(kdump)	\
	X(metrics)	\
	X(windows)	\
	X(check)	\
	X(map)

/**
 * struct option_desc - one option of a verb; a list ends with a NULL @name
 * @name: long name without dashes
 * @id: short letter, or a number from OPTION_LONG on if it has none
 * @argument: name of its argument, NULL if it has none; FILE and DIR are
 *	completed
 * @help: what it does; lines are separated by newlines
 * @values: the words that its argument can be, separated by blanks, or NULL
 * @group: adjacent options of the same group exclude each other; 0 for none
 */
struct option_desc {
	const char *name;
	int id;
	const char *argument;
	const char *help;
	const char *values;
	unsigned int group;
};

/* Options without a letter count from here. */
#define OPTION_LONG 256

/**
 * struct command - one verb
 * @name: the verb
 * @operands: what the usage line shows after the options
 * @max_operands: how many there may be, -1 for any number
 * @summary: one line for the list of verbs
 * @description: what it does and why, for --help
 * @print_details: print more of the description, or NULL
 * @list_words: print the operands that can be completed, for command_list(); or
 *	NULL
 * @exits: what its exit codes mean, one line each
 * @examples: commands with a comment each
 * @options: its own options, or NULL
 * @needs_guard: it needs the device, unless it answers from captured files
 * @takes_sysroot: it can answer for another machine, from captured files
 * @has_table: it prints a table, whose style can be chosen
 * @settings_size: size of the struct that @set fills
 * @defaults: initial content of that struct, NULL for zeroes
 * @set: takes one option's value; returns 0 or -errno
 * @run: does it; returns the exit code
 */
struct command {
	const char *name;
	const char *operands;
	int max_operands;
	const char *summary;
	const char *description;
	void (*print_details)(void);
	void (*list_words)(void);
	const char *exits;
	const char *examples;
	const struct option_desc *options;
	bool needs_guard;
	bool takes_sysroot;
	bool has_table;
	size_t settings_size;
	const void *defaults;
	int (*set)(void *settings, int id, const char *value);
	enum answer (*run)(const struct context *ctx, const void *settings,
			   char *const operands[]);
};

#define COMMAND_DECLARE(name) extern const struct command cmd_##name;
COMMANDS(COMMAND_DECLARE)
#undef COMMAND_DECLARE

bool command_asks_for_json(char **argv);
void command_report_option(const struct context *ctx, const char *verb,
			   char **argv, int id);
void command_help(const struct command *command);
void command_list(const struct command *command);
int command_main(struct context *ctx, const struct command *command, int argc,
		 char **argv);

#endif /* CTL_COMMAND_H */
