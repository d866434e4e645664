// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What an error of a load means, and for EPERM its cause; what is in the way of
 * a load; whether a kernel's file is signed.
 */
#include "filled.h"
#include "tree.h"

#include <errno.h>

#include "loader/refusal.h"

static const struct context ctx = { .sysroot = tree_root };

static const struct {
	int err;
	enum answer answer;
	const char *message;
} errors[] = {
	{ -EBUSY, ANSWER_NO, "kept changing" },
	{ -ESTALE, ANSWER_NO, "during every load" },
	{ -EADDRNOTAVAIL, ANSWER_NO, "no safe place" },
	{ -ECANCELED, ANSWER_NO, "another process" },
	{ -ENOSYS, ANSWER_UNKNOWN, "CONFIG_KEXEC_FILE" },
	{ -ENOENT, ANSWER_UNKNOWN, "does not exist" },
	{ -ENOEXEC, ANSWER_UNKNOWN, "not a kernel" },
	{ -EINVAL, ANSWER_UNKNOWN, "command line" },
	{ -EKEYREJECTED, ANSWER_UNKNOWN, "signature" },
	{ -ENODATA, ANSWER_UNKNOWN, "not signed" },
	{ -ENOPKG, ANSWER_UNKNOWN, "kexec-tools" },
	{ -EIO, ANSWER_UNKNOWN, "program that loads it failed" },
	{ -ESRCH, ANSWER_NO, "unload was requested" },
	{ -EMFILE, ANSWER_UNKNOWN, "open files" },
};

START_TEST(error)
{
	struct explanation why;

	refusal_explain(&ctx, errors[_i].err, &why);
	ck_assert_int_eq(why.answer, errors[_i].answer);
	if (!strstr(why.message, errors[_i].message))
		ck_abort_msg("\"%s\" is not in: %s", errors[_i].message,
			     why.message);
}
END_TEST

static const struct {
	const char *file;
	const char *text;
	const char *message;
} knobs[] = {
	{ "/proc/sys/kernel/kexec_load_disabled", "1\n",
	  "kexec_load_disabled is set" },
	{ "/proc/sys/kernel/kexec_load_limit_reboot", "0\n",
	  "kexec_load_limit_reboot is used up" },
	{ "/sys/kernel/security/lockdown",
	  "none [integrity] confidentiality\n", "locked down" },
	{ "/proc/sys/kernel/kexec_load_disabled", "0\n", "permit" },
	{ "/proc/sys/kernel/kexec_load_limit_reboot", "-1\n", "permit" },
};

START_TEST(permission)
{
	struct explanation why;

	tree_add(knobs[_i].file, knobs[_i].text);
	refusal_explain(&ctx, -EPERM, &why);
	ck_assert_int_eq(why.answer, ANSWER_UNKNOWN);
	/* Without root, that is reported before what would stop root. */
	if (geteuid() && _i > 1)
		ck_assert_ptr_nonnull(strstr(why.message, "needs root"));
	else if (!strstr(why.message, knobs[_i].message))
		ck_abort_msg("\"%s\" is not in: %s", knobs[_i].message,
			     why.message);
}
END_TEST

static const struct {
	const char *name;
	const char *text;
	enum obstacle obstacle;
	bool is_final;
} obstacles[] = {
	{ "/proc/sys/kernel/kexec_load_disabled", "1\n", OBSTACLE_DISABLED,
	  true },
	{ "/proc/sys/kernel/kexec_load_disabled", "0\n", OBSTACLE_NONE, false },
	{ "/proc/sys/kernel/kexec_load_limit_reboot", "0\n", OBSTACLE_LIMIT,
	  true },
	{ "/proc/sys/kernel/kexec_load_limit_reboot", "-1\n", OBSTACLE_NONE,
	  false },
	{ "/proc/sys/kernel/kexec_load_limit_reboot", "10\n", OBSTACLE_NONE,
	  false },
	/* The limit for crash images does not apply. */
	{ "/proc/sys/kernel/kexec_load_limit_panic", "0\n", OBSTACLE_NONE,
	  false },
	{ "/sys/kernel/security/lockdown",
	  "none [integrity] confidentiality\n", OBSTACLE_LOCKDOWN, false },
	{ "/sys/kernel/security/lockdown",
	  "none integrity [confidentiality]\n", OBSTACLE_LOCKDOWN, false },
	{ "/sys/kernel/security/lockdown",
	  "[none] integrity confidentiality\n", OBSTACLE_NONE, false },
};

START_TEST(in_the_way)
{
	enum obstacle obstacle;

	tree_add(obstacles[_i].name, obstacles[_i].text);
	obstacle = obstacle_find(&ctx);
	if (geteuid() && !obstacles[_i].is_final)
		return;
	ck_assert_int_eq(obstacle, obstacles[_i].obstacle);
	ck_assert_int_eq(obstacle_is_final(obstacle), obstacles[_i].is_final);
}
END_TEST

#define HEADER 0x80

/* The shortest file that holds the entry. */
static size_t build(unsigned char *file, unsigned int magic, unsigned int entry)
{
	memset(file, 0, 512);
	file[0x3c] = HEADER;
	memcpy(file + HEADER, "PE", 2);
	file[HEADER + 24] = magic & 0xff;
	file[HEADER + 25] = magic >> 8;
	return HEADER + 24 + entry + 4 * 8 + 8;
}

static bool is_missing(const unsigned char *file, size_t length)
{
	tree_add_bytes("/kernel", (const char *)file, length);
	return signature_is_missing(&ctx, "/kernel");
}

START_TEST(signed_formats)
{
	static const unsigned int formats[][2] = {
		{ 0x10b, 96 }, { 0x20b, 112 },
	};
	unsigned char file[512];
	size_t length = build(file, formats[_i][0], formats[_i][1]);

	ck_assert(is_missing(file, length));
	file[length - 8] = 1;
	ck_assert(is_missing(file, length));
	file[length - 1] = 1;
	ck_assert(!is_missing(file, length));
	file[length - 8] = 0;
	ck_assert(is_missing(file, length));
}
END_TEST

START_TEST(signature_unknown)
{
	unsigned char file[512];
	size_t length, cut;

	length = build(file, 0x20b, 112);
	for (cut = 0; cut < length; cut++)
		ck_assert(!is_missing(file, cut));
	file[HEADER] = 'X';
	ck_assert(!is_missing(file, length));
	length = build(file, 0x30b, 112);
	ck_assert(!is_missing(file, length));
	build(file, 0x20b, 112);
	memset(file + 0x3c, 0xff, 4);
	ck_assert(!is_missing(file, length));
	ck_assert(!signature_is_missing(&ctx, "/none"));
}
END_TEST

static void add(TCase *tcase)
{
	tcase_set_timeout(tcase, 30);
	tcase_add_checked_fixture(tcase, tree_begin, tree_end);
	tcase_add_loop_test(tcase, error, 0, ROWS(errors));
	tcase_add_loop_test(tcase, permission, 0, ROWS(knobs));
	tcase_add_loop_test(tcase, in_the_way, 0, ROWS(obstacles));
	tcase_add_loop_test(tcase, signed_formats, 0, 2);
	tcase_add_test(tcase, signature_unknown);
}

int main(void)
{
	return run_suite("refusal", add);
}
