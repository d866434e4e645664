// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexec-tools as a loader: its arguments, and what its messages mean. A script
 * replaces kexec(8).
 */
#include "filled.h"
#include "tree.h"

#include <errno.h>

#include "tools.h"

static char complaint[COMPLAINT_LEN];

static struct kg_image image = {
	.root = tree_root,
	.kernel = "/boot/k", .initrd = "/boot/i",
	.command_line = "a 'b' $(c) \"d\" -e",
};

static void add_kexec(const char *script)
{
	tree_add("/sbin/kexec", script);
	chmod(tree_path("/sbin/kexec"), 0755);
}

static int load(struct kg_bounds bounds)
{
	return kg_tools_load(&image, &bounds, complaint);
}

static const char *arguments(void)
{
	static char text[8192];
	FILE *file = fopen(tree_path("/arguments"), "r");
	size_t length;

	ck_assert_ptr_nonnull(file);
	length = fread(text, 1, sizeof(text) - 1, file);
	text[length] = '\0';
	fclose(file);
	return text;
}

START_TEST(absent)
{
	ck_assert_int_eq(load((struct kg_bounds){ 0 }), -ENOPKG);
	tree_add("/sbin/kexec", "");
	chmod(tree_path("/sbin/kexec"), 0644);
	if (geteuid())
		ck_assert_int_eq(load((struct kg_bounds){ 0 }), -ENOPKG);
}
END_TEST

START_TEST(passed)
{
	char script[PATH_MAX + 64], wanted[1024];

	snprintf(script, sizeof(script), "#!/bin/sh\nprintf '%%s\\n' \"$@\" >%s\n",
		 tree_path("/arguments"));
	add_kexec(script);
	ck_assert_int_eq(load((struct kg_bounds){ 0x100000, 0x40000000 }), 0);
	snprintf(wanted, sizeof(wanted),
		 "-c\n-l\n%s/boot/k\n--initrd=%s/boot/i\n"
		 "--command-line=a 'b' $(c) \"d\" -e\n"
		 "--mem-min=0x100000\n--mem-max=0x3fffffff\n",
		 tree_root, tree_root);
	ck_assert_str_eq(arguments(), wanted);

	image.initrd = NULL;
	ck_assert_int_eq(load((struct kg_bounds){ 0 }), 0);
	image.initrd = "/boot/i";
	snprintf(wanted, sizeof(wanted), "-c\n-l\n%s/boot/k\n"
		 "--command-line=a 'b' $(c) \"d\" -e\n", tree_root);
	ck_assert_str_eq(arguments(), wanted);
	ck_assert_str_eq(complaint, "");
}
END_TEST

static const struct {
	const char *script;
	int err;
	const char *complaint;
} failures[] = {
	{ "echo 'kexec_load failed: Device or resource busy' >&2; exit 255",
	  -EBUSY, "kexec_load failed: Device or resource busy" },
	{ "echo 'kexec_load failed: Cannot assign requested address' >&2; exit 1",
	  -EADDRNOTAVAIL, NULL },
	{ "echo 'kexec_load failed: Operation not permitted'; exit 255",
	  -EPERM, NULL },
	{ "echo 'kexec_load failed: Function not implemented'; exit 255",
	  -ENOSYS, NULL },
	{ "echo 'Cannot determine the file type of x' >&2; exit 255",
	  -EIO, "Cannot determine the file type of x" },
	{ "exit 1", -EIO, "" },
	{ "kill -9 $$", -EIO, "" },
	/*
	 * Printing more than is kept, or than a pipe holds, does not block it.
	 */
	{ "head -c 300000 /dev/zero | tr '\\0' x; exit 1", -EIO, NULL },
	{ "test \"$LC_ALL\" = C || exit 0; exit 1", -EIO, "" },
	{ "read line && exit 0; exit 1", -EIO, "" },
};

START_TEST(failed)
{
	char script[512];

	setenv("LC_ALL", "de_DE.UTF-8", 1);
	snprintf(script, sizeof(script), "#!/bin/sh\n%s\n",
		 failures[_i].script);
	add_kexec(script);
	ck_assert_int_eq(load((struct kg_bounds){ 0 }), failures[_i].err);
	ck_assert_uint_lt(strlen(complaint), COMPLAINT_LEN);
	if (failures[_i].complaint)
		ck_assert_str_eq(complaint, failures[_i].complaint);
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_checked_fixture(tcase, tree_begin, tree_end);
	tcase_add_test(tcase, absent);
	tcase_add_test(tcase, passed);
	tcase_add_loop_test(tcase, failed, 0, ROWS(failures));
}

int main(void)
{
	return run_suite("tools", add);
}
