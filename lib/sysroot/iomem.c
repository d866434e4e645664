// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * The text of /proc/iomem. One resource a line, children indented by two more
 * spaces than their parent:
 *
 *	40000000-7c43ffff : System RAM
 *	  781c0000-79a4ffff : Kernel code
 *	  7ba00000-7bbfffff : reserved
 *	100000000-17fffffff : virtio0
 *	  100000000-11fffffff : System RAM (virtio_mem)
 */
#include "iomem.h"

#include "core/resource.h"

/* The kernel stops indenting at eight levels, five in older ones. */
#define LEVELS	16

struct line {
	unsigned int level;
	u64 first;
	u64 last;
	struct kg_text name;
};

static bool parse_line(struct kg_text text, struct line *line)
{
	line->level = 0;
	while (kg_text_skip(&text, "  "))
		line->level++;
	if (!kg_text_hex(&text, &line->first) || !kg_text_skip(&text, "-") ||
	    !kg_text_hex(&text, &line->last) || !kg_text_skip(&text, " : "))
		return false;
	line->name = text;
	return line->first <= line->last && line->level < LEVELS;
}

static u32 classes_of(const struct line *line, bool in_ram)
{
	return kg_resource_classes(line->name.at,
				   line->name.end - line->name.at, in_ram);
}

static void look_at_arch(const struct line *line, struct kg_iomem *iomem)
{
	if (kg_text_is(&line->name, "Reserved") ||
	    kg_text_is(&line->name, "Local APIC") ||
	    kg_text_is(&line->name, "System ROM"))
		iomem->is_x86 = true;
	if (kg_text_is(&line->name, "reserved"))
		iomem->has_reserved = true;
}

static int take(const struct line *line, u32 classes, struct kg_ranges *list,
		struct kg_iomem *iomem)
{
	struct kg_span span;
	int err;

	err = kg_span_from_closed(line->first, line->last, &span);
	if (err)
		return -EBADMSG;
	if (classes & (KEXECGUARD_RAM | KEXECGUARD_RESERVED))
		iomem->alignment |= span.start | span.end;
	return kg_ranges_add(list, span, classes);
}

/**
 * kg_iomem_parse - parse the text
 * @text: the text
 * @list: where the ranges go
 * @iomem: where the rest goes
 * @line: where the number of an invalid line goes
 *
 * Return: 0, -EBADMSG for an invalid line, -EACCES if all addresses are 0, as
 * the kernel shows them without CAP_SYS_ADMIN, -ENODATA if there is no RAM,
 * -ENOMEM, or -E2BIG.
 */
int kg_iomem_parse(struct kg_text text, struct kg_ranges *list,
		   struct kg_iomem *iomem, unsigned int *line)
{
	bool is_ram[LEVELS + 1] = { false };	/* or in RAM, by level */
	unsigned int allowed = 0;
	struct kg_text rest;
	bool is_hidden = true;
	bool has_ram = false;
	struct line parsed;
	u32 classes;
	int err;

	iomem->alignment = 0;
	iomem->is_x86 = false;
	iomem->has_reserved = false;
	for (*line = 1; kg_text_line(&text, &rest); ++*line) {
		if (!parse_line(rest, &parsed) || parsed.level > allowed)
			return -EBADMSG;
		allowed = parsed.level + 1;
		is_hidden = is_hidden && !parsed.last;

		classes = classes_of(&parsed, is_ram[parsed.level]);
		is_ram[parsed.level + 1] = is_ram[parsed.level] ||
					   classes & KEXECGUARD_RAM;
		has_ram = has_ram || classes & KEXECGUARD_RAM;
		look_at_arch(&parsed, iomem);
		err = classes ? take(&parsed, classes, list, iomem) : 0;
		if (err)
			return err;
	}
	if (*line > 1 && is_hidden)
		return -EACCES;
	return has_ram ? 0 : -ENODATA;
}
