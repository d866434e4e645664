// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See preflight.h.
 */
#include "preflight.h"

#include <string.h>
#include <unistd.h>

#include "knob.h"

static bool is_locked_down(const struct context *ctx)
{
	char text[KNOB_LEN];

	knob_read(ctx, "/sys/kernel/security/lockdown", text);
	return strstr(text, "[integrity]") || strstr(text, "[confidentiality]");
}

/**
 * preflight_find() - find what is in the way of a load
 * @ctx: the context
 *
 * Return: the first obstacle, the lasting ones first.
 */
enum obstacle preflight_find(const struct context *ctx)
{
	if (knob_is(ctx, "/proc/sys/kernel/kexec_load_disabled", "1"))
		return OBSTACLE_DISABLED;
	if (knob_is(ctx, "/proc/sys/kernel/kexec_load_limit_reboot", "0"))
		return OBSTACLE_LIMIT;
	if (geteuid())
		return OBSTACLE_PRIVILEGE;
	return is_locked_down(ctx) ? OBSTACLE_LOCKDOWN : OBSTACLE_NONE;
}

/**
 * preflight_is_final() - is it useless to try
 * @obstacle: what is in the way
 *
 * A locked-down kernel loads what is signed, and a process that is not root
 * may have the capability; both find out by trying.
 *
 * Return: true if so.
 */
bool preflight_is_final(enum obstacle obstacle)
{
	return obstacle == OBSTACLE_DISABLED || obstacle == OBSTACLE_LIMIT;
}

/**
 * preflight_message() - the obstacle in a sentence
 * @obstacle: what is in the way
 *
 * Return: a static string.
 */
const char *preflight_message(enum obstacle obstacle)
{
	switch (obstacle) {
	case OBSTACLE_DISABLED:
		return "kernel.kexec_load_disabled is set: no image can be loaded until the next boot";
	case OBSTACLE_LIMIT:
		return "kernel.kexec_load_limit_reboot is used up: no image can be loaded until the next boot";
	case OBSTACLE_PRIVILEGE:
		return "loading needs root (CAP_SYS_BOOT)";
	case OBSTACLE_LOCKDOWN:
		return "the kernel is locked down and loads only images that are signed by somebody whom it trusts";
	default:
		return "the kernel does not permit it (no CAP_SYS_BOOT, as in a container?)";
	}
}

/**
 * preflight_advice() - what to type about it
 * @obstacle: what is in the way
 *
 * Return: lines, may be empty.
 */
const char *preflight_advice(enum obstacle obstacle)
{
	switch (obstacle) {
	case OBSTACLE_DISABLED:
		return "grep -rs kexec_load_disabled /etc/sysctl.conf /etc/sysctl.d /usr/lib/sysctl.d\n";
	case OBSTACLE_LIMIT:
		return "grep -rs kexec_load_limit /etc/sysctl.conf /etc/sysctl.d /usr/lib/sysctl.d\n";
	default:
		return "";
	}
}
