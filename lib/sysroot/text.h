/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * Small text files of the kernel, read whole, and the numbers in them. A
 * captured file may contain anything: every read is bounded, every parser stops
 * at the given end, and nothing is skipped silently.
 */
#ifndef KG_TEXT_H
#define KG_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct kg_text - the content of a file, or a part of it
 * @at: first byte; no NUL at the end
 * @end: end, exclusive
 */
struct kg_text {
	const char *at;
	const char *end;
};

int kg_text_read(int directory, const char *path, struct kg_text *text);
void kg_text_free(struct kg_text *text);

bool kg_text_line(struct kg_text *text, struct kg_text *line);
bool kg_text_is(const struct kg_text *text, const char *word);
bool kg_text_starts(const struct kg_text *text, const char *word);
bool kg_text_skip(struct kg_text *text, const char *word);
bool kg_text_hex(struct kg_text *text, uint64_t *value);

#endif /* KG_TEXT_H */
