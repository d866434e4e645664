/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Values as people read and type them. Buffers hold FORMAT_LEN bytes.
 */
#ifndef CTL_FORMAT_H
#define CTL_FORMAT_H

#include <stddef.h>
#include <stdint.h>

#define FORMAT_LEN 96
#define REASONS_LEN 256

char *format_text(const char *text);
char *format_utf8(const char *text);
const char *format_size(char *buffer, uint64_t bytes);
const char *format_range(char *buffer, uint64_t start, uint64_t end);
const char *format_age(char *buffer, uint64_t nanoseconds);
const char *format_local_time(char *buffer, uint64_t realtime_ns);
const char *format_utc_time(char *buffer, uint64_t realtime_ns);
const char *format_protection(char *buffer, uint32_t protection);
const char *format_reasons(char *text, size_t size, uint32_t reasons);

int parse_duration(const char *text, int64_t *nanoseconds);
int parse_size(const char *text, uint64_t *bytes);
int parse_seconds(const char *text, int64_t *nanoseconds);
int parse_count(const char *text, uint64_t *count);

#endif /* CTL_FORMAT_H */
