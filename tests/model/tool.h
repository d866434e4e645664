/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The library's loop that loads an image until it is confirmed, lib/loader.c and
 * lib/settle.c as they are. What it does next follows from the answers that it
 * has had so far, so those are its state: it is run anew for each step, up to
 * the first call that has no answer yet.
 */
#ifndef KG_MODEL_TOOL_H
#define KG_MODEL_TOOL_H

#include <stdint.h>

/* What the loop calls. */
enum tool_call {
	TOOL_RETURNS,		/* value: its result */
	TOOL_STATUS,
	TOOL_EVENT,
	TOOL_WAIT,		/* value: for so many nanoseconds */
	TOOL_WANTED,		/* is an image wanted? */
	TOOL_LOAD,
	TOOL_RECORD,
	TOOL_CONFIRM,		/* value: the generation; image: its number, or 0 */
	TOOL_UNLOAD,
};

#define TOOL_CHANGING	1	/* of a status */
#define TOOL_LOADED	2
#define TOOL_CHANGE	4	/* of an event: memory has changed */

/**
 * struct tool_answer - what a call has returned
 * @call: which
 * @flags: of the above
 * @err: 0 or -errno
 * @time: when, nanoseconds
 * @generation: of a status
 * @value: of a status when an image was loaded last; of a record its number
 */
struct tool_answer {
	uint8_t call;
	uint8_t flags;
	int16_t err;
	uint32_t generation;
	uint64_t time;
	uint64_t value;
};

#define TOOL_ANSWERS	32
#define TOOL_BEGINS	1	/* when it does */
#define TOOL_TIMEOUT	300000000

/**
 * struct tool - how far it is
 * @nr: answers in this attempt
 * @yields: it gives up if another program loads an image first
 * @attempts: that memory interrupts, until it gives up
 * @interrupted: so many were so far
 * @loaded_ns: as in struct kguard_loader
 * @begins: when this attempt began
 */
struct tool {
	uint64_t nr;
	uint64_t yields;
	uint64_t attempts;
	uint64_t interrupted;
	uint64_t loaded_ns;
	uint64_t begins;
	struct tool_answer answers[TOOL_ANSWERS];
};

struct tool_next {
	enum tool_call call;
	int64_t value;
	uint64_t image;
};

/* Answers of attempts that are over are dropped from @tool. */
struct tool_next tool_next(struct tool *tool);

#endif /* KG_MODEL_TOOL_H */
