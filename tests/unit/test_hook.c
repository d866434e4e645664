// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is reported about a hook in each state.
 */
#include "filled.h"

#include <errno.h>

#include "diagnose/hook.h"

static const struct {
	uint32_t state;
	uint32_t error;
	bool is_lost;
	const char *name;
	bool has_advice;
} hooks[] = {
	{ KEXECGUARD_HOOK_UNUSED, 0, false, "unused", false },
	{ KEXECGUARD_HOOK_ARMED, 0, false, "armed", false },
	{ KEXECGUARD_HOOK_MISSING, ENOENT, true, "missing", true },
	{ KEXECGUARD_HOOK_MISSING, EBUSY, true, "missing", true },
	{ KEXECGUARD_HOOK_MISSING, EINVAL, true, "missing", true },
	{ KEXECGUARD_HOOK_DEAD, 0, true, "dead", true },
	{ KEXECGUARD_HOOK_DEAD, EEXIST, true, "dead", true },
	{ 99, 0, true, "unknown", true },
};

START_TEST(hook)
{
	const struct kexecguard_hook from = {
		.state = hooks[_i].state, .error = hooks[_i].error,
		.without = "Something is lost.",
	};
	struct kguard_hook *object = filled_hook(&from);

	ck_assert_int_eq(hook_is_lost(object), hooks[_i].is_lost);
	ck_assert_str_eq(hook_state(object), hooks[_i].name);
	ck_assert_int_eq(*hook_advice(object) != '\0', hooks[_i].has_advice);
	if (hooks[_i].is_lost)
		ck_assert_str_eq(hook_meaning(object), from.without);
	else
		ck_assert_str_ne(hook_meaning(object), from.without);
	kguard_hook_free(object);
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_loop_test(tcase, hook, 0, ROWS(hooks));
}

int main(void)
{
	return run_suite("hook", add);
}
