/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A small file tree that replaces a machine, in a temporary directory.
 */
#ifndef TREE_H
#define TREE_H

#include <check.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char tree_root[] = "/tmp/kexecguard-test-XXXXXX";

static inline const char *tree_path(const char *name)
{
	static char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s%s", tree_root, name);
	return path;
}

/* Creates all directories up to the last slash. */
static inline void tree_make_parents(const char *name)
{
	char path[PATH_MAX], *slash;

	snprintf(path, sizeof(path), "%s%s", tree_root, name);
	for (slash = path + strlen(tree_root) + 1;
	     (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(path, 0755);
		*slash = '/';
	}
}

static inline void tree_add_bytes(const char *name, const char *text,
				  size_t length)
{
	FILE *file;

	tree_make_parents(name);
	file = fopen(tree_path(name), "w");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(text, 1, length, file), length);
	ck_assert_int_eq(fclose(file), 0);
}

static inline void tree_add(const char *name, const char *text)
{
	tree_add_bytes(name, text, strlen(text));
}

static inline void tree_link(const char *name, const char *target)
{
	tree_make_parents(name);
	ck_assert_int_eq(symlink(target, tree_path(name)), 0);
}

static inline void tree_begin(void)
{
	strcpy(tree_root + strlen(tree_root) - 6, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(tree_root));
}

static inline int tree_remove(const char *path, const struct stat *stat,
			      int type, struct FTW *walk)
{
	(void)stat;
	(void)type;
	(void)walk;
	return remove(path);
}

static inline void tree_end(void)
{
	nftw(tree_root, tree_remove, 16, FTW_DEPTH | FTW_PHYS);
}

#endif /* TREE_H */
