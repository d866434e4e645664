// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See hook.h.
 */
#include "diagnose/hook.h"

#include <errno.h>
#include <stddef.h>

/**
 * hook_is_lost() - is something unprotected because of this hook
 * @hook: the hook
 *
 * Return: true unless it is armed or not needed.
 */
bool hook_is_lost(const struct kguard_hook *hook)
{
	enum kexecguard_hook_state state = kguard_hook_get_state(hook);

	return state != KEXECGUARD_HOOK_ARMED &&
	       state != KEXECGUARD_HOOK_UNUSED;
}

/**
 * hook_state() - the hook's state in one word
 * @hook: the hook
 *
 * Return: a static string.
 */
const char *hook_state(const struct kguard_hook *hook)
{
	return kguard_hook_state_get_name(kguard_hook_get_state(hook)) ?:
	       "unknown";
}

/**
 * hook_meaning() - what the hook's state means
 * @hook: the hook
 *
 * Return: a sentence, valid as long as the hook.
 */
const char *hook_meaning(const struct kguard_hook *hook)
{
	switch (kguard_hook_get_state(hook)) {
	case KEXECGUARD_HOOK_ARMED:
		return "in place, verified just now";
	case KEXECGUARD_HOOK_UNUSED:
		return "not needed on this kernel; nothing is lost";
	default:
		return kguard_hook_get_without(hook);
	}
}

static const char *advise_missing(int error)
{
	switch (error) {
	case -ENOENT:
		return "this kernel has no such function: report its version to the project";
	case -EBUSY:
		return "another tool holds the function: remove its probe or live patch, then: modprobe -r kexecguard; modprobe kexecguard";
	case -ENOMEM:
		return "there was not enough memory: modprobe -r kexecguard; modprobe kexecguard";
	case -EOPNOTSUPP:
		return "this kernel is built without what the hook needs; see dmesg | grep kexecguard";
	default:
		return "see dmesg | grep kexecguard, and report it to the project";
	}
}

/**
 * hook_advice() - what to do about the hook's state
 * @hook: the hook
 *
 * Return: a static sentence, empty if there is nothing to do.
 */
const char *hook_advice(const struct kguard_hook *hook)
{
	switch (kguard_hook_get_state(hook)) {
	case KEXECGUARD_HOOK_ARMED:
	case KEXECGUARD_HOOK_UNUSED:
		return "";
	case KEXECGUARD_HOOK_MISSING:
		return advise_missing(kguard_hook_get_error(hook));
	case KEXECGUARD_HOOK_DEAD:
		if (kguard_hook_get_error(hook) == -EEXIST)
			return "a live patch or the like diverts calls before the hook: see /sys/kernel/livepatch, and lines with I in /sys/kernel/tracing/enabled_functions";
		return "it was disabled: see /sys/kernel/debug/kprobes/enabled, then: modprobe -r kexecguard; modprobe kexecguard";
	default:
		return "this tool is older than the module: upgrade it";
	}
}
