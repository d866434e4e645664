// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See format.h.
 */
#include "format.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <kguard.h>

#include "clock.h"

/* The length of a valid sequence of UTF-8 that is no control; 0 for others. */
static size_t utf8_length(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;
	size_t length = *at >= 0xf0 ? 4 : *at >= 0xe0 ? 3 : 2, i;
	uint32_t code = *at & (0x7f >> length);
	static const uint32_t smallest[] = { 0, 0, 0xa0, 0x800, 0x10000 };

	if (*at < 0xc2 || *at > 0xf4)
		return 0;
	for (i = 1; i < length; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (at[i] & 0x3f);
	}
	/* Not overlong, no surrogate, not above the last. */
	if (code < smallest[length] || code > 0x10ffff ||
	    (code >= 0xd800 && code <= 0xdfff))
		return 0;
	return length;
}

static char *escape(const char *text, bool keeps_utf8)
{
	char *safe, *to;
	size_t length;

	safe = malloc(4 * strlen(text) + 1);
	if (!safe)
		return NULL;
	for (to = safe; *text; text += length) {
		length = keeps_utf8 ? utf8_length(text) : 0;
		if (length) {
			to = mempcpy(to, text, length);
			continue;
		}
		length = 1;
		if (*text >= ' ' && *text <= '~' && *text != '\\')
			*to++ = *text;
		else
			to += sprintf(to, "\\x%02x", (unsigned char)*text);
	}
	*to = '\0';
	return safe;
}

/**
 * format_text() - make bytes from an untrusted source safe to print
 * @text: any bytes
 *
 * A backslash, and whatever is not printable ASCII, becomes \xHH, so that no
 * escape sequence reaches the terminal.
 *
 * Return: a string to free, NULL if there is no memory.
 */
char *format_text(const char *text)
{
	return escape(text, false);
}

/**
 * format_utf8() - make bytes from an untrusted source valid UTF-8
 * @text: any bytes
 *
 * As format_text(), but keeps what is valid and no control character.
 *
 * Return: a string to free, NULL if there is no memory.
 */
char *format_utf8(const char *text)
{
	return escape(text, true);
}

/**
 * format_size() - a size in the largest fitting binary unit
 * @buffer: where to put it
 * @bytes: the size
 *
 * Return: @buffer.
 */
const char *format_size(char *buffer, uint64_t bytes)
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB",
					     "PiB", "EiB" };
	unsigned int unit = 0;

	while (unit < 6 && bytes >> (10 * (unit + 1)))
		unit++;
	if (bytes & ((UINT64_C(1) << (10 * unit)) - 1))
		snprintf(buffer, FORMAT_LEN, "%.1f %s",
			 (double)bytes / (UINT64_C(1) << (10 * unit)),
			 units[unit]);
	else
		snprintf(buffer, FORMAT_LEN, "%" PRIu64 " %s",
			 bytes >> (10 * unit), units[unit]);
	return buffer;
}

/**
 * format_range() - a range of addresses, its last byte included, and its size
 * @buffer: where to put it
 * @start: first byte
 * @end: end, exclusive
 *
 * Return: @buffer.
 */
const char *format_range(char *buffer, uint64_t start, uint64_t end)
{
	char size[FORMAT_LEN];

	if (start >= end) {
		snprintf(buffer, FORMAT_LEN, "empty");
		return buffer;
	}
	snprintf(buffer, FORMAT_LEN, "0x%" PRIx64 "-0x%" PRIx64 " (%.24s)",
		 start, end - 1, format_size(size, end - start));
	return buffer;
}

/**
 * format_age() - a duration in its two largest units
 * @buffer: where to put it
 * @nanoseconds: the duration
 *
 * Return: @buffer.
 */
const char *format_age(char *buffer, uint64_t nanoseconds)
{
	uint64_t seconds = nanoseconds / NSEC_PER_SEC;
	uint64_t minutes = seconds / 60;
	uint64_t hours = minutes / 60;

	if (hours >= 24)
		snprintf(buffer, FORMAT_LEN, "%" PRIu64 " d %" PRIu64 " h",
			 hours / 24, hours % 24);
	else if (hours)
		snprintf(buffer, FORMAT_LEN, "%" PRIu64 " h %" PRIu64 " min",
			 hours, minutes % 60);
	else if (minutes)
		snprintf(buffer, FORMAT_LEN, "%" PRIu64 " min %" PRIu64 " s",
			 minutes, seconds % 60);
	else
		snprintf(buffer, FORMAT_LEN, "%" PRIu64 " s", seconds);
	return buffer;
}

/**
 * format_local_time() - date and time in the user's time zone, to microseconds
 * @buffer: where to put it
 * @realtime_ns: nanoseconds of CLOCK_REALTIME
 *
 * Return: @buffer.
 */
const char *format_local_time(char *buffer, uint64_t realtime_ns)
{
	time_t seconds = realtime_ns / NSEC_PER_SEC;
	char date[32], zone[8];
	struct tm local;

	if (!localtime_r(&seconds, &local)) {
		snprintf(buffer, FORMAT_LEN, "@%" PRIu64, realtime_ns);
		return buffer;
	}
	strftime(date, sizeof(date), "%Y-%m-%d %H:%M:%S", &local);
	strftime(zone, sizeof(zone), "%z", &local);
	snprintf(buffer, FORMAT_LEN, "%s.%06" PRIu64 " %s", date,
		 realtime_ns % NSEC_PER_SEC / 1000, zone);
	return buffer;
}

/**
 * format_utc_time() - date and time of RFC 3339, in UTC, to nanoseconds
 * @buffer: where to put it
 * @realtime_ns: nanoseconds of CLOCK_REALTIME
 *
 * Return: @buffer.
 */
const char *format_utc_time(char *buffer, uint64_t realtime_ns)
{
	time_t seconds = realtime_ns / NSEC_PER_SEC;
	struct tm utc;
	char date[32];

	gmtime_r(&seconds, &utc);
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(buffer, FORMAT_LEN, "%s.%09" PRIu64 "Z", date,
		 realtime_ns % NSEC_PER_SEC);
	return buffer;
}

/**
 * format_protection() - the name of a protection, or its bit if unknown
 * @buffer: where to put it
 * @protection: one protection bit
 *
 * Return: @buffer.
 */
const char *format_protection(char *buffer, uint32_t protection)
{
	const char *name = kguard_protection_get_name(protection);

	if (name)
		snprintf(buffer, FORMAT_LEN, "%s", name);
	else
		snprintf(buffer, FORMAT_LEN, "bit-%d",
			 __builtin_ctz(protection));
	return buffer;
}

/**
 * format_reasons() - the reasons against a placement, separated by commas
 * @text: where to put them
 * @size: bytes there
 * @reasons: bits for kguard_reason_get_name()
 *
 * Return: @text; empty if there is nothing.
 */
const char *format_reasons(char *text, size_t size, uint32_t reasons)
{
	const char *name;
	unsigned int bit;
	size_t used = 0;

	text[0] = '\0';
	for (bit = 0; bit < 32 && used < size; bit++) {
		if (!(reasons >> bit & 1))
			continue;
		name = kguard_reason_get_name(UINT32_C(1) << bit);
		used += snprintf(text + used, size - used, "%s%s",
				 used ? ", " : "", name ?: "unknown reason");
	}
	return text;
}

/* The unit after a number: none, K, M, G, T, P, E, KiB ...; -1 for others. */
static int unit_shift(const char *unit)
{
	static const char letters[] = "KMGTPE";
	const char *letter;

	if (!*unit)
		return 0;
	letter = strchr(letters, toupper((unsigned char)*unit));
	if (!letter || (unit[1] && strcmp(unit + 1, "iB")))
		return -1;
	return 10 * (letter - letters + 1);
}

/**
 * parse_size() - read a size or an address
 * @text: decimal, or hexadecimal with 0x; binary units are allowed
 * @bytes: where to put it
 *
 * Return: 0; -EINVAL not a size, or too large.
 */
int parse_size(const char *text, uint64_t *bytes)
{
	bool hex = !strncasecmp(text, "0x", 2);
	unsigned long long value;
	char *end;
	int shift;

	if (!isxdigit((unsigned char)text[hex ? 2 : 0]))
		return -EINVAL;
	errno = 0;
	value = strtoull(text, &end, hex ? 16 : 10);
	shift = unit_shift(end);
	if (errno || end == text || shift < 0 || value > UINT64_MAX >> shift)
		return -EINVAL;
	*bytes = (uint64_t)value << shift;
	return 0;
}

/**
 * parse_duration() - read a duration with a unit
 * @text: a number and s, m, h or d; seconds without a unit
 * @nanoseconds: where to put the duration
 *
 * Return: 0; -EINVAL not a duration, not above 0, or over a hundred years.
 */
int parse_duration(const char *text, int64_t *nanoseconds)
{
	static const char units[] = "smhd";
	static const double seconds[] = { 1, 60, 3600, 86400 };
	const char *unit = units;
	double value;
	char *end;

	if (!isdigit((unsigned char)*text))
		return -EINVAL;
	value = strtod(text, &end);
	if (*end) {
		unit = strchr(units, *end);
		if (!unit || end[1])
			return -EINVAL;
	}
	value *= seconds[unit - units];
	if (!(value > 0 && value <= 100 * 366 * 86400.0))
		return -EINVAL;
	*nanoseconds = value * NSEC_PER_SEC;
	return *nanoseconds ? 0 : -EINVAL;
}

/**
 * parse_seconds() - read a duration
 * @text: seconds, which may have a fraction
 * @nanoseconds: where to put the duration
 *
 * Return: 0; -EINVAL not a number, negative, or over a hundred years.
 */
int parse_seconds(const char *text, int64_t *nanoseconds)
{
	double seconds;
	char *end;

	if (!isdigit((unsigned char)*text) && *text != '.')
		return -EINVAL;
	seconds = strtod(text, &end);
	if (end == text || *end || !(seconds <= 100 * 366 * 86400.0))
		return -EINVAL;
	*nanoseconds = seconds * NSEC_PER_SEC;
	return 0;
}

/**
 * parse_count() - read a number of things, at least one
 * @text: decimal digits
 * @count: where to put the number
 *
 * Return: 0; -EINVAL not a number above 0.
 */
int parse_count(const char *text, uint64_t *count)
{
	unsigned long long value;
	char *end;

	if (!isdigit((unsigned char)*text))
		return -EINVAL;
	errno = 0;
	value = strtoull(text, &end, 10);
	if (errno || *end || !value)
		return -EINVAL;
	*count = value;
	return 0;
}
