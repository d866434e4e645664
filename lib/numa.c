// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * See numa.h. The kernel allocates an image's pages by the memory policy of the
 * task that loads it; kexec-tools inherit that policy. The policy prefers, it
 * does not bind: when the other nodes are full, an image that keeps a DIMM from
 * being pulled is better than no image, or than the OOM killer.
 */
#include "numa.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <linux/mempolicy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tools.h"

#define NODES "/sys/devices/system/node"

#define CLASSES_REMOVABLE (KEXECGUARD_HOTADDED | KEXECGUARD_HOTPLUGGABLE | \
			   KEXECGUARD_DRIVER)

#define WORD_BITS (8 * sizeof(unsigned long))

/* Linux 5.15; the C library's kernel headers may be older. */
#define PREFERRED_MANY 5

struct search {
	const char *root;
	const struct kguard_map *map;
	uint64_t block_size;
	unsigned long fixed[NODES_MAX / WORD_BITS];
	unsigned int nr_fixed;
	unsigned int nr_others;
	unsigned int first;
};

static bool has_removable(const struct kguard_map *map, uint64_t start,
			  uint64_t end)
{
	uint64_t from, to;
	uint32_t classes;
	size_t i;

	for (i = 0; !kguard_map_get_range(map, i, &from, &to, &classes); i++)
		if (from < end && start < to && (classes & CLASSES_REMOVABLE))
			return true;
	return false;
}

/* Is a name this prefix and a number? */
static bool take_number(const char *name, const char *prefix, uint64_t *number)
{
	size_t length = strlen(prefix);
	char *end;

	if (strncmp(name, prefix, length) ||
	    name[length] < '0' || name[length] > '9')
		return false;
	*number = strtoull(name + length, &end, 10);
	return !*end;
}

static DIR *open_directory(const char *root, const char *name)
{
	char path[PATH_MAX];

	return kg_path_join(path, root, name) ? opendir(path) : NULL;
}

static void scan_blocks(const struct search *search, DIR *node,
			bool *has_memory, bool *is_removable)
{
	struct dirent *entry;
	uint64_t block;

	while ((entry = readdir(node))) {
		if (!take_number(entry->d_name, "memory", &block))
			continue;
		*has_memory = true;
		if (has_removable(search->map, block * search->block_size,
				  (block + 1) * search->block_size))
			*is_removable = true;
	}
}

static void scan_node(struct search *search, unsigned int number)
{
	bool has_memory = false, is_removable = false;
	char name[64];
	DIR *node;

	snprintf(name, sizeof(name), NODES "/node%u", number);
	node = open_directory(search->root, name);
	if (!node)
		return;
	scan_blocks(search, node, &has_memory, &is_removable);
	closedir(node);
	if (!has_memory)
		return;
	if (is_removable) {
		search->nr_others++;
		return;
	}
	if (!search->nr_fixed++)
		search->first = number;
	search->fixed[number / WORD_BITS] |= 1UL << number % WORD_BITS;
}

static void scan_nodes(struct search *search)
{
	struct dirent *entry;
	uint64_t number;
	DIR *nodes;

	nodes = open_directory(search->root, NODES);
	if (!nodes)
		return;
	while ((entry = readdir(nodes)))
		if (take_number(entry->d_name, "node", &number) &&
		    number < NODES_MAX)
			scan_node(search, number);
	closedir(nodes);
}

static bool read_block_size(struct kguard *guard, uint64_t *size)
{
	struct kguard_info *info;

	if (kguard_get_info(guard, &info))
		return false;
	*size = kguard_info_get_block_size(info);
	kguard_info_free(info);
	return *size;
}

static int set_policy(int mode, const unsigned long *mask)
{
	return syscall(SYS_set_mempolicy, mode, mask, NODES_MAX + 1UL);
}

static void prefer(const struct search *search)
{
	unsigned long one[NODES_MAX / WORD_BITS] = { 0 };

	if (!set_policy(PREFERRED_MANY, search->fixed) || errno != EINVAL)
		return;
	one[search->first / WORD_BITS] = 1UL << search->first % WORD_BITS;
	set_policy(MPOL_PREFERRED, one);
}

/**
 * kg_numa_restore() - undo kg_numa_prefer_fixed()
 * @before: what it wrote there
 */
void kg_numa_restore(const struct kg_nodes *before)
{
	if (before->mode >= 0)
		set_policy(before->mode, before->mask);
}

/**
 * kg_numa_prefer_fixed() - keep images on nodes without removable memory
 * @guard: the device
 * @root: prefix of all paths
 * @before: where to put the calling thread's policy, for kg_numa_restore()
 *
 * Changes nothing if all nodes, or none, have memory that can be pulled, or if
 * that is unknown.
 */
void kg_numa_prefer_fixed(struct kguard *guard, const char *root,
			  struct kg_nodes *before)
{
	struct search search = { .root = root };
	struct kguard_map *map;

	if (syscall(SYS_get_mempolicy, &before->mode, before->mask,
		    NODES_MAX + 1UL, NULL, 0UL) < 0)
		before->mode = -1;
	if (before->mode < 0 || !read_block_size(guard, &search.block_size) ||
	    kguard_get_map(guard, &map))
		return;
	search.map = map;
	scan_nodes(&search);
	kguard_map_free(map);
	if (search.nr_fixed && search.nr_others)
		prefer(&search);
}
