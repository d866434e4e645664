/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an error of a load means and what to do about it.
 */
#ifndef CTL_EXPLAIN_H
#define CTL_EXPLAIN_H

#include "remember.h"

#define ADVICE_LEN 256

/**
 * struct explanation - an error in words
 * @answer: the exit code
 * @message: the cause
 * @advice: what to type, lines; may be empty
 */
struct explanation {
	enum answer answer;
	const char *message;
	char advice[ADVICE_LEN];
};

void explain_load(const struct context *ctx, int err, struct explanation *why);

#endif /* CTL_EXPLAIN_H */
