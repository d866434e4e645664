// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The configuration file: valid settings are taken literally, anything else is
 * refused with its line.
 */
#include "filled.h"
#include "tree.h"

#include <errno.h>

#include "clock.h"
#include "file.h"
#include "format.h"
#include "loader/config.h"

static const struct context ctx = { .sysroot = tree_root };

static struct config config;
static struct config_error error;

static int parse(const char *text)
{
	return config_parse(text, strlen(text), &config, &error);
}

START_TEST(everything)
{
	ck_assert_int_eq(parse("# comment\n"
			       "\n"
			       " kernel = /boot/my kernel \n"
			       "initrd=/i\t\n"
			       "\tcommand_line = root=LABEL=x \"a b\" # not a comment\n"
			       "settle = 0.5\n"
			       "timeout=7\n"
			       "kdump_reload = kdump-config reload || true"), 0);
	ck_assert_str_eq(config.kernel, "/boot/my kernel");
	ck_assert_str_eq(config.initrd, "/i");
	ck_assert_str_eq(config.command_line,
			 "root=LABEL=x \"a b\" # not a comment");
	ck_assert_ptr_null(config.append);
	ck_assert_str_eq(config.kdump_reload, "kdump-config reload || true");
	ck_assert_int_eq(config.settle_ns, NSEC_PER_SEC / 2);
	ck_assert_int_eq(config.timeout_ns, 7 * NSEC_PER_SEC);
	config_free(&config);
	ck_assert_ptr_null(config.kernel);
}
END_TEST

START_TEST(nothing)
{
	ck_assert_int_eq(parse(""), 0);
	ck_assert_ptr_null(config.kernel);
	ck_assert_int_eq(config.settle_ns, -1);
	ck_assert_int_eq(config.timeout_ns, -1);
	ck_assert_int_eq(parse("kernel = default\ninitrd = none\nappend = x\n"),
			 0);
	ck_assert_str_eq(config.kernel, CONFIG_DEFAULT_KERNEL);
	ck_assert_str_eq(config.initrd, CONFIG_NO_INITRD);
	config_free(&config);
	ck_assert_int_eq(parse("kernel = newest\n"), 0);
	ck_assert_str_eq(config.kernel, CONFIG_NEWEST_KERNEL);
	config_free(&config);
	ck_assert_int_eq(parse("entry = 1>2\nappend = x\n"), 0);
	ck_assert_str_eq(config.entry, "1>2");
	config_free(&config);
	ck_assert_ptr_null(config.entry);
	ck_assert_int_eq(parse("reload_command = kexec-load-kernel || false\n"),
			 0);
	ck_assert_str_eq(config.reload_command, "kexec-load-kernel || false");
	ck_assert_ptr_null(config.kernel);
	config_free(&config);
	ck_assert_ptr_null(config.reload_command);
}
END_TEST

static const struct {
	const char *text;
	unsigned int line;
} bad[] = {
	{ "kernel", 1 },
	{ "\nkernel /k", 2 },
	{ "=/k", 1 },
	{ "kernel =", 1 },
	{ "kernel = \t ", 1 },
	{ "ker nel = /k", 1 },
	{ "[kernel]", 1 },
	{ "kernel = k", 1 },
	{ "kernel = none", 1 },
	{ "kernel = \"/k\"", 1 },
	{ "kernel = /k\ninitrd = default", 2 },
	{ "kernel = /k\nkernel = /k", 2 },
	{ "kernel = /k\nappend = a\nappend = b", 3 },
	{ "settle = 1\nsettle = 1", 2 },
	{ "settle = -1", 1 },
	{ "settle = 1s", 1 },
	{ "settle = nan", 1 },
	{ "settle = inf", 1 },
	{ "timeout = 1e300", 1 },
	{ "kernel = /k\r", 1 },
	{ "kernel = /k\x1b[2J", 1 },
	{ "kernel = /k\x7f", 1 },
	/* About the whole file, so there is no line. */
	{ "kernel = /k\ncommand_line = a\nappend = b", 0 },
	{ "kernel = /k\nreload_command = c", 0 },
	{ "kernel = /k\nentry = default", 0 },
	{ "entry = default\nreload_command = c", 0 },
	{ "reload_command = c\nappend = a", 0 },
	{ "initrd = /i", 0 },
	{ "command_line = a", 0 },
	{ "append = a", 0 },
};

START_TEST(refused)
{
	ck_assert_int_eq(parse(bad[_i].text), -EBADMSG);
	ck_assert_uint_eq(error.line, bad[_i].line);
	ck_assert_str_eq(error.file, CONFIG);
	ck_assert(*error.message);
	ck_assert_ptr_null(config.kernel);
	ck_assert_ptr_null(config.initrd);
}
END_TEST

/* Of a newer version, or misspelled: reported, and the rest is used. */
START_TEST(unknown)
{
	ck_assert_int_eq(parse("settle = 1\nKernel = /k\nnew = 1\n"), 0);
	ck_assert_str_eq(config.unknown,
			 CONFIG ":2: unknown key \"Kernel\" is ignored");
	ck_assert_int_eq(config.settle_ns, NSEC_PER_SEC);
	config_free(&config);
	ck_assert_int_eq(parse("settle = 1\n"), 0);
	ck_assert_str_eq(config.unknown, "");
	config_free(&config);
}
END_TEST

/* Later files override earlier ones key by key, what to load as a whole. */
START_TEST(drop_ins)
{
	tree_add(CONFIG, "kernel = /k\nappend = a\nsettle = 1\n");
	tree_add(CONFIG_DROP_INS "/20-b.conf", "settle = 3\ntimeout = 9\n");
	tree_add(CONFIG_DROP_INS "/10-a.conf", "settle = 2\n");
	tree_add(CONFIG_DROP_INS "/30-c.conf~", "settle = 4\n");
	tree_add(CONFIG_DROP_INS "/.x.conf", "settle = 4\n");
	ck_assert_int_eq(config_read(&ctx, &config, &error), 0);
	ck_assert_str_eq(config.kernel, "/k");
	ck_assert_str_eq(config.append, "a");
	ck_assert_int_eq(config.settle_ns, 3 * NSEC_PER_SEC);
	ck_assert_int_eq(config.timeout_ns, 9 * NSEC_PER_SEC);
	config_free(&config);

	tree_add(CONFIG_DROP_INS "/30-c.conf", "entry = default\n");
	ck_assert_int_eq(config_read(&ctx, &config, &error), 0);
	ck_assert_ptr_null(config.kernel);
	ck_assert_ptr_null(config.append);
	ck_assert_str_eq(config.entry, "default");
	config_free(&config);

	tree_add(CONFIG_DROP_INS "/40-d.conf", "command_line = x\n"
		 "settle = x\n");
	ck_assert_int_eq(config_read(&ctx, &config, &error), -EBADMSG);
	ck_assert_str_eq(error.file, CONFIG_DROP_INS "/40-d.conf");
	ck_assert_uint_eq(error.line, 2);
	tree_add(CONFIG_DROP_INS "/40-d.conf", "settle = 5\n");
	chmod(tree_path(CONFIG_DROP_INS "/40-d.conf"), 0666);
	ck_assert_int_eq(config_read(&ctx, &config, &error), -EPERM);
	ck_assert_str_eq(error.file, CONFIG_DROP_INS "/40-d.conf");
}
END_TEST

START_TEST(refused_bytes)
{
	static const char nul[] = "kernel = /k\0\nkernel = /evil\n";
	char *text;

	ck_assert_int_eq(config_parse(nul, sizeof(nul) - 1, &config, &error),
			 -EBADMSG);
	ck_assert_uint_eq(error.line, 0);

	/*
	 * A line longer than any command line, and a path longer than any path.
	 */
	text = malloc(20000);
	sprintf(text, "kernel = /k\nappend = %0*d", 10000, 0);
	ck_assert_int_eq(parse(text), -EBADMSG);
	ck_assert_uint_eq(error.line, 2);
	sprintf(text, "kernel = /%0*d", PATH_MAX - 1, 0);
	ck_assert_int_eq(parse(text), -EBADMSG);
	free(text);
}
END_TEST

/* Every byte of a good file replaced by every other: no crash, no leak. */
START_TEST(damaged)
{
	static const char good[] = "kernel=/k\nappend= x=\"y\"\nsettle = 1\n";
	char text[sizeof(good)];
	size_t at;
	int byte;

	for (at = 0; at < sizeof(good) - 1; at++) {
		for (byte = 0; byte < 256; byte++) {
			memcpy(text, good, sizeof(good));
			text[at] = byte;
			config_parse(text, sizeof(good) - 1, &config, &error);
			config_free(&config);
		}
	}
}
END_TEST

START_TEST(files)
{
	ck_assert_int_eq(config_read(&ctx, &config, &error), 0);
	ck_assert_ptr_null(config.kernel);

	tree_add(CONFIG, "kernel = /k\n");
	ck_assert_int_eq(config_read(&ctx, &config, &error), 0);
	ck_assert_str_eq(config.kernel, "/k");
	config_free(&config);

	chmod(tree_path(CONFIG), 0664);
	ck_assert_int_eq(config_read(&ctx, &config, &error), -EPERM);
	ck_assert_str_eq(error.file, CONFIG);
	chmod(tree_path(CONFIG), 0646);
	ck_assert_int_eq(config_read(&ctx, &config, &error), -EPERM);
	if (!geteuid()) {
		chmod(tree_path(CONFIG), 0644);
		ck_assert_int_eq(chown(tree_path(CONFIG), 12345, 0), 0);
		ck_assert_int_eq(config_read(&ctx, &config, &error), -EPERM);
	}
	remove(tree_path(CONFIG));
	ck_assert_int_eq(mkfifo(tree_path(CONFIG), 0600), 0);
	ck_assert_int_eq(config_read(&ctx, &config, &error), -EPERM);
	remove(tree_path(CONFIG));

	/* Administrators may use a symbolic link. */
	tree_add("/elsewhere", "kernel = /e\n");
	tree_link(CONFIG, "../elsewhere");
	ck_assert_int_eq(config_read(&ctx, &config, &error), 0);
	ck_assert_str_eq(config.kernel, "/e");
	config_free(&config);
}
END_TEST

START_TEST(too_long)
{
	size_t length = TEXT_LIMIT + 1;
	char *text = malloc(length + 1);

	memset(text, '\n', length);
	text[length] = '\0';
	tree_add(CONFIG, text);
	ck_assert_int_eq(config_read(&ctx, &config, &error), -EFBIG);
	free(text);
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_checked_fixture(tcase, tree_begin, tree_end);
	tcase_add_test(tcase, everything);
	tcase_add_test(tcase, nothing);
	tcase_add_loop_test(tcase, refused, 0, ROWS(bad));
	tcase_add_test(tcase, refused_bytes);
	tcase_add_test(tcase, unknown);
	tcase_add_test(tcase, drop_ins);
	tcase_add_test(tcase, damaged);
	tcase_add_test(tcase, files);
	tcase_add_test(tcase, too_long);
}

int main(void)
{
	return run_suite("config", add);
}
