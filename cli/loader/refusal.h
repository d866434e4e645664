/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why the kernel refuses a load: what is in the way, known before the kernel is
 * asked, and what an error means. A refused load can cost one of a limited
 * number of loads, and reports no more than EPERM.
 */
#ifndef CTL_REFUSAL_H
#define CTL_REFUSAL_H

#include "context.h"

/* Lines that do not fit are left out. */
#define ADVICE_LEN 1024

/**
 * enum obstacle - why no image can be loaded
 * @OBSTACLE_NONE: none was found
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

/**
 * struct explanation - an error in words
 * @answer: the exit code
 * @message: the cause
 * @advice: what to type, one command a line; may be empty
 */
struct explanation {
	enum answer answer;
	const char *message;
	char advice[ADVICE_LEN];
};

enum obstacle obstacle_find(const struct context *ctx);
bool obstacle_is_final(enum obstacle obstacle);
bool signature_is_missing(const struct context *ctx, const char *kernel);

void obstacle_explain(const struct context *ctx, enum obstacle obstacle,
		      struct explanation *why);
void refusal_explain(const struct context *ctx, int err,
		     struct explanation *why);

#endif /* CTL_REFUSAL_H */
