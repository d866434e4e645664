/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What every part of the tool shares: the options that precede the verb, the
 * meaning of the exit codes, and how paths are found.
 */
#ifndef CTL_CONTEXT_H
#define CTL_CONTEXT_H

#include <stdbool.h>

struct kguard;
struct report;

/**
 * enum answer - exit codes, the same for every verb
 * @ANSWER_YES: yes, or done
 * @ANSWER_NO: no, or refused
 * @ANSWER_UNKNOWN: could not be determined or tried
 */
enum answer {
	ANSWER_YES	= 0,
	ANSWER_NO	= 1,
	ANSWER_UNKNOWN	= 2,
};

/**
 * enum table_style - how tables are printed
 * @TABLE_ALIGNED: for people
 * @TABLE_RAW: cells separated by a blank, unsafe characters as \\xHH
 * @TABLE_PAIRS: NAME="cell"
 */
enum table_style {
	TABLE_ALIGNED,
	TABLE_RAW,
	TABLE_PAIRS,
};

/**
 * struct context - how the tool was called
 * @json: print JSON
 * @style: how tables are printed
 * @no_headings: without a line of headings
 * @in_bytes: sizes in bytes
 * @sysroot: prefix of all paths, "" for this machine
 * @captured: @sysroot holds another machine's files, which need no device; set
 *	by --sysroot
 * @report: where to note the result, too, for verbs that keep it, or NULL
 * @is_quiet: only note the result there, and print nothing
 * @guard: the device, for verbs that need it; NULL for the others
 */
struct context {
	bool json;
	enum table_style style;
	bool no_headings;
	bool in_bytes;
	const char *sysroot;
	bool captured;
	struct report *report;
	bool is_quiet;
	struct kguard *guard;
};

bool path_join(char *path, const struct context *ctx, const char *name);

#endif /* CTL_CONTEXT_H */
