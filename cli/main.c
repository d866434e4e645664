// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl: the options that precede the verb, and the choice of the verb.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands/command.h"
#include "out.h"

static const struct command *const commands[] = {
#define COMMAND_ROW(name) &cmd_##name,
	COMMANDS(COMMAND_ROW)
#undef COMMAND_ROW
};

#define NR_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void print_help(void)
{
	size_t i;

	puts("Usage: kexecguardctl [--json] [--sysroot DIR] COMMAND [OPTIONS] ...\n"
	     "\n"
	     "Query and control kexecguard, the kernel module that keeps a kexec image from\n"
	     "being executed after memory was plugged or pulled.\n"
	     "\n"
	     "Commands:");
	for (i = 0; i < NR_COMMANDS; i++)
		printf("  %-12s%s\n", commands[i]->name,
		       commands[i]->summary);
	puts("\n"
	     "Options:\n"
	     "      --json    print JSON, see kexecguardctl(8)\n"
	     "      --sysroot DIR\n"
	     "                answer for the machine whose /proc and /sys were captured into\n"
	     "                DIR, if the command supports it\n"
	     "  -h, --help    print this help; see also kexecguardctl COMMAND --help\n"
	     "  -V, --version print the version\n"
	     "\n"
	     "Exit code: 0 yes or done, 1 no or refused, 2 unknown.\n"
	     "\n"
	     "Start with:\n"
	     "  kexecguardctl doctor     # is this machine protected?\n"
	     "  kexecguardctl status     # is the loaded image still good?");
}

/* For the completions, the manual pages and the tests; not in the help. */
static int list_commands(void)
{
	size_t i;

	for (i = 0; i < NR_COMMANDS; i++)
		command_list(commands[i]);
	return ANSWER_YES;
}

static const struct command *find_command(const char *name)
{
	size_t i;

	for (i = 0; i < NR_COMMANDS; i++)
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	return NULL;
}

static int no_command(const struct context *ctx, const char *name)
{
	return out_error(ctx, ANSWER_UNKNOWN, 0, "kexecguardctl --help\n",
			 "there is no command \"%s\"", name);
}

static int run_help(const struct context *ctx, const char *name)
{
	const struct command *command;

	if (!name) {
		print_help();
		return ANSWER_YES;
	}
	command = find_command(name);
	if (!command)
		return no_command(ctx, name);
	command_help(command);
	return ANSWER_YES;
}

static int run(struct context *ctx, int argc, char **argv)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "sysroot", required_argument, NULL, 's' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ "list-commands", no_argument, NULL, 'l' },
		{ NULL, 0, NULL, 0 },
	};
	const struct command *command;
	int option;

	opterr = 0;
	ctx->json = command_asks_for_json(argv + 1);
	while ((option = getopt_long(argc, argv, "+:hV", options, NULL)) >= 0) {
		switch (option) {
		case 'j':
			ctx->json = true;
			break;
		case 's':
			ctx->sysroot = optarg;
			ctx->captured = true;
			break;
		case 'h':
			return run_help(ctx, NULL);
		case 'l':
			return list_commands();
		case 'V':
			puts("kexecguardctl " VERSION);
			return ANSWER_YES;
		default:
			command_report_option(ctx, NULL, argv, option);
			fputs("Try: kexecguardctl --help\n", stderr);
			return ANSWER_UNKNOWN;
		}
	}
	if (optind == argc) {
		print_help();
		return ANSWER_UNKNOWN;
	}
	if (!strcmp(argv[optind], "help"))
		return run_help(ctx, argv[optind + 1]);

	command = find_command(argv[optind]);
	if (!command)
		return no_command(ctx, argv[optind]);
	return command_main(ctx, command, argc - optind, argv + optind);
}

/*
 * If a standard stream is closed, the next file opened would get its number,
 * and then what is printed. Open /dev/null there, in the mode that makes using
 * the stream fail, as it would if it were closed.
 */
static bool occupy_closed_streams(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", fd ? O_RDONLY : O_WRONLY) != fd)
			return false;
	return true;
}

int main(int argc, char **argv)
{
	struct context ctx = { .sysroot = secure_getenv("KEXECGUARD_SYSROOT") };
	int answer;

	if (!occupy_closed_streams())
		return ANSWER_UNKNOWN;
	setlocale(LC_CTYPE, "");
	setlocale(LC_TIME, "");
	if (!ctx.sysroot)
		ctx.sysroot = "";

	answer = run(&ctx, argc, argv);
	if (fflush(stdout) || ferror(stdout)) {
		if (errno != EPIPE)
			perror("kexecguardctl: cannot write");
		return ANSWER_UNKNOWN;
	}
	return answer;
}
