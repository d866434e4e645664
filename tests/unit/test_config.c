// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The configuration file and kexec-tools' defaults: what they say is taken as
 * they say it, anything else is refused with its place.
 */
#include "filled.h"
#include "tree.h"

#include <errno.h>

#include "config.h"
#include "format.h"

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
	{ "Kernel = /k", 1 },
	{ "kernels = /k", 1 },
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
	/* About the whole, so no line is to blame. */
	{ "kernel = /k\ncommand_line = a\nappend = b", 0 },
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

START_TEST(refused_bytes)
{
	static const char nul[] = "kernel = /k\0\nkernel = /evil\n";
	char *text;

	ck_assert_int_eq(config_parse(nul, sizeof(nul) - 1, &config, &error),
			 -EBADMSG);
	ck_assert_uint_eq(error.line, 0);

	/* A line longer than any command line, and a path longer than any. */
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

	/* Administrators link such files from where they keep them. */
	tree_add("/elsewhere", "kernel = /e\n");
	tree_link(CONFIG, "../elsewhere");
	ck_assert_int_eq(config_read(&ctx, &config, &error), 0);
	ck_assert_str_eq(config.kernel, "/e");
	config_free(&config);
}
END_TEST

START_TEST(too_long)
{
	size_t length = 70 * 1024;
	char *text = malloc(length + 1);

	memset(text, '\n', length);
	text[length] = '\0';
	tree_add(CONFIG, text);
	ck_assert_int_eq(config_read(&ctx, &config, &error), -EFBIG);
	free(text);
}
END_TEST

/* kexec-tools' defaults */

static int read_defaults(const char *text)
{
	tree_add(KEXEC_DEFAULTS, text);
	config = (struct config){ 0 };
	return kexec_defaults_read(&ctx, &config, &error);
}

START_TEST(defaults_debian)
{
	/* As the package writes it, and nobody's wish. */
	static const char text[] =
		"# Defaults for kexec initscript\n"
		"# sourced by /etc/init.d/kexec and /etc/init.d/kexec-load\n"
		"\n"
		"# Load a kexec kernel (true/false)\n"
		"LOAD_KEXEC=%s\n"
		"\n"
		"# Kernel and initrd image\n"
		"KERNEL_IMAGE=\"/vmlinuz\"\n"
		"INITRD=\"/initrd.img\"\n"
		"\n"
		"# If empty, use current /proc/cmdline\n"
		"APPEND=\"\"\n"
		"\n"
		"# Load the default kernel from grub config (true/false)\n"
		"USE_GRUB_CONFIG=false\n";
	char whole[sizeof(text) + 8];

	ck_assert_int_eq(kexec_defaults_read(&ctx, &config, &error), -ENOENT);
	snprintf(whole, sizeof(whole), text, "false");
	ck_assert_int_eq(read_defaults(whole), -ENOENT);
	ck_assert_ptr_null(config.kernel);
	snprintf(whole, sizeof(whole), text, "true");
	ck_assert_int_eq(read_defaults(whole), 0);
	ck_assert_str_eq(config.kernel, "/vmlinuz");
	ck_assert_str_eq(config.initrd, "/initrd.img");
	ck_assert_ptr_null(config.command_line);
	config_free(&config);
}
END_TEST

static const struct {
	const char *assignment;
	const char *value;
} words[] = {
	{ "APPEND=a", "a" },
	{ "  APPEND=a  ", "a" },
	{ "APPEND=a # comment", "a" },
	{ "APPEND=a;", "a" },
	{ "export APPEND=a", "a" },
	{ "APPEND='a $b `c` \"d\"'", "a $b `c` \"d\"" },
	{ "APPEND=\"a b=\\\"c\\\" \\$d \\\\ \\e\"", "a b=\"c\" $d \\ \\e" },
	{ "APPEND=a'b c'\"d e\"f", "ab cd ef" },
	{ "APPEND=a\nAPPEND=b", "b" },
	{ "APPENDIX=x\nAPPEND=b", "b" },
	{ "APPEND=x=y,z:/.@%+-_", "x=y,z:/.@%+-_" },
};

START_TEST(defaults_word)
{
	char text[256];

	snprintf(text, sizeof(text), "LOAD_KEXEC=true\nKERNEL_IMAGE=/k\n%s\n",
		 words[_i].assignment);
	ck_assert_int_eq(read_defaults(text), 0);
	ck_assert_str_eq(config.command_line, words[_i].value);
	ck_assert_str_eq(config.initrd, CONFIG_NO_INITRD);
	config_free(&config);
}
END_TEST

static const char *const strange[] = {
	"APPEND=$(cat /proc/cmdline)", "APPEND=`id`", "APPEND=\"$x\"",
	"APPEND=\"`id`\"", "APPEND=a b", "APPEND=a; rm -rf /", "APPEND=a&b",
	"APPEND=a|b", "APPEND=a>b", "APPEND=~", "APPEND=*", "APPEND='a",
	"APPEND=\"a", "APPEND=a\\", "APPEND=a#b", "APPEND =a", "APPEND",
	"if true; then", ". /etc/evil", "source x", "1APPEND=a", "APPEND+=a",
	"APPEND=a \\", "eval x=y", "APPEND=(a b)", "\x01",
};

START_TEST(defaults_strange)
{
	char text[256];

	snprintf(text, sizeof(text),
		 "LOAD_KEXEC=true\nKERNEL_IMAGE=/k\n%s\n", strange[_i]);
	ck_assert_int_eq(read_defaults(text), -EBADMSG);
	ck_assert_str_eq(error.file, KEXEC_DEFAULTS);
	ck_assert_uint_eq(error.line, 3);
	ck_assert_ptr_null(config.kernel);
}
END_TEST

START_TEST(defaults_whole)
{
	ck_assert_int_eq(read_defaults("LOAD_KEXEC=true\n"), -ENOENT);
	ck_assert_int_eq(read_defaults("LOAD_KEXEC=true\nKERNEL_IMAGE=/k\n"
				       "USE_GRUB_CONFIG=true\n"), -EBADMSG);
	ck_assert_uint_eq(error.line, 0);
	ck_assert_int_eq(read_defaults("LOAD_KEXEC=true\nKERNEL_IMAGE=k\n"),
			 -EBADMSG);
	ck_assert_int_eq(read_defaults("LOAD_KEXEC=true\nKERNEL_IMAGE=/k\n"
				       "INITRD=i\n"), -EBADMSG);
}
END_TEST

START_TEST(defaults_snippets)
{
	tree_add(KEXEC_DEFAULTS_DIRECTORY "/10-first", "KERNEL_IMAGE=/10\n");
	tree_add(KEXEC_DEFAULTS_DIRECTORY "/20_second", "KERNEL_IMAGE=/20\n");
	tree_add(KEXEC_DEFAULTS_DIRECTORY "/30.dpkg-old", "garbage\n");
	ck_assert_int_eq(read_defaults("LOAD_KEXEC=true\nKERNEL_IMAGE=/0\n"),
			 0);
	ck_assert_str_eq(config.kernel, "/20");
	config_free(&config);

	tree_add(KEXEC_DEFAULTS_DIRECTORY "/40", "garbage\n");
	ck_assert_int_eq(read_defaults("LOAD_KEXEC=true\nKERNEL_IMAGE=/0\n"),
			 -EBADMSG);
	ck_assert_str_eq(error.file, KEXEC_DEFAULTS_DIRECTORY);

	/* What others can write to is not believed, in whichever file. */
	remove(tree_path(KEXEC_DEFAULTS_DIRECTORY "/40"));
	chmod(tree_path(KEXEC_DEFAULTS_DIRECTORY "/10-first"), 0666);
	ck_assert_int_eq(read_defaults("LOAD_KEXEC=true\nKERNEL_IMAGE=/0\n"),
			 -EPERM);
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_checked_fixture(tcase, tree_begin, tree_end);
	tcase_add_test(tcase, everything);
	tcase_add_test(tcase, nothing);
	tcase_add_loop_test(tcase, refused, 0, ROWS(bad));
	tcase_add_test(tcase, refused_bytes);
	tcase_add_test(tcase, damaged);
	tcase_add_test(tcase, files);
	tcase_add_test(tcase, too_long);
	tcase_add_test(tcase, defaults_debian);
	tcase_add_loop_test(tcase, defaults_word, 0, ROWS(words));
	tcase_add_loop_test(tcase, defaults_strange, 0, ROWS(strange));
	tcase_add_test(tcase, defaults_whole);
	tcase_add_test(tcase, defaults_snippets);
}

int main(void)
{
	return run_suite("config", add);
}
