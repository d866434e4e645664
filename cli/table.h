/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables whose columns the user chooses.
 */
#ifndef CTL_TABLE_H
#define CTL_TABLE_H

#include <stddef.h>

#include "context.h"

#define COLUMNS_MAX 12

/**
 * struct column - one column that a table can have
 * @name: its heading, and its name for --output
 * @wrap: long cells wrap between words instead of making the line longer
 * @hidden: shown only on request
 */
struct column {
	const char *name;
	bool wrap;
	bool hidden;
};

/**
 * struct table - a table that is being filled
 * @columns: all available columns
 * @nr_columns: their number
 * @chosen: the columns to show, in order
 * @nr_chosen: their number
 * @is_folded: wrap cells
 * @in_bytes: sizes are wanted in bytes
 * @fold_width: screen columns for each column that wraps
 * @lines: libsmartcols' table
 */
struct table {
	const struct column *columns;
	size_t nr_columns;
	size_t chosen[COLUMNS_MAX];
	size_t nr_chosen;
	bool is_folded;
	bool in_bytes;
	size_t fold_width;
	struct libscols_table *lines;
};

int table_open(const struct context *ctx, struct table *table,
	       const struct column *columns, size_t nr_columns,
	       const char *output);
bool table_is_for_programs(const struct context *ctx);
int table_add(struct table *table, const char *const cells[]);
int table_print(struct table *table);
void table_close(struct table *table);

#endif /* CTL_TABLE_H */
