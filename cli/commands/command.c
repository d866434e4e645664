// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See command.h. Parses the command line of a verb, and prints its help, from
 * the verb's description.
 */
#include "commands/command.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diagnose/diagnose.h"
#include "guard.h"
#include "out.h"

#define OPTIONS_MAX 16
#define GROUPS_MAX 3
#define HELP_COLUMN 26

enum { OPTION_JSON = 1000, OPTION_SYSROOT };

static const struct option_desc common_options[] = {
	{ "json", OPTION_JSON, NULL, .help = "print JSON, see kexecguardctl(8)" },
	{ "help", 'h', NULL, .help = "print this help" },
	{ NULL },
};

static const struct option_desc sysroot_options[] = {
	{ "sysroot", OPTION_SYSROOT, "DIR",
	  .help = "answer for the machine whose /proc and /sys were\n"
	  "captured into DIR; needs no guard and no root" },
	{ NULL },
};

/* As lsmem(1) has them. */
static const struct option_desc table_options[] = {
	{ "bytes", 'b', NULL, .help = "print sizes in bytes" },
	{ "noheadings", 'n', NULL, .help = "print no headings" },
	{ "pairs", 'P', NULL, .help = "print NAME=\"value\"" },
	{ "raw", 'r', NULL, .help = "print cells separated by a blank" },
	{ NULL },
};

static void print_option(const struct option_desc *option)
{
	const char *line = option->help;
	int width;

	if (option->id < OPTION_LONG)
		width = printf("  -%c, --%s", option->id, option->name);
	else
		width = printf("      --%s", option->name);
	if (option->argument)
		width += printf(" %s", option->argument);
	if (width >= HELP_COLUMN) {
		putchar('\n');
		width = 0;
	}

	while (*line) {
		printf("%*s%.*s\n", HELP_COLUMN - width, "",
		       (int)strcspn(line, "\n"), line);
		width = 0;
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
}

static void print_options(const struct option_desc *option)
{
	for (; option && option->name; option++)
		print_option(option);
}

/**
 * command_help() - print the help of a verb
 * @command: the verb
 */
void command_help(const struct command *command)
{
	printf("Usage: kexecguardctl %s [OPTIONS]%s%s\n\n", command->name,
	       *command->operands ? " " : "", command->operands);
	puts(command->description);
	if (command->print_details)
		command->print_details();
	puts("\nOptions:");
	print_options(command->options);
	if (command->has_table)
		print_options(table_options);
	if (command->takes_sysroot)
		print_options(sysroot_options);
	print_options(common_options);
	printf("\nExit code:\n%s\n\nExamples:\n%s\n", command->exits,
	       command->examples);
}

static void list_options(const struct command *command,
			 const struct option_desc *option)
{
	const char *c;

	for (; option && option->name; option++) {
		printf("option\t%s\t--%s\t", command->name, option->name);
		if (option->id < OPTION_LONG)
			printf("-%c", option->id);
		else
			putchar('-');
		printf("\t%s\t%s\t%u\t", option->argument ?: "-",
		       option->values ?: "-", option->group);
		for (c = option->help; *c; c++)
			putchar(*c == '\n' ? ' ' : *c);
		putchar('\n');
	}
}

/**
 * command_list() - print a verb for the completions and the manual pages
 * @command: the verb
 *
 * One line for the verb, one for each option, one for each operand that can be
 * completed. Fields are separated by tabs, an empty one is "-".
 */
void command_list(const struct command *command)
{
	printf("command\t%s\t%s\t%s\n", command->name,
	       *command->operands ? command->operands : "-", command->summary);
	list_options(command, command->options);
	if (command->has_table)
		list_options(command, table_options);
	if (command->takes_sysroot)
		list_options(command, sysroot_options);
	list_options(command, common_options);
	if (command->list_words)
		command->list_words();
}

struct parser {
	struct option options[OPTIONS_MAX + 1];
	char letters[2 * OPTIONS_MAX + 3];	/* a colon first */
	const struct option_desc *chosen[GROUPS_MAX + 1];
};

static void add_options(struct parser *parser,
			const struct option_desc *option)
{
	struct option *to = parser->options;
	char *letter;

	while (to->name)
		to++;
	for (; option && option->name; option++, to++) {
		to->name = option->name;
		to->has_arg = option->argument ? required_argument :
						 no_argument;
		to->val = option->id;
		if (option->id >= OPTION_LONG)
			continue;
		letter = parser->letters + strlen(parser->letters);
		*letter++ = option->id;
		if (option->argument)
			*letter = ':';
	}
}

static const struct option_desc *find_option(const struct command *command,
					     int id)
{
	const struct option_desc *option = command->options;

	while (option->id != id)
		option++;
	return option;
}

/* Does it exclude an option that was given before? */
static int check_group(const struct context *ctx, struct parser *parser,
		       const struct command *command, int id)
{
	const struct option_desc *option = find_option(command, id), *other;

	other = parser->chosen[option->group];
	parser->chosen[option->group] = option;
	if (!option->group || !other || other == option)
		return 0;
	out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
		  "%s: --%s and --%s exclude each other", command->name,
		  other->name, option->name);
	return -EINVAL;
}

static bool take_style(struct context *ctx, const struct command *command,
		       int id)
{
	if (!command->has_table)
		return false;
	switch (id) {
	case 'b':
		ctx->in_bytes = true;
		return true;
	case 'n':
		ctx->no_headings = true;
		return true;
	case 'P':
		ctx->style = TABLE_PAIRS;
		return true;
	case 'r':
		ctx->style = TABLE_RAW;
		return true;
	default:
		return false;
	}
}

static int take_option(struct context *ctx, struct parser *parser,
		       const struct command *command, void *settings, int id)
{
	int err;

	if (id == OPTION_JSON) {
		ctx->json = true;
		return 0;
	}
	if (id == OPTION_SYSROOT) {
		ctx->sysroot = optarg;
		ctx->captured = true;
		return 0;
	}
	if (take_style(ctx, command, id))
		return 0;
	err = check_group(ctx, parser, command, id);
	if (err)
		return err;
	err = command->set(settings, id, optarg);
	if (err)
		out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
			  "%s: invalid value \"%s\" of --%s",
			  command->name, optarg ? optarg : "",
			  find_option(command, id)->name);
	return err;
}

/**
 * command_asks_for_json() - does a command line contain --json
 * @argv: its words
 *
 * An error before it is in the form that it asks for, too.
 *
 * Return: true if so.
 */
bool command_asks_for_json(char **argv)
{
	for (; *argv && strcmp(*argv, "--"); argv++)
		if (!strcmp(*argv, "--json"))
			return true;
	return false;
}

/**
 * command_report_option() - report an error of getopt_long()
 * @ctx: the context
 * @verb: the verb, NULL before it
 * @argv: the words, of which it has moved past the option
 * @id: what it returned
 */
void command_report_option(const struct context *ctx, const char *verb,
			   char **argv, int id)
{
	const char *word = argv[optind - 1];
	char letter[] = { '-', optopt, '\0' };
	const char *colon = verb ? ": " : "";

	verb = verb ?: "";
	if (id == ':')
		out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
			  "%s%s%s lacks its argument", verb, colon, word);
	else if (optopt && (optopt >= OPTION_LONG || strchr(word, '=')))
		out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
			  "%s%s%s has an argument, but takes none", verb,
			  colon, word);
	else
		out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
			  "%s%sunrecognized option %s", verb, colon,
			  optopt ? letter : word);
}

static enum answer bad_usage(const struct command *command)
{
	fprintf(stderr, "Try: kexecguardctl %s --help\n", command->name);
	return ANSWER_UNKNOWN;
}

static bool is_absent(int err)
{
	return err == -ENOENT || err == -ENODEV || err == -ENXIO;
}

/* Without a guard, a verb that reads files takes this machine's own. */
static enum answer run_without(struct context *ctx,
			       const struct command *command,
			       const void *settings, char *const operands[])
{
	struct diagnosis diagnosis;

	if (!diagnose_running(ctx, &diagnosis)) {
		fprintf(stderr, "kexecguardctl: %s; this is what the machine's own files say\n",
			diagnosis.message);
		diagnosis_free(&diagnosis);
	}
	ctx->captured = true;
	if (!*ctx->sysroot)
		ctx->sysroot = "/";
	return command->run(ctx, settings, operands);
}

static enum answer open_and_run(struct context *ctx,
				const struct command *command,
				const void *settings, char *const operands[])
{
	enum answer answer;
	int err;

	if (!command->needs_guard || ctx->captured)
		return command->run(ctx, settings, operands);
	err = guard_open(ctx, &ctx->guard);
	if (is_absent(err) && command->takes_sysroot)
		return run_without(ctx, command, settings, operands);
	if (err)
		return diagnose_report(ctx, err);
	answer = command->run(ctx, settings, operands);
	kguard_close(ctx->guard);
	ctx->guard = NULL;
	return answer;
}

static enum answer parse_and_run(struct context *ctx,
				 const struct command *command, int argc,
				 char **argv, void *settings)
{
	struct parser parser = { .letters = ":" };
	int id;

	add_options(&parser, command->options);
	if (command->has_table)
		add_options(&parser, table_options);
	if (command->takes_sysroot)
		add_options(&parser, sysroot_options);
	add_options(&parser, common_options);

	optind = 0;
	opterr = 0;
	ctx->json = ctx->json || command_asks_for_json(argv);
	while ((id = getopt_long(argc, argv, parser.letters, parser.options,
				 NULL)) >= 0) {
		if (id == 'h') {
			command_help(command);
			return ANSWER_YES;
		}
		if (id == '?' || id == ':') {
			command_report_option(ctx, command->name, argv, id);
			return bad_usage(command);
		}
		if (take_option(ctx, &parser, command, settings, id))
			return bad_usage(command);
	}

	if (command->max_operands >= 0 &&
	    argc - optind > command->max_operands) {
		out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
			  "%s: unexpected argument \"%s\"", command->name,
			  argv[optind + command->max_operands]);
		return bad_usage(command);
	}
	return open_and_run(ctx, command, settings, argv + optind);
}

/**
 * command_main() - parse a verb's command line and run the verb
 * @ctx: the context; --json and --sysroot are noted here
 * @command: the verb
 * @argc: number of arguments, including the verb
 * @argv: the arguments, the verb first
 *
 * Return: the exit code.
 */
int command_main(struct context *ctx, const struct command *command, int argc,
		 char **argv)
{
	enum answer answer;
	void *settings;

	if (ctx->captured && !command->takes_sysroot)
		return out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
				 "%s answers for this machine only, not for --sysroot",
				 command->name);
	settings = calloc(1, command->settings_size ?: 1);
	if (!settings)
		return out_error(ctx, ANSWER_UNKNOWN, -ENOMEM, NULL,
				 "%s", command->name);
	if (command->defaults)
		memcpy(settings, command->defaults, command->settings_size);

	answer = parse_and_run(ctx, command, argc, argv, settings);
	free(settings);
	return answer;
}
