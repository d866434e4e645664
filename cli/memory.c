// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See memory.h.
 */
#include "memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "out.h"

static const char *explain_file(int err)
{
	switch (err) {
	case -ENOENT:
		return "is missing";
	case -EACCES:
		return "shows addresses to root only, or was captured without root";
	case -ENODATA:
		return "lists no RAM";
	case -EBADMSG:
		return "is not what a kernel writes";
	case -EOPNOTSUPP:
		return "is of an unsupported architecture";
	case -EINVAL:
		return "is not a regular file";
	case -EFBIG:
	case -E2BIG:
		return "is too large";
	default:
		return strerror(-err);
	}
}

static enum answer read_files(const struct context *ctx, struct memory *memory)
{
	char *where = NULL;
	int err;

	err = kguard_map_read(ctx->sysroot, &memory->map, &where);
	if (!err)
		return ANSWER_YES;
	if (where && !strcmp(where, "."))
		out_explained(ctx, ANSWER_UNKNOWN, err, NULL, "%s %s",
			      ctx->sysroot, explain_file(err));
	else
		out_explained(ctx, ANSWER_UNKNOWN, err, NULL, "%s/%s %s",
			      ctx->sysroot, where ?: "", explain_file(err));
	free(where);
	return ANSWER_UNKNOWN;
}

static enum answer explain_guard(const struct context *ctx, int err)
{
	switch (err) {
	case -EPERM:
		return out_explained(ctx, ANSWER_UNKNOWN, err, NULL,
				     "needs root: physical addresses are shown to root only");
	case -ENODATA:
		return out_explained(ctx, ANSWER_UNKNOWN, err,
				     "kexecguardctl doctor\n",
				     "the guard could not read the memory map");
	case -ENOTTY:
		return out_explained(ctx, ANSWER_UNKNOWN, err, NULL,
				     "the module is too old to provide the memory map");
	default:
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot read the guard's memory map");
	}
}

static enum answer read_guard(const struct context *ctx, struct memory *memory)
{
	int err;

	err = kguard_get_map(ctx->guard, &memory->map);
	if (!err) {
		err = kguard_get_record(ctx->guard, &memory->record);
		err = err == -ENODATA ? 0 : err;
	}
	if (!err)
		return ANSWER_YES;
	memory_free(memory);
	return explain_guard(ctx, err);
}

/**
 * memory_read() - read the memory map, of the machine or of captured files
 * @ctx: the context
 * @memory: where to put it; free it with memory_free()
 *
 * Reports its errors.
 *
 * Return: ANSWER_YES, or the exit code.
 */
enum answer memory_read(const struct context *ctx, struct memory *memory)
{
	memset(memory, 0, sizeof(*memory));
	if (ctx->captured)
		return read_files(ctx, memory);
	return read_guard(ctx, memory);
}

/**
 * memory_free() - free what memory_read() returned
 * @memory: the memory; may be empty
 */
void memory_free(struct memory *memory)
{
	kguard_map_free(memory->map);
	kguard_record_free(memory->record);
	memset(memory, 0, sizeof(*memory));
}

/**
 * memory_end() - where the last range ends
 * @map: the memory map
 *
 * Return: an address, 0 if there is no range.
 */
uint64_t memory_end(const struct kguard_map *map)
{
	size_t nr = kguard_map_get_nr_ranges(map);
	uint64_t end = 0;

	if (nr)
		kguard_map_get_range(map, nr - 1, NULL, &end, NULL);
	return end;
}

/**
 * memory_judge() - how good the whole pages of a range are
 * @map: the memory map
 * @start: first byte
 * @end: end, exclusive
 * @level: where to put the level
 * @reasons: where to put the reasons against it
 *
 * A page that the range shares with its neighbour is judged by both, so it
 * counts only if the range has no whole page.
 */
void memory_judge(const struct kguard_map *map, uint64_t start, uint64_t end,
		  enum kexecguard_level *level, uint32_t *reasons)
{
	uint64_t mask = (uint64_t)kguard_map_get_page_size(map) - 1;
	uint64_t low = start + (-start & mask);
	uint64_t high = end & ~mask;

	*level = KEXECGUARD_UNKNOWN;
	*reasons = 0;
	if (low >= start && low < high)
		kguard_map_judge(map, low, high, level, reasons);
	else
		kguard_map_judge(map, start, end, level, reasons);
}

const char memory_all_marked[] =
	"Firmware marks all memory hot-pluggable: ignored for memory present at boot.";

/**
 * memory_format_unknown() - the classes that could not be read, in a sentence
 * @text: where to put it
 * @size: bytes there
 * @map: the memory map
 *
 * Return: @text; empty if everything is known.
 */
const char *memory_format_unknown(char *text, size_t size,
				  const struct kguard_map *map)
{
	uint32_t unknown = kguard_map_get_unknown(map);
	const char *name;
	size_t used = 0;
	unsigned int bit;

	text[0] = '\0';
	for (bit = 0; bit < 32 && used < size; bit++) {
		if (!(unknown >> bit & 1))
			continue;
		name = kguard_class_get_name(UINT32_C(1) << bit);
		used += snprintf(text + used, size - used, "%s%s",
				 used ? ", " : "Could not be read: ",
				 name ?: "unknown class");
	}
	if (used && used < size)
		snprintf(text + used, size - used, ".%s",
			 unknown & KEXECGUARD_HOTADDED ?
			 " Memory whose origin is not known counts as removable." :
			 "");
	return text;
}
