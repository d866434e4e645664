/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a verb is: a struct that describes itself (help, options, exit codes)
 * and a function that runs it. command.c reads the command line by it.
 */
#ifndef CTL_COMMAND_H
#define CTL_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

/* The process's exit codes, the same for every verb. */
enum answer {
	ANSWER_YES	= 0,	/* yes, or done */
	ANSWER_NO	= 1,	/* no, or refused */
	ANSWER_UNKNOWN	= 2,	/* cannot tell, cannot try, or wrong usage */
};

/**
 * struct context - what every verb gets
 * @json: print JSON instead of text for people
 * @sysroot: directory put before every path, empty for this machine
 * @captured: @sysroot holds captured files, and no device; by --sysroot
 */
struct context {
	bool json;
	const char *sysroot;
	bool captured;
};

/**
 * struct option_desc - one option of a verb; a list ends with a NULL @name
 * @name: long name without dashes
 * @id: short letter, or a number beyond 255 for none
 * @argument: what the help calls the argument, NULL if there is none
 * @help: what it does; lines are separated by newlines
 */
struct option_desc {
	const char *name;
	int id;
	const char *argument;
	const char *help;
};

/* Options without a letter count from here. */
#define OPTION_LONG 256

/**
 * struct command - one verb
 * @name: the verb
 * @operands: what the usage line shows behind the options
 * @max_operands: how many there may be, -1 for any number
 * @summary: one line for the list of verbs
 * @description: what it does and why, for --help
 * @exits: what its exit codes mean, one line each
 * @examples: commands with a comment each
 * @options: its own options, or NULL
 * @takes_sysroot: it can answer for another machine, from its files
 * @settings_size: size of the struct that @set fills
 * @defaults: what that struct starts with, NULL for zeroes
 * @set: takes one option's value; 0 or -errno
 * @run: does it; returns the exit code
 */
struct command {
	const char *name;
	const char *operands;
	int max_operands;
	const char *summary;
	const char *description;
	const char *exits;
	const char *examples;
	const struct option_desc *options;
	bool takes_sysroot;
	size_t settings_size;
	const void *defaults;
	int (*set)(void *settings, int id, const char *value);
	enum answer (*run)(const struct context *ctx, const void *settings,
			   char *const operands[]);
};

extern const struct command cmd_status, cmd_load, cmd_reload, cmd_unload,
	cmd_wait, cmd_monitor, cmd_policy, cmd_doctor, cmd_kdump, cmd_metrics,
	cmd_windows, cmd_check, cmd_map;

void command_help(const struct command *command);
int command_main(struct context *ctx, const struct command *command, int argc,
		 char **argv);

#endif /* CTL_COMMAND_H */
