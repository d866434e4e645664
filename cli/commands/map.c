// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl map: a drawing of the physical address space and the image.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "commands/command.h"
#include "format.h"
#include "memory.h"
#include "out.h"
#include "view/picture.h"
#include "view/view.h"

#define WIDTH_DEFAULT 80
#define WIDTH_MAX 10000

enum {
	OPTION_WIDTH = OPTION_LONG,
	OPTION_COLOR,
};

enum colour {
	COLOUR_AUTO,
	COLOUR_ALWAYS,
	COLOUR_NEVER,
};

struct settings {
	uint64_t width;		/* 0: of the terminal */
	enum colour colour;
};

static int set_width(struct settings *settings, const char *value)
{
	uint64_t width;
	int err = parse_count(value, &width);

	if (err || width > WIDTH_MAX)
		return -EINVAL;
	settings->width = width;
	return 0;
}

static int set_colour(struct settings *settings, const char *value)
{
	static const char *const words[] = { "auto", "always", "never" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i], value))
			continue;
		settings->colour = i;
		return 0;
	}
	return -EINVAL;
}

static int set(void *to, int id, const char *value)
{
	if (id == OPTION_WIDTH)
		return set_width(to, value);
	return set_colour(to, value);
}

static size_t screen_width(const struct settings *settings)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	uint64_t width;

	if (settings->width)
		return settings->width;
	if (columns && !parse_count(columns, &width) && width <= WIDTH_MAX)
		return width;
	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col)
		return size.ws_col;
	return WIDTH_DEFAULT;
}

static bool wants_colour(const struct settings *settings)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (settings->colour != COLOUR_AUTO)
		return settings->colour == COLOUR_ALWAYS;
	return isatty(STDOUT_FILENO) && !(no_color && *no_color) &&
	       term && strcmp(term, "dumb");
}

static void add_ranges(struct json_object *document,
		       const struct kguard_map *map)
{
	struct json_object *array = json_add_array(document, "ranges");
	struct json_object *object;
	enum kexecguard_level level;
	uint32_t classes, reasons;
	uint64_t start, end;
	size_t i;

	for (i = 0; !kguard_map_get_range(map, i, &start, &end, &classes);
	     i++) {
		memory_judge(map, start, end, &level, &reasons);
		object = json_append_object(array);
		json_add_u64(object, "start", start);
		json_add_u64(object, "end", end);
		json_add_classes(object, "classes", classes);
		json_add_string(object, "level", kguard_level_get_name(level));
		json_add_reasons(object, "reasons", reasons);
	}
}

static void print_json(const struct memory *memory)
{
	const struct kguard_map *map = memory->map;
	struct json_object *document = json_document();

	json_add_string(document, "source",
			kguard_map_get_version(map) ? "guard" : "files");
	json_add_u64(document, "page_size", kguard_map_get_page_size(map));
	json_add_classes(document, "unknown", kguard_map_get_unknown(map));
	json_add_bool(document, "all_marked", kguard_map_is_all_marked(map));
	if (kguard_map_get_version(map))
		json_add_u64(document, "map_version",
			     kguard_map_get_version(map));
	else
		json_add(document, "map_version", NULL);
	add_ranges(document, map);
	if (memory->record)
		view_segments_json(json_add_object(document, "image"),
				   memory->record);
	else
		json_add(document, "image", NULL);
	out_json(document);
}

static enum answer run(const struct context *ctx, const void *from,
		       char *const operands[])
{
	const struct settings *settings = from;
	struct memory memory;
	enum answer answer;
	int err = 0;

	(void)operands;
	answer = memory_read(ctx, &memory);
	if (answer != ANSWER_YES)
		return answer;
	if (ctx->json)
		print_json(&memory);
	else
		err = picture_print(&memory, screen_width(settings),
				    wants_colour(settings));
	memory_free(&memory);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot draw the memory");
	return ANSWER_YES;
}

static const struct option_desc options[] = {
	{ "width", OPTION_WIDTH, "N",
	  .help = "characters in a line; default: COLUMNS, else the\n"
	  "terminal's" },
	{ "color", OPTION_COLOR, "WHEN",
	  .help = "auto (on a terminal), always, never",
	  .values = "auto always never" },
	{ NULL },
};

const struct command cmd_map = {
	.name = "map",
	.operands = "",
	.summary = "draw the memory and the loaded image",
	.description =
"Draws the physical address space: a letter for each stretch, which the legend\n"
"explains, and # where the loaded image will go. Green is safe, yellow is\n"
"removable, red is unsafe. Long stretches without RAM are omitted. Without the\n"
"module, draws what this machine's own files say. Needs root, except with\n"
"--sysroot.",
	.exits =
"  0  drawn\n"
"  2  unknown: no root, or invalid files",
	.examples =
"  kexecguardctl map\n"
"  kexecguardctl map --color always | less -R\n"
"  kexecguardctl map --sysroot ./captured --width 132\n"
"  kexecguardctl map --json | jq '.ranges[] | select(.level == \"removable\")'",
	.options = options,
	.needs_guard = true,
	.takes_sysroot = true,
	.settings_size = sizeof(struct settings),
	.set = set,
	.run = run,
};
