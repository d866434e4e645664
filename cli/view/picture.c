// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See picture.h. The scale is the smallest power of two at which the picture
 * has no more than ROWS_MAX lines.
 */
#include "view/picture.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"

#define ROWS_MAX	16
#define CELLS_MIN	8
#define CELLS_UNIT	16
#define LEGEND_WIDTH	48
#define NR_LEVELS	(KEXECGUARD_UNKNOWN + 1)

struct piece {
	uint64_t start;
	uint64_t end;
	enum kind kind;
	enum kexecguard_level level;
};

struct pieces {
	struct piece *list;
	size_t nr;
};

/**
 * struct picture - what is drawn, and how
 * @ranges: all ranges, in order
 * @segments: of the loaded image, in any order
 * @drawn: what has to appear: RAM and segments, ordered by start
 * @width: of the screen
 * @columns: cells in a line
 * @digits: of an address
 * @cell: bytes that a cell stands for, a power of two
 * @colour: use escape sequences
 */
struct picture {
	struct pieces ranges;
	struct pieces segments;
	struct pieces drawn;
	size_t width;
	size_t columns;
	int digits;
	uint64_t cell;
	bool colour;
};

/* A part of the address space that is drawn without a break. */
struct stretch {
	uint64_t start;
	uint64_t end;
	size_t next;	/* index in @drawn of the first piece after it */
};

/* Kinds ------------------------------------------------------------------ */

static const struct {
	char letter;
	const char *name;
} kinds[NR_KINDS] = {
	[KIND_IMAGE]		= { '#', "the loaded image" },
	[KIND_BOOT]		= { 'B', "boot memory" },
	[KIND_KERNEL]		= { 'K', "running kernel" },
	[KIND_CRASH]		= { 'C', "crash kernel" },
	[KIND_PLUGGABLE]	= { 'P', "hot-pluggable" },
	[KIND_MOVABLE]		= { 'M', "movable zone" },
	[KIND_HOTADDED]		= { 'H', "hot-added" },
	[KIND_OTHER]		= { 'U', "of unknown origin" },
	[KIND_DRIVER]		= { 'D', "driver-managed" },
	[KIND_OFFLINE]		= { 'O', "offline" },
	[KIND_NOMAP]		= { 'N', "not to be mapped" },
	[KIND_UNACCEPTED]	= { 'A', "not accepted yet" },
	[KIND_PRESERVED]	= { 'V', "preserved by KHO" },
	[KIND_SCRATCH]		= { 'S', "scratch of KHO" },
	[KIND_RESERVED]		= { 'R', "reserved" },
	[KIND_ROOM]		= { '-', "room for hotplug" },
	[KIND_UNUSED]		= { 'X', "not used as RAM" },
	[KIND_HOLE]		= { '.', "no memory" },
};

/* The first match counts. */
static const struct {
	uint32_t class;
	enum kind kind;
} ram_kinds[] = {
	{ KEXECGUARD_DRIVER, KIND_DRIVER },
	{ KEXECGUARD_OFFLINE, KIND_OFFLINE },
	{ KEXECGUARD_RESERVED, KIND_RESERVED },
	{ KEXECGUARD_NOMAP, KIND_NOMAP },
	{ KEXECGUARD_UNACCEPTED, KIND_UNACCEPTED },
	{ KEXECGUARD_PRESERVED, KIND_PRESERVED },
	{ KEXECGUARD_CRASH, KIND_CRASH },
	{ KEXECGUARD_KERNEL, KIND_KERNEL },
	{ KEXECGUARD_SCRATCH, KIND_SCRATCH },
	{ KEXECGUARD_MOVABLE, KIND_MOVABLE },
	{ KEXECGUARD_HOTADDED, KIND_HOTADDED },
	{ KEXECGUARD_HOTPLUGGABLE, KIND_PLUGGABLE },
	{ KEXECGUARD_FIRMWARE, KIND_BOOT },
};

/**
 * kind_of() - what matters most about a range
 * @classes: enum kexecguard_class bits, 0 for a hole
 *
 * Return: the kind; never KIND_IMAGE.
 */
enum kind kind_of(uint32_t classes)
{
	size_t i;

	if (!(classes & KEXECGUARD_RAM)) {
		if (classes & KEXECGUARD_RESERVED)
			return KIND_RESERVED;
		if (classes & KEXECGUARD_FIRMWARE)
			return KIND_UNUSED;
		return classes & KEXECGUARD_HOTPLUGGABLE ? KIND_ROOM :
							     KIND_HOLE;
	}
	for (i = 0; i < sizeof(ram_kinds) / sizeof(ram_kinds[0]); i++)
		if (classes & ram_kinds[i].class)
			return ram_kinds[i].kind;
	return KIND_OTHER;
}

/**
 * kind_letter() - the letter that a kind is drawn with
 * @kind: the kind
 *
 * Return: a letter, different for each kind.
 */
char kind_letter(enum kind kind)
{
	return kinds[kind].letter;
}

/**
 * kind_name() - what the legend calls a kind
 * @kind: the kind
 *
 * Return: a static string.
 */
const char *kind_name(enum kind kind)
{
	return kinds[kind].name;
}

/* Gathering -------------------------------------------------------------- */

static int alloc_pieces(struct pieces *pieces, size_t nr)
{
	pieces->list = calloc(nr ?: 1, sizeof(*pieces->list));
	return pieces->list ? 0 : -ENOMEM;
}

static void add_piece(struct pieces *pieces, const struct piece *piece)
{
	pieces->list[pieces->nr++] = *piece;
}

static void gather_ranges(struct picture *picture,
			  const struct kguard_map *map)
{
	struct piece piece;
	uint32_t classes, reasons;
	size_t i;

	for (i = 0; !kguard_map_get_range(map, i, &piece.start, &piece.end,
					  &classes); i++) {
		piece.kind = kind_of(classes);
		memory_judge(map, piece.start, piece.end, &piece.level,
			     &reasons);
		add_piece(&picture->ranges, &piece);
		if (classes & KEXECGUARD_RAM)
			add_piece(&picture->drawn, &piece);
	}
}

static void gather_segments(struct picture *picture,
			    const struct kguard_record *record)
{
	struct piece piece = { .kind = KIND_IMAGE };
	size_t i;

	for (i = 0; i < kguard_record_get_nr_segments(record); i++) {
		if (kguard_record_get_segment(record, i, &piece.start,
					      &piece.end) ||
		    piece.start >= piece.end)
			continue;
		kguard_record_get_placement(record, i, &piece.level, NULL);
		add_piece(&picture->segments, &piece);
		add_piece(&picture->drawn, &piece);
	}
}

static int by_start(const void *a, const void *b)
{
	const struct piece *left = a, *right = b;

	return (left->start > right->start) - (left->start < right->start);
}

static int gather(struct picture *picture, const struct memory *memory)
{
	size_t ranges = kguard_map_get_nr_ranges(memory->map);
	size_t segments = 0;

	if (memory->record)
		segments = kguard_record_get_nr_segments(memory->record);
	if (alloc_pieces(&picture->ranges, ranges) ||
	    alloc_pieces(&picture->segments, segments) ||
	    alloc_pieces(&picture->drawn, ranges + segments))
		return -ENOMEM;

	gather_ranges(picture, memory->map);
	if (memory->record)
		gather_segments(picture, memory->record);
	qsort(picture->drawn.list, picture->drawn.nr, sizeof(struct piece),
	      by_start);
	return 0;
}

/* Scale ------------------------------------------------------------------ */

static uint64_t round_up(uint64_t value, uint64_t unit)
{
	uint64_t down = value & ~(unit - 1);

	if (down == value)
		return value;
	return down > UINT64_MAX - unit ? UINT64_MAX : down + unit;
}

/* A piece joins the stretch if a break before it would not save a line. */
static struct stretch next_stretch(const struct picture *picture, size_t next)
{
	uint64_t reach = picture->cell * picture->columns;
	const struct piece *piece = &picture->drawn.list[next];
	struct stretch stretch = {
		.start = piece->start & ~(picture->cell - 1),
		.end = piece->end,
	};

	for (next++; next < picture->drawn.nr; next++) {
		piece = &picture->drawn.list[next];
		if (piece->start > stretch.end &&
		    piece->start - stretch.end > reach)
			break;
		if (piece->end > stretch.end)
			stretch.end = piece->end;
	}
	stretch.end = round_up(stretch.end, picture->cell);
	stretch.next = next;
	return stretch;
}

static uint64_t count_rows(const struct picture *picture)
{
	struct stretch stretch;
	uint64_t rows = 0;
	size_t next;

	for (next = 0; next < picture->drawn.nr; next = stretch.next) {
		stretch = next_stretch(picture, next);
		rows += (stretch.end - stretch.start) / picture->cell /
			picture->columns + 1;
		rows += next ? 1 : 0;
	}
	return rows;
}

static void choose_scale(struct picture *picture, const struct memory *memory)
{
	picture->cell = kguard_map_get_page_size(memory->map);
	while (picture->cell < UINT64_C(1) << 56 &&
	       count_rows(picture) > ROWS_MAX)
		picture->cell *= 2;
}

/* Enough digits for all addresses; columns that make the addresses round. */
static void choose_columns(struct picture *picture)
{
	const struct pieces *drawn = &picture->drawn;
	uint64_t last = 0;
	size_t label, i;

	for (i = 0; i < drawn->nr; i++)
		if (drawn->list[i].end > last)
			last = drawn->list[i].end;
	picture->digits = 8;
	while (picture->digits < 16 && last >> (4 * picture->digits))
		picture->digits++;

	label = picture->digits + 4;
	picture->columns = picture->width > label ? picture->width - label : 0;
	if (picture->columns >= CELLS_UNIT)
		picture->columns &= ~(size_t)(CELLS_UNIT - 1);
	if (picture->columns < CELLS_MIN)
		picture->columns = picture->width;
}

/* Is the address on a line of its own? */
static bool is_narrow(const struct picture *picture)
{
	return picture->columns == picture->width;
}

/* Drawing ---------------------------------------------------------------- */

static const char *paint_of(enum kind kind, enum kexecguard_level level)
{
	static const char *const paints[NR_LEVELS] = {
		[KEXECGUARD_UNSAFE]		= "\033[31m",
		[KEXECGUARD_REMOVABLE]	= "\033[33m",
		[KEXECGUARD_SAFE]		= "\033[32m",
		[KEXECGUARD_UNKNOWN]		= "\033[35m",
	};
	static const char *const image_paints[NR_LEVELS] = {
		[KEXECGUARD_UNSAFE]		= "\033[1;7;31m",
		[KEXECGUARD_REMOVABLE]	= "\033[1;7;33m",
		[KEXECGUARD_SAFE]		= "\033[1;7;32m",
		[KEXECGUARD_UNKNOWN]		= "\033[1;7;35m",
	};

	if (kind == KIND_HOLE)
		return "\033[2m";
	return kind == KIND_IMAGE ? image_paints[level] : paints[level];
}

static void paint(const struct picture *picture, enum kind kind,
		  enum kexecguard_level level, const char *text)
{
	if (picture->colour)
		printf("%s%s\033[0m", paint_of(kind, level), text);
	else
		fputs(text, stdout);
}

static uint64_t common(const struct piece *piece, uint64_t start, uint64_t end)
{
	uint64_t low = piece->start > start ? piece->start : start;
	uint64_t high = piece->end < end ? piece->end : end;

	return low < high ? high - low : 0;
}

/* The image is drawn however small it is. */
static bool find_segment(const struct picture *picture, uint64_t start,
			 uint64_t end, struct piece *cell)
{
	const struct pieces *segments = &picture->segments;
	bool found = false;
	size_t i;

	for (i = 0; i < segments->nr; i++) {
		if (!common(&segments->list[i], start, end) ||
		    (found && segments->list[i].level >= cell->level))
			continue;
		*cell = segments->list[i];
		found = true;
	}
	return found;
}

/*
 * What a cell shows: the image, or the kind and level of most of its memory. A
 * hole is not memory, so even the smallest piece shows if it is alone. @index
 * is the first range that can lie in the cell.
 */
static struct piece look(const struct picture *picture, uint64_t start,
			 uint64_t end, size_t *index)
{
	uint64_t bytes[NR_KINDS][NR_LEVELS] = { 0 };
	struct piece cell = { .kind = KIND_HOLE };
	const struct piece *piece;
	uint64_t largest = 0;
	size_t i;

	if (find_segment(picture, start, end, &cell))
		return cell;

	for (i = *index; i < picture->ranges.nr; i++) {
		piece = &picture->ranges.list[i];
		if (piece->start >= end)
			break;
		if (piece->end <= start)
			*index = i + 1;
		bytes[piece->kind][piece->level] += common(piece, start, end);
	}
	for (i = *index; i < picture->ranges.nr; i++) {
		piece = &picture->ranges.list[i];
		if (piece->start >= end)
			break;
		if (bytes[piece->kind][piece->level] <= largest)
			continue;
		largest = bytes[piece->kind][piece->level];
		cell = *piece;
	}
	return cell;
}

static void draw_label(const struct picture *picture, uint64_t address)
{
	printf("0x%0*" PRIx64 "%s", picture->digits, address,
	       is_narrow(picture) ? "\n" : "  ");
}

static void draw_stretch(const struct picture *picture,
			 const struct stretch *stretch, size_t *index)
{
	uint64_t at = stretch->start;
	char letter[2] = "";
	struct piece cell;
	size_t column = 0;
	uint64_t end;

	while (at < stretch->end) {
		if (!column)
			draw_label(picture, at);
		end = stretch->end - at > picture->cell ? at + picture->cell
							: stretch->end;
		cell = look(picture, at, end, index);
		letter[0] = kind_letter(cell.kind);
		paint(picture, cell.kind, cell.level, letter);
		at = end;
		column = (column + 1) % picture->columns;
		if (!column)
			putchar('\n');
	}
	if (column)
		putchar('\n');
}

/* Text ------------------------------------------------------------------- */

static void print_folded(const struct picture *picture, const char *text)
{
	size_t used = 0, length;

	while (*text) {
		length = strcspn(text, " ");
		if (used && used + 1 + length > picture->width) {
			putchar('\n');
			used = 0;
		}
		used += printf("%s%.*s", used ? " " : "", (int)length, text);
		text += length;
		text += strspn(text, " ");
	}
	putchar('\n');
}

static void print_break(const struct picture *picture, uint64_t bytes)
{
	char size[FORMAT_LEN], text[2 * FORMAT_LEN];

	snprintf(text, sizeof(text), "~ %s without RAM ~",
		 format_size(size, bytes));
	print_folded(picture, text);
}

static void print_entry(const struct picture *picture, enum kind kind,
			enum kexecguard_level level, uint64_t bytes)
{
	char letter[2] = { kind_letter(kind) };
	char size[FORMAT_LEN], text[3 * FORMAT_LEN];

	format_size(size, bytes);
	if (picture->width >= LEGEND_WIDTH) {
		paint(picture, kind, level, letter);
		printf("  %-20s%-11s%s\n", kind_name(kind),
		       kguard_level_get_name(level), size);
		return;
	}
	snprintf(text, sizeof(text), "%s %s, %s, %s", letter, kind_name(kind),
		 kguard_level_get_name(level), size);
	print_folded(picture, text);
}

/* The kinds in the picture, and their sizes; the image is counted twice. */
static void print_legend(const struct picture *picture)
{
	uint64_t bytes[NR_KINDS][NR_LEVELS] = { 0 };
	const struct pieces *all[] = { &picture->segments, &picture->ranges };
	const struct piece *piece;
	size_t i, kind, level;

	for (i = 0; i < 2; i++)
		for (piece = all[i]->list; piece < all[i]->list + all[i]->nr;
		     piece++)
			bytes[piece->kind][piece->level] += piece->end -
							    piece->start;
	for (kind = 0; kind < NR_KINDS; kind++)
		for (level = NR_LEVELS; level--; )
			if (bytes[kind][level])
				print_entry(picture, kind, level,
					    bytes[kind][level]);
}

static void print_title(const struct picture *picture)
{
	char size[FORMAT_LEN], text[2 * FORMAT_LEN];

	snprintf(text, sizeof(text),
		 "Physical memory, %s a character, each named after most of its memory:",
		 format_size(size, picture->cell));
	print_folded(picture, text);
}

static void draw(const struct picture *picture, const struct memory *memory)
{
	char unknown[REASONS_LEN];
	struct stretch stretch;
	uint64_t end = 0;
	size_t index = 0;
	size_t next;

	print_title(picture);
	putchar('\n');
	for (next = 0; next < picture->drawn.nr; next = stretch.next) {
		stretch = next_stretch(picture, next);
		if (next)
			print_break(picture, stretch.start - end);
		draw_stretch(picture, &stretch, &index);
		end = stretch.end;
	}
	putchar('\n');
	print_legend(picture);
	if (*memory_format_unknown(unknown, sizeof(unknown), memory->map)) {
		putchar('\n');
		print_folded(picture, unknown);
	}
	if (kguard_map_is_all_marked(memory->map)) {
		putchar('\n');
		print_folded(picture, memory_all_marked);
	}
}

/**
 * picture_print() - draw the memory on stdout
 * @memory: the memory and the loaded image
 * @width: of the screen, characters; at least 1
 * @colour: use escape sequences
 *
 * Return: 0 or -ENOMEM.
 */
int picture_print(const struct memory *memory, size_t width, bool colour)
{
	struct picture picture = { .width = width, .colour = colour };
	int err;

	err = gather(&picture, memory);
	if (!err) {
		choose_columns(&picture);
		choose_scale(&picture, memory);
		draw(&picture, memory);
	}
	free(picture.ranges.list);
	free(picture.segments.list);
	free(picture.drawn.list);
	return err;
}
