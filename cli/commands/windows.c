// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kexecguardctl windows: where an image may be placed, and why not elsewhere.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "commands/command.h"
#include "format.h"
#include "memory.h"
#include "out.h"
#include "table.h"

enum {
	OPTION_SIZE = OPTION_LONG,
	OPTION_ALIGN,
	OPTION_MIN,
	OPTION_MAX,
	OPTION_TOP_DOWN,
	OPTION_BOTTOM_UP,
	OPTION_REMOVABLE,
	OPTION_ALL,
	OPTION_KEXEC_ARGS,
};

enum direction {
	DIRECTION_ANY,
	DIRECTION_BOTTOM_UP,
	DIRECTION_TOP_DOWN,
};

struct settings {
	const char *output;
	uint64_t size;		/* 0: a page */
	uint64_t alignment;
	uint64_t min;
	uint64_t max;		/* 0: no limit */
	enum direction direction;
	bool removable;
	bool all;
	bool kexec_args;
};

static const struct settings defaults = { .alignment = 1 };

static int set_alignment(struct settings *settings, const char *value)
{
	uint64_t alignment;
	int err = parse_size(value, &alignment);

	if (err)
		return err;
	if (!alignment || alignment & (alignment - 1))
		return -EINVAL;
	settings->alignment = alignment;
	return 0;
}

/* Internally 0 stands for the default, so it is not accepted. */
static int set_positive(uint64_t *to, const char *value)
{
	uint64_t number;
	int err = parse_size(value, &number);

	if (err)
		return err;
	if (!number)
		return -EINVAL;
	*to = number;
	return 0;
}

static int set(void *to, int id, const char *value)
{
	struct settings *settings = to;

	switch (id) {
	case 'o':
		settings->output = value;
		return 0;
	case OPTION_SIZE:
		return set_positive(&settings->size, value);
	case OPTION_ALIGN:
		return set_alignment(settings, value);
	case OPTION_MIN:
		return parse_size(value, &settings->min);
	case OPTION_MAX:
		return set_positive(&settings->max, value);
	case OPTION_TOP_DOWN:
		settings->direction = DIRECTION_TOP_DOWN;
		return 0;
	case OPTION_BOTTOM_UP:
		settings->direction = DIRECTION_BOTTOM_UP;
		return 0;
	case OPTION_REMOVABLE:
		settings->removable = true;
		return 0;
	case OPTION_ALL:
		settings->all = true;
		return 0;
	default:
		settings->kexec_args = true;
		return 0;
	}
}

/* Not above the last memory, or the excluded part would have no end. */
static uint64_t upper_limit(const struct kguard_map *map,
			    const struct settings *settings)
{
	uint64_t end = memory_end(map);

	if (settings->max)
		return settings->max;
	return end > settings->min ? end : UINT64_MAX;
}

/* How good the memory has to be; each rank includes the ones before. */
enum rank {
	RANK_SAFE,
	RANK_BOOT,	/* or removable, but not known to be hot-added */
	RANK_ADDED,
};

static uint32_t avoided(enum rank rank)
{
	return KEXECGUARD_CRASH |
	       (rank == RANK_ADDED ? 0 : KEXECGUARD_HOTADDED);
}

static enum rank last_rank(const struct settings *settings)
{
	return settings->removable ? RANK_ADDED : RANK_SAFE;
}

static int find(const struct kguard_map *map, const struct settings *settings,
		enum rank rank, struct kguard_windows **windows)
{
	struct kguard_query *query;
	int err;

	err = kguard_query_new(&query);
	if (err)
		return err;
	kguard_query_set_size(query, settings->size);
	kguard_query_set_alignment(query, settings->alignment);
	kguard_query_set_limits(query, settings->min,
				upper_limit(map, settings));
	kguard_query_set_avoided(query, avoided(rank));
	kguard_query_set_removable(query, rank != RANK_SAFE);
	kguard_query_set_top_down(query, settings->direction ==
					 DIRECTION_TOP_DOWN);
	err = kguard_map_find_windows(map, query, windows);
	kguard_query_free(query);
	return err;
}

/* The windows in the best memory that has any. */
static int find_best(const struct kguard_map *map,
		     const struct settings *settings,
		     struct kguard_windows **windows)
{
	enum rank rank;
	int err;

	for (rank = RANK_SAFE; ; rank++) {
		err = find(map, settings, rank, windows);
		if (err || rank == last_rank(settings) ||
		    kguard_windows_get_nr(*windows))
			return err;
		kguard_windows_free(*windows);
	}
}

/*
 * The window for kexec-tools: the largest, or the first if a direction is
 * given.
 */
static size_t choose(const struct kguard_windows *windows,
		     const struct settings *settings)
{
	uint64_t start, end, largest = 0;
	size_t i, chosen = 0;

	if (settings->direction != DIRECTION_ANY)
		return 0;
	for (i = 0; i < kguard_windows_get_nr(windows); i++) {
		kguard_windows_get_window(windows, i, &start, &end, NULL);
		if (end - start <= largest)
			continue;
		largest = end - start;
		chosen = i;
	}
	return chosen;
}

/* --mem-max is inclusive. */
static bool format_kexec_args(char *text, const struct kguard_map *map,
			      const struct settings *settings)
{
	struct kguard_windows *windows;
	uint64_t start, end;
	bool is_found;

	if (find_best(map, settings, &windows))
		return false;
	is_found = !kguard_windows_get_window(windows,
					      choose(windows, settings),
					      &start, &end, NULL);
	kguard_windows_free(windows);
	if (is_found)
		snprintf(text, FORMAT_LEN,
			 "--mem-min=0x%" PRIx64 " --mem-max=0x%" PRIx64, start,
			 end - 1);
	return is_found;
}

static enum answer print_kexec_args(const struct context *ctx,
				    const struct kguard_map *map,
				    const struct settings *settings)
{
	char text[FORMAT_LEN];

	if (!format_kexec_args(text, map, settings))
		return out_error(ctx, ANSWER_NO, 0, NULL,
				 "there is no %smemory where that fits",
				 settings->removable ? "" : "safe ");
	puts(text);
	return ANSWER_YES;
}

/* JSON ------------------------------------------------------------------- */

static void add_query(struct json_object *document,
		      const struct kguard_map *map,
		      const struct settings *settings)
{
	struct json_object *object = json_add_object(document, "query");

	json_add_u64(object, "size", settings->size ?:
		     kguard_map_get_page_size(map));
	json_add_u64(object, "alignment", settings->alignment);
	json_add_u64(object, "min", settings->min);
	json_add_u64(object, "max", upper_limit(map, settings));
	json_add_bool(object, "removable", settings->removable);
	json_add_bool(object, "top_down",
		      settings->direction == DIRECTION_TOP_DOWN);
}

static void add_piece(struct json_object *object, uint64_t start, uint64_t end,
		      enum kexecguard_level level, uint32_t reasons)
{
	json_add_u64(object, "start", start);
	json_add_u64(object, "end", end);
	json_add_string(object, "level", kguard_level_get_name(level));
	json_add_reasons(object, "reasons", reasons);
}

static void add_windows(struct json_object *document,
			const struct kguard_windows *windows)
{
	struct json_object *array = json_add_array(document, "windows");
	struct json_object *object;
	uint64_t start, end, address;
	enum kexecguard_level level;
	uint32_t reasons;
	size_t i;

	for (i = 0; i < kguard_windows_get_nr(windows); i++) {
		kguard_windows_get_window(windows, i, &start, &end, &address);
		kguard_windows_get_placement(windows, i, &level, &reasons);
		object = json_append_object(array);
		add_piece(object, start, end, level, reasons);
		json_add_u64(object, "address", address);
	}
}

static void add_exclusions(struct json_object *document,
			   const struct kguard_windows *windows)
{
	struct json_object *array = json_add_array(document, "excluded");
	enum kexecguard_level level;
	uint64_t start, end;
	uint32_t reasons;
	size_t i;

	for (i = 0; i < kguard_windows_get_nr_exclusions(windows); i++) {
		kguard_windows_get_exclusion(windows, i, &start, &end, &level,
					     &reasons);
		add_piece(json_append_object(array), start, end, level,
			  reasons);
	}
}

static void print_json(const struct kguard_map *map,
		       const struct kguard_windows *windows,
		       const struct settings *settings)
{
	struct json_object *document = json_document();
	char text[FORMAT_LEN];

	json_add_string(document, "source",
			kguard_map_get_version(map) ? "guard" : "files");
	json_add_u64(document, "page_size", kguard_map_get_page_size(map));
	json_add_classes(document, "unknown", kguard_map_get_unknown(map));
	json_add_bool(document, "all_marked", kguard_map_is_all_marked(map));
	add_query(document, map, settings);
	add_windows(document, windows);
	if (settings->all)
		add_exclusions(document, windows);
	else
		json_add(document, "excluded", NULL);
	json_add_string(document, "kexec_args",
			format_kexec_args(text, map, settings) ? text :
								     NULL);
	out_json(document);
}

/* Text ------------------------------------------------------------------- */

enum {
	COLUMN_START,
	COLUMN_END,
	COLUMN_SIZE,
	COLUMN_LEVEL,
	COLUMN_WINDOW,
	COLUMN_ADDRESS,
	COLUMN_REASONS,
	NR_COLUMNS,
};

static const struct column columns[NR_COLUMNS] = {
	[COLUMN_START]		= { .name = "START" },
	[COLUMN_END]		= { .name = "END" },
	[COLUMN_SIZE]		= { .name = "SIZE" },
	[COLUMN_LEVEL]		= { .name = "LEVEL" },
	[COLUMN_WINDOW]		= { .name = "WINDOW", .hidden = true },
	[COLUMN_ADDRESS]	= { .name = "ADDRESS", .hidden = true },
	[COLUMN_REASONS]	= { .name = "REASONS", .wrap = true,
				    .hidden = true },
};

/* The same number of digits in all rows, so that addresses align. */
static const char *format_address(char *text, uint64_t address)
{
	snprintf(text, FORMAT_LEN, "0x%012" PRIx64, address);
	return text;
}

struct row {
	uint64_t start;
	uint64_t end;
	uint64_t address;
	enum kexecguard_level level;
	uint32_t reasons;
	bool is_window;
};

static int add_row(struct table *table, const struct row *row)
{
	char start[FORMAT_LEN], end[FORMAT_LEN], size[FORMAT_LEN];
	char address[FORMAT_LEN] = "-", reasons[REASONS_LEN];
	const char *cells[NR_COLUMNS] = {
		[COLUMN_START]		= format_address(start, row->start),
		[COLUMN_END]		= format_address(end, row->end - 1),
		[COLUMN_SIZE]		= size,
		[COLUMN_LEVEL]		= kguard_level_get_name(row->level),
		[COLUMN_WINDOW]		= row->is_window ? "yes" : "no",
		[COLUMN_ADDRESS]	= address,
		[COLUMN_REASONS]	= format_reasons(reasons,
							 sizeof(reasons),
							 row->reasons),
	};

	if (table->in_bytes)
		snprintf(size, sizeof(size), "%" PRIu64,
			 row->end - row->start);
	else
		format_size(size, row->end - row->start);
	if (row->is_window)
		format_address(address, row->address);
	return table_add(table, cells);
}

static bool get_window(const struct kguard_windows *windows, size_t index,
		       struct row *row)
{
	row->is_window = true;
	return !kguard_windows_get_window(windows, index, &row->start,
					  &row->end, &row->address) &&
	       !kguard_windows_get_placement(windows, index, &row->level,
					     &row->reasons);
}

static bool get_exclusion(const struct kguard_windows *windows, size_t index,
			  struct row *row)
{
	row->is_window = false;
	row->address = 0;
	return !kguard_windows_get_exclusion(windows, index, &row->start,
					     &row->end, &row->level,
					     &row->reasons);
}

static int add_some(struct table *table, const struct kguard_windows *windows)
{
	struct row row;
	int err = 0;
	size_t i;

	for (i = 0; !err && get_window(windows, i, &row); i++)
		err = add_row(table, &row);
	return err;
}

/* Windows and exclusions, in the order of addresses. */
static int add_all(struct table *table, const struct kguard_windows *windows,
		   bool top_down)
{
	size_t nr = kguard_windows_get_nr(windows);
	size_t next = 0, excluded = 0;
	struct row window, piece;
	bool has_window, has_piece;
	int err = 0;

	while (!err) {
		has_window = get_window(windows, top_down ? nr - 1 - next :
				       next, &window) && next < nr;
		has_piece = get_exclusion(windows, excluded, &piece);
		if (!has_window && !has_piece)
			break;
		if (has_window && (!has_piece || window.start < piece.start)) {
			err = add_row(table, &window);
			next++;
		} else {
			err = add_row(table, &piece);
			excluded++;
		}
	}
	return err;
}

static int print_rows(const struct kguard_windows *windows,
		      const struct settings *settings, struct table *table)
{
	int err;

	if (settings->all)
		err = add_all(table, windows, settings->direction ==
					      DIRECTION_TOP_DOWN);
	else
		err = add_some(table, windows);
	return err ?: table_print(table);
}

static enum answer print_table(const struct context *ctx,
			       const struct kguard_map *map,
			       const struct kguard_windows *windows,
			       const struct settings *settings)
{
	const char *output = settings->output;
	struct table table;
	char text[REASONS_LEN];
	int err;

	if (!output && settings->all)
		output = "+WINDOW,REASONS";
	if (table_open(ctx, &table, columns, NR_COLUMNS, output))
		return out_error(ctx, ANSWER_UNKNOWN, 0, NULL,
				 "\"%s\" is not a list of columns", output);
	err = print_rows(windows, settings, &table);
	table_close(&table);
	if (err)
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot print the table");
	if (settings->output || table_is_for_programs(ctx))
		return ANSWER_YES;
	if (!kguard_windows_get_nr(windows))
		printf("There is no %smemory where that fits.\n",
		       settings->removable ? "" : "safe ");
	if (*memory_format_unknown(text, sizeof(text), map))
		puts(text);
	if (kguard_map_is_all_marked(map))
		puts(memory_all_marked);
	return ANSWER_YES;
}

static enum answer answer(const struct context *ctx,
			  const struct kguard_map *map,
			  const struct kguard_windows *windows,
			  const struct settings *settings)
{
	enum answer answer = ANSWER_YES;

	if (ctx->json)
		print_json(map, windows, settings);
	else if (settings->kexec_args)
		return print_kexec_args(ctx, map, settings);
	else
		answer = print_table(ctx, map, windows, settings);
	if (answer != ANSWER_YES)
		return answer;
	return kguard_windows_get_nr(windows) ? ANSWER_YES : ANSWER_NO;
}

static enum answer run(const struct context *ctx, const void *from,
		       char *const operands[])
{
	const struct settings *settings = from;
	struct kguard_windows *windows;
	struct memory memory;
	enum answer result;
	int err;

	(void)operands;
	result = memory_read(ctx, &memory);
	if (result != ANSWER_YES)
		return result;
	err = find(memory.map, settings, last_rank(settings), &windows);
	if (err) {
		memory_free(&memory);
		return out_error(ctx, ANSWER_UNKNOWN,
				 err == -EINVAL ? 0 : err, NULL,
				 err == -EINVAL ?
				 "there is nothing between --min and --max" :
				 "cannot look for windows");
	}
	result = answer(ctx, memory.map, windows, settings);
	kguard_windows_free(windows);
	memory_free(&memory);
	return result;
}

static const struct option_desc options[] = {
	{ "size", OPTION_SIZE, "SIZE",
	  .help = "what has to fit, in bytes or as 64M; default: a page" },
	{ "align", OPTION_ALIGN, "SIZE",
	  .help = "alignment of the address, a power of two" },
	{ "min", OPTION_MIN, "ADDRESS", .help = "start at ADDRESS" },
	{ "max", OPTION_MAX, "ADDRESS", .help = "end below ADDRESS" },
	{ "top-down", OPTION_TOP_DOWN, NULL,
	  .help = "highest window first, and the highest address in it",
	  .group = 1 },
	{ "bottom-up", OPTION_BOTTOM_UP, NULL,
	  .help = "lowest window first; the default", .group = 1 },
	{ "removable", OPTION_REMOVABLE, NULL,
	  .help = "include removable memory" },
	{ "all", OPTION_ALL, NULL,
	  .help = "show what is in no window, too, and all reasons" },
	{ "kexec-args", OPTION_KEXEC_ARGS, NULL,
	  .help = "print one window as arguments for kexec -c: the\n"
	  "largest in the best memory, or the first if a\n"
	  "direction is given" },
	{ "output", 'o', "LIST",
	  .help = "columns to show: START, END, SIZE, LEVEL, WINDOW,\n"
	  "ADDRESS, REASONS; +LIST adds to the default",
	  .values = "START END SIZE LEVEL WINDOW ADDRESS REASONS" },
	{ NULL },
};

const struct command cmd_windows = {
	.name = "windows",
	.operands = "",
	.summary = "where a kexec image may be placed",
	.description =
"Shows where an image may be placed: by default in safe memory, which firmware\n"
"described, which was present at boot, and which cannot be removed. The crash\n"
"kernel's memory is excluded. END is the last byte. Without the module, answers\n"
"from this machine's own files. Needs root, except with --sysroot.",
	.exits =
"  0  there is a window\n"
"  1  there is none where it fits\n"
"  2  unknown: no root, or invalid files",
	.examples =
"  kexecguardctl windows --size 64M\n"
"  kexecguardctl windows --all          # and why not elsewhere\n"
"  args=$(kexecguardctl windows --kexec-args --size 256M) &&\n"
"          kexec -c -l /boot/vmlinuz $args ...\n"
"  kexecguardctl windows --sysroot /    # this machine's files",
	.options = options,
	.needs_guard = true,
	.has_table = true,
	.takes_sysroot = true,
	.settings_size = sizeof(struct settings),
	.defaults = &defaults,
	.set = set,
	.run = run,
};
