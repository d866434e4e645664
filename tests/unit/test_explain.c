// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What an error of a load means: its exit code, and for EPERM the knob that is
 * behind it.
 */
#include "filled.h"
#include "tree.h"

#include <errno.h>

#include "explain.h"

static const struct context ctx = { .sysroot = tree_root };

static const struct {
	int err;
	enum answer answer;
	const char *message;
} errors[] = {
	{ -EBUSY, ANSWER_NO, "did not come to rest" },
	{ -ESTALE, ANSWER_NO, "moved in every load" },
	{ -EADDRNOTAVAIL, ANSWER_NO, "no safe place" },
	{ -ECANCELED, ANSWER_NO, "somebody else" },
	{ -ENOSYS, ANSWER_UNKNOWN, "CONFIG_KEXEC_FILE" },
	{ -ENOENT, ANSWER_UNKNOWN, "does not exist" },
	{ -ENOEXEC, ANSWER_UNKNOWN, "not a kernel" },
	{ -EINVAL, ANSWER_UNKNOWN, "command line" },
	{ -EKEYREJECTED, ANSWER_UNKNOWN, "signature" },
	{ -ENODATA, ANSWER_UNKNOWN, "not signed" },
	{ -ENOPKG, ANSWER_UNKNOWN, "kexec-tools" },
	{ -EIO, ANSWER_UNKNOWN, "what should load it failed" },
	{ -ESRCH, ANSWER_NO, "on request" },
	{ -EMFILE, ANSWER_UNKNOWN, "open files" },
};

START_TEST(error)
{
	struct explanation why;

	explain_load(&ctx, errors[_i].err, &why);
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
	explain_load(&ctx, -EPERM, &why);
	ck_assert_int_eq(why.answer, ANSWER_UNKNOWN);
	/* Without root, that comes before what root would meet. */
	if (geteuid() && _i > 1)
		ck_assert_ptr_nonnull(strstr(why.message, "needs root"));
	else if (!strstr(why.message, knobs[_i].message))
		ck_abort_msg("\"%s\" is not in: %s", knobs[_i].message,
			     why.message);
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_checked_fixture(tcase, tree_begin, tree_end);
	tcase_add_loop_test(tcase, error, 0, ROWS(errors));
	tcase_add_loop_test(tcase, permission, 0, ROWS(knobs));
}

int main(void)
{
	return run_suite("explain", add);
}
