// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See table.h. A thin cover of libsmartcols.
 */
#include "table.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#include <libsmartcols.h>

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

/* NAME,NAME,... or +NAME,... for the defaults and these. */
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

static int make_columns(struct table *table)
{
	const struct column *column;
	size_t i;

	for (i = 0; i < table->nr_chosen; i++) {
		column = &table->columns[table->chosen[i]];
		if (!scols_table_new_column(table->lines, column->name, 0,
					    column->wrap ? SCOLS_FL_WRAP : 0))
			return -ENOMEM;
	}
	return 0;
}

/**
 * table_open() - start a table
 * @table: the table
 * @columns: all columns that there are
 * @nr_columns: their number
 * @output: the user's choice of columns, NULL for the default
 *
 * Return: 0; -EINVAL @output names something else than columns; -ENOMEM.
 */
int table_open(struct table *table, const struct column *columns,
	       size_t nr_columns, const char *output)
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
	err = make_columns(table);
	if (err)
		table_close(table);
	return err;
}

/**
 * table_add() - add a line
 * @table: the table
 * @cells: one string for each column that there is, chosen or not
 *
 * Return: 0 or -ENOMEM.
 */
int table_add(struct table *table, const char *const cells[])
{
	struct libscols_line *line;
	size_t i;

	line = scols_table_new_line(table->lines, NULL);
	if (!line)
		return -ENOMEM;
	for (i = 0; i < table->nr_chosen; i++)
		if (scols_line_set_data(line, i, cells[table->chosen[i]]))
			return -ENOMEM;
	return 0;
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
