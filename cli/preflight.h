/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the kernel will refuse is known before it is asked: each load that it
 * refuses costs one of a limited number, and says no more than EPERM.
 */
#ifndef CTL_PREFLIGHT_H
#define CTL_PREFLIGHT_H

#include "command.h"

/**
 * enum obstacle - why no image can be loaded
 * @OBSTACLE_NONE: nothing is known to be in the way
 * @OBSTACLE_DISABLED: kernel.kexec_load_disabled is set
 * @OBSTACLE_LIMIT: kernel.kexec_load_limit_reboot is used up
 * @OBSTACLE_PRIVILEGE: the caller is not root
 * @OBSTACLE_LOCKDOWN: the kernel is locked down
 */
enum obstacle {
	OBSTACLE_NONE,
	OBSTACLE_DISABLED,
	OBSTACLE_LIMIT,
	OBSTACLE_PRIVILEGE,
	OBSTACLE_LOCKDOWN,
};

enum obstacle preflight_find(const struct context *ctx);
bool preflight_is_final(enum obstacle obstacle);
const char *preflight_message(enum obstacle obstacle);
const char *preflight_advice(enum obstacle obstacle);

#endif /* CTL_PREFLIGHT_H */
