// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See table.h. A thin wrapper of libsmartcols.
 */
#include "table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libsmartcols.h>

/* Columns on the screen. */
#define WORD_WIDTH 12
#define FOLD_MIN 24
#define FOLD_MAX 60

static int choose(struct table *table, size_t column)
{
	if (table->nr_chosen == COLUMNS_MAX)
		return -EINVAL;
	table->chosen[table->nr_chosen++] = column;
	return 0;
}

static int choose_name(struct table *table, const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < table->nr_columns; i++)
		if (strlen(table->columns[i].name) == length &&
		    !strncasecmp(table->columns[i].name, name, length))
			return choose(table, i);
	return -EINVAL;
}

static int choose_defaults(struct table *table)
{
	int err = 0;
	size_t i;

	for (i = 0; i < table->nr_columns && !err; i++)
		if (!table->columns[i].hidden)
			err = choose(table, i);
	return err;
}

/* NAME,NAME,... or +NAME,... for the default columns and these. */
static int choose_columns(struct table *table, const char *output)
{
	size_t length;
	int err;

	if (!output || *output == '+') {
		err = choose_defaults(table);
		if (err || !output)
			return err;
		output++;
	}
	for (;; output++) {
		length = strcspn(output, ",");
		err = choose_name(table, output, length);
		if (err)
			return err;
		output += length;
		if (!*output)
			return 0;
	}
}

static const struct column *chosen_column(const struct table *table, size_t i)
{
	return &table->columns[table->chosen[i]];
}

/* The width left for each wrapping column, if the others hold short words. */
static size_t fold_width(const struct table *table)
{
	size_t room = scols_table_get_termwidth(table->lines);
	size_t i, folding = 0;

	for (i = 0; i < table->nr_chosen; i++) {
		if (chosen_column(table, i)->wrap)
			folding++;
		else
			room -= room < WORD_WIDTH ? room : WORD_WIDTH;
	}
	room /= folding ?: 1;
	if (room < FOLD_MIN)
		return FOLD_MIN;
	return room < FOLD_MAX ? room : FOLD_MAX;
}

/* libsmartcols wraps in the middle of a word, and at newlines: insert these. */
static void fold(char *text, size_t width)
{
	char *line = text, *blank = NULL;

	for (; *text; text++) {
		if (*text != ' ')
			continue;
		if (blank && (size_t)(text - line) > width) {
			*blank = '\n';
			line = blank + 1;
		}
		blank = text;
	}
	if (blank && (size_t)(text - line) > width)
		*blank = '\n';
}

static int make_columns(struct table *table)
{
	struct libscols_column *made;
	const struct column *column;
	size_t i;

	for (i = 0; i < table->nr_chosen; i++) {
		column = chosen_column(table, i);
		made = scols_table_new_column(table->lines, column->name, 0,
					      column->wrap ? SCOLS_FL_WRAP : 0);
		if (!made)
			return -ENOMEM;
		if (!column->wrap)
			continue;
		scols_column_set_wrapfunc(made, scols_wrapnl_chunksize,
					  scols_wrapnl_nextchunk, NULL);
		scols_column_set_safechars(made, "\n");
	}
	table->fold_width = fold_width(table);
	return 0;
}

static int set_cell(struct table *table, struct libscols_line *line, size_t i,
		    const char *cell)
{
	char *text = strdup(cell);

	if (!text)
		return -ENOMEM;
	if (table->is_folded && chosen_column(table, i)->wrap)
		fold(text, table->fold_width);
	if (!scols_line_refer_data(line, i, text))
		return 0;
	free(text);
	return -ENOMEM;
}

static void set_style(const struct context *ctx, struct table *table)
{
	scols_table_enable_noheadings(table->lines, ctx->no_headings);
	scols_table_enable_raw(table->lines, ctx->style == TABLE_RAW);
	scols_table_enable_export(table->lines, ctx->style == TABLE_PAIRS);
	table->is_folded = ctx->style == TABLE_ALIGNED;
	table->in_bytes = ctx->in_bytes;
}

/**
 * table_is_for_programs() - is nothing to be printed but the table
 * @ctx: the context
 *
 * Return: true if so.
 */
bool table_is_for_programs(const struct context *ctx)
{
	return ctx->style != TABLE_ALIGNED || ctx->no_headings;
}

/**
 * table_open() - start a table
 * @ctx: the context, which has the style
 * @table: the table
 * @columns: all available columns
 * @nr_columns: their number
 * @output: the user's choice of columns, NULL for the default
 *
 * Return: 0; -EINVAL @output is not a list of columns; -ENOMEM.
 */
int table_open(const struct context *ctx, struct table *table,
	       const struct column *columns, size_t nr_columns,
	       const char *output)
{
	int err;

	*table = (struct table){
		.columns = columns,
		.nr_columns = nr_columns,
	};
	err = choose_columns(table, output);
	if (err)
		return err;
	table->lines = scols_new_table();
	if (!table->lines)
		return -ENOMEM;
	set_style(ctx, table);
	err = make_columns(table);
	if (err)
		table_close(table);
	return err;
}

/**
 * table_add() - add a line
 * @table: the table
 * @cells: one string for each available column, chosen or not
 *
 * Return: 0 or -ENOMEM.
 */
int table_add(struct table *table, const char *const cells[])
{
	struct libscols_line *line;
	int err = 0;
	size_t i;

	line = scols_table_new_line(table->lines, NULL);
	if (!line)
		return -ENOMEM;
	for (i = 0; i < table->nr_chosen && !err; i++)
		err = set_cell(table, line, i, cells[table->chosen[i]]);
	return err;
}

/**
 * table_print() - print the table on stdout
 * @table: the table
 *
 * Return: 0 or -errno.
 */
int table_print(struct table *table)
{
	return scols_print_table(table->lines);
}

/**
 * table_close() - free the table
 * @table: the table
 */
void table_close(struct table *table)
{
	scols_unref_table(table->lines);
	table->lines = NULL;
}
