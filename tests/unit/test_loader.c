// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The library's loader and policy, as far as they need no kernel: what is
 * refused before anything is loaded, and which file is named.
 */
#include "filled.h"
#include "tree.h"

#include <errno.h>
#include <fcntl.h>

#include "kguard.h"

static const char *culprit_of(const char *kernel, const char *initrd, int *err)
{
	static char culprit[PATH_MAX];
	struct kguard_loader *loader;

	ck_assert_int_eq(kguard_loader_new(&loader), 0);
	kguard_loader_set_root(loader, tree_root);
	kguard_loader_set_files(loader, kernel, initrd, "");
	/* Never used: the files come first. */
	*err = kguard_loader_run(loader, (struct kguard *)loader);
	snprintf(culprit, sizeof(culprit), "%s",
		 kguard_loader_get_culprit(loader));
	ck_assert_uint_eq(kguard_loader_get_attempts(loader), 0);
	ck_assert_str_eq(kguard_loader_get_complaint(loader), "");
	kguard_loader_free(loader);
	return culprit;
}

START_TEST(kernel_first)
{
	int err;

	ck_assert_str_eq(culprit_of("/boot/k", "/boot/i", &err), "/boot/k");
	ck_assert_int_eq(err, -ENOENT);
	tree_add("/boot/k", "");
	ck_assert_str_eq(culprit_of("/boot/k", "/boot/i", &err), "/boot/i");
	ck_assert_int_eq(err, -ENOENT);
}
END_TEST

START_TEST(nothing_set)
{
	struct kguard_loader *loader;

	ck_assert_int_eq(kguard_loader_new(&loader), 0);
	ck_assert_int_eq(kguard_loader_run(loader, (struct kguard *)loader),
			 -EINVAL);
	kguard_loader_free(loader);
	kguard_loader_free(NULL);
}
END_TEST

#define PARAMETERS "/sys/module/kexecguard/parameters/"

START_TEST(policy_read)
{
	char value[8];

	ck_assert_int_eq(kguard_policy_get(tree_root, "policy", value,
					   sizeof(value)), -ENOENT);
	tree_add(PARAMETERS "policy", "strict\n");
	ck_assert_int_eq(kguard_policy_get(tree_root, "policy", value,
					   sizeof(value)), 0);
	ck_assert_str_eq(value, "strict");
	/* A value that does not fit is not cut off. */
	ck_assert_int_eq(kguard_policy_get(tree_root, "policy", value, 6),
			 -ENOBUFS);
	ck_assert_str_eq(value, "strict");
}
END_TEST

START_TEST(policy_written)
{
	char value[8];

	ck_assert_int_eq(kguard_policy_set(tree_root, "steer", "N"), -ENOENT);
	tree_add(PARAMETERS "steer", "Y\n");
	ck_assert_int_eq(kguard_policy_set(tree_root, "steer", "N"), 0);
	ck_assert_int_eq(kguard_policy_get(tree_root, "steer", value,
					   sizeof(value)), 0);
	ck_assert_str_eq(value, "N");
}
END_TEST

static const char *const no_names[] = { "", ".", "..", "a/b", "../version" };

START_TEST(policy_outside)
{
	char value[8];

	tree_add("/sys/module/kexecguard/version", "1\n");
	tree_add(PARAMETERS "a/b", "1\n");
	ck_assert_int_eq(kguard_policy_get(tree_root, no_names[_i], value,
					   sizeof(value)), -EINVAL);
	ck_assert_int_eq(kguard_policy_set(tree_root, no_names[_i], "2"),
			 -EINVAL);
}
END_TEST

START_TEST(version)
{
	ck_assert_str_eq(kguard_get_library_version(), VERSION);
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_checked_fixture(tcase, tree_begin, tree_end);
	tcase_add_test(tcase, kernel_first);
	tcase_add_test(tcase, nothing_set);
	tcase_add_test(tcase, policy_read);
	tcase_add_test(tcase, policy_written);
	tcase_add_loop_test(tcase, policy_outside, 0, ROWS(no_names));
	tcase_add_test(tcase, version);
}

int main(void)
{
	return run_suite("loader", add);
}
