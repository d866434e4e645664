// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * The memory map of a machine from its files: opens them, passes their content
 * to the parsers, and records which file an error is in. If a source is
 * missing, its classes are unknown, which is no error; a source that is present
 * but invalid is an error.
 */
#include "sysroot.h"
#include "blocks.h"
#include "firmware.h"
#include "iomem.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SYSTEM	"sys/devices/system"
#define TABLES	"sys/firmware/acpi/tables"
#define IOMEM	"proc/iomem"
#define ARCH	"proc/sys/kernel/arch"
#define BLOCKS	SYSTEM "/memory"
#define MEMMAP	"sys/firmware/memmap"
#define SRAT	TABLES "/SRAT"
#define PARAMS	"sys/kernel/boot_params/data"

/* Entries of one directory; 2^20 blocks of the smallest size are 128 TiB. */
#define ENTRIES_MAX	((size_t)1 << 20)

struct reader {
	int root;
	struct kg_error_location *location;
	struct kg_ranges list;
	struct kg_ranges pluggable;
	struct kg_ranges ejectable;
	struct kg_iomem iomem;
	u64 block_size;
	u32 unknown;
	bool has_memmap;
	bool has_srat;
	bool is_fixed;	/* the kernel cannot get or lose memory */
};

/* Records what is read next, for the location of an error. */
__attribute__((format(printf, 2, 3)))
static const char *look_at(struct reader *reader, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(reader->location->path, sizeof(reader->location->path), format,
		  arguments);
	va_end(arguments);
	reader->location->line = 0;
	return reader->location->path;
}

static int read_iomem(struct reader *reader)
{
	struct kg_text text;
	unsigned int line = 0;
	int err;

	err = kg_text_read(reader->root, look_at(reader, IOMEM), &text);
	if (err)
		return err;
	err = kg_iomem_parse(text, &reader->list, &reader->iomem, &line);
	if (err == -EBADMSG)
		reader->location->line = line;
	kg_text_free(&text);
	return err;
}

/*
 * If the directory was captured, a missing file means that the machine has
 * none.
 */
static bool is_captured(const struct reader *reader, const char *directory)
{
	return !faccessat(reader->root, directory, F_OK, 0);
}

/* Calls @each for the number in each name that is @prefix and a number. */
static int for_each_number(struct reader *reader, const char *directory,
			   const char *prefix,
			   int (*each)(struct reader *reader,
				       unsigned long number, void *data),
			   void *data)
{
	size_t skip = strlen(prefix);
	struct dirent *entry;
	unsigned long number;
	size_t nr = 0;
	char *rest;
	int err = 0;
	DIR *dir;
	int fd;

	fd = openat(reader->root, look_at(reader, "%s", directory),
		    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	dir = fdopendir(fd);
	if (!dir) {
		close(fd);
		return -ENOMEM;
	}

	while (!err && (entry = readdir(dir))) {
		if (strncmp(entry->d_name, prefix, skip) ||
		    entry->d_name[skip] < '0' || entry->d_name[skip] > '9')
			continue;
		errno = 0;
		number = strtoul(entry->d_name + skip, &rest, 10);
		if (*rest || errno)
			continue;
		err = ++nr > ENTRIES_MAX ? -E2BIG : each(reader, number, data);
	}
	closedir(dir);
	return err;
}

/*
 * Reads three files of one directory; the first @required of them must exist.
 */
static int read_three(struct reader *reader, const char *directory,
		      const char *const names[3], int required,
		      struct kg_text texts[3])
{
	int err;
	int i;

	memset(texts, 0, 3 * sizeof(texts[0]));
	for (i = 0; i < 3; i++) {
		err = kg_text_read(reader->root,
				   look_at(reader, "%s/%s", directory,
					   names[i]), &texts[i]);
		if (err == -ENOENT && i >= required)
			continue;
		if (err)
			return err == -ENOENT ? -EBADMSG : err;
	}
	return 0;
}

static void free_three(struct kg_text texts[3])
{
	int i;

	for (i = 0; i < 3; i++)
		kg_text_free(&texts[i]);
}

/*
 * The memory device that a block belongs to, or the board that the device is
 * on, can be ejected if it has a file for that. Kernels without a driver for
 * such devices do not show which block belongs to one.
 */
static bool is_ejectable(struct reader *reader, const char *directory)
{
	static const char *const buttons[] = {
		"eject", "../eject", "../../eject"
	};
	size_t i;

	for (i = 0; i < sizeof(buttons) / sizeof(buttons[0]); i++)
		if (is_captured(reader, look_at(reader, "%s/firmware_node/%s",
						directory, buttons[i])))
			return true;
	return false;
}

static int read_block(struct reader *reader, unsigned long number, void *data)
{
	static const char *const names[] = {
		"phys_index", "state", "valid_zones"
	};
	struct kg_text texts[3];
	struct kg_range block;
	char directory[64];
	int err;

	snprintf(directory, sizeof(directory), BLOCKS "/memory%lu", number);
	err = read_three(reader, directory, names, 2, texts);
	if (!err) {
		look_at(reader, "%s", directory);
		if (!texts[2].at)
			reader->unknown |= KEXECGUARD_MOVABLE;
		err = kg_block_parse(reader->block_size, texts[0], texts[1],
				     texts[2], &block);
	}
	if (!err)
		err = kg_ranges_add(data, block.span, block.classes);
	if (!err && is_ejectable(reader, directory))
		err = kg_ranges_add(&reader->ejectable, block.span,
				    KEXECGUARD_HOTPLUGGABLE);
	free_three(texts);
	return err;
}

static int read_block_size(struct reader *reader)
{
	struct kg_text text;
	int err;

	err = kg_text_read(reader->root,
			   look_at(reader, BLOCKS "/block_size_bytes"), &text);
	if (err)
		return err;
	err = kg_block_size_parse(text, &reader->block_size);
	kg_text_free(&text);
	return err;
}

static int read_blocks(struct reader *reader)
{
	struct kg_ranges blocks = { .nr = 0 };
	int err;

	err = read_block_size(reader);
	if (err == -ENOENT) {
		/* A kernel without blocks cannot take memory offline. */
		reader->is_fixed = is_captured(reader, SYSTEM);
		if (!reader->is_fixed)
			reader->unknown |= KEXECGUARD_OFFLINE |
					   KEXECGUARD_MOVABLE;
		return 0;
	}
	if (!err)
		err = for_each_number(reader, BLOCKS, "memory", read_block,
				      &blocks);
	if (!err)
		err = kg_blocks_apply(&blocks, &reader->list);
	kg_ranges_free(&blocks);
	return err;
}

static int read_srat(struct reader *reader)
{
	struct kg_text table;
	size_t i;
	int err;

	err = kg_text_read(reader->root, look_at(reader, SRAT), &table);
	if (err == -ENOENT || err == -EACCES) {
		if (err == -EACCES || (!reader->is_fixed &&
				       !is_captured(reader, TABLES)))
			reader->unknown |= KEXECGUARD_HOTPLUGGABLE;
		return 0;
	}
	if (err)
		return err;
	reader->has_srat = true;
	err = kg_srat_parse(table, &reader->pluggable);
	kg_text_free(&table);
	for (i = 0; i < reader->pluggable.nr && !err; i++)
		err = kg_ranges_add(&reader->list,
				    reader->pluggable.ranges[i].span,
				    KEXECGUARD_HOTPLUGGABLE);
	return err;
}

struct entries {
	struct kg_entry *entries;
	size_t nr;
};

static int read_entry(struct reader *reader, unsigned long number, void *data)
{
	static const char *const names[] = { "start", "end", "type" };
	struct entries *to = data;
	struct kg_entry *larger;
	struct kg_text texts[3];
	char directory[64];
	int err;

	/* The capacity is a power of two, so an array of that many is full. */
	if (!(to->nr & (to->nr - 1))) {
		larger = realloc(to->entries, (2 * to->nr + 1) *
					      sizeof(*larger));
		if (!larger)
			return -ENOMEM;
		to->entries = larger;
	}

	snprintf(directory, sizeof(directory), MEMMAP "/%lu", number);
	err = read_three(reader, directory, names, 3, texts);
	if (!err) {
		look_at(reader, "%s", directory);
		to->entries[to->nr].number = number;
		err = kg_entry_parse(texts[0], texts[1], texts[2],
				     &to->entries[to->nr]);
	}
	if (!err)
		to->nr++;
	free_three(texts);
	return err;
}

/*
 * Only x86 has a firmware map. If SRAT lists the ranges for memory that is added
 * later, only RAM elsewhere was certainly present at boot. If SRAT lists all
 * RAM, its origin is unknown. A kernel that cannot get memory later has all of it
 * from boot.
 */
static int do_without_memmap(struct reader *reader)
{
	size_t nr = reader->list.nr;
	int err = 0;

	if (reader->pluggable.nr || reader->is_fixed)
		err = kg_ranges_mark_ram(&reader->list, &reader->pluggable,
					 KEXECGUARD_FIRMWARE);
	if (reader->list.nr == nr)
		reader->unknown |= KEXECGUARD_FIRMWARE | KEXECGUARD_HOTADDED;
	return err;
}

/* Root alone can read them; without them nothing is settled. */
static int read_boot_params(struct reader *reader, struct kg_ranges *boot_ram,
			    bool *is_known)
{
	struct kg_text data;
	int err;

	*is_known = false;
	err = kg_text_read(reader->root, look_at(reader, PARAMS), &data);
	if (err == -ENOENT || err == -EACCES)
		return 0;
	if (err)
		return err;
	err = kg_boot_params_parse(data, boot_ram);
	kg_text_free(&data);
	*is_known = !err;
	return err == -ENODATA ? 0 : err;
}

static int apply_entries(struct reader *reader, const struct entries *entries)
{
	struct kg_ranges boot_ram = { .nr = 0 };
	bool is_known, in_doubt = false;
	int err;

	err = read_boot_params(reader, &boot_ram, &is_known);
	if (!err) {
		look_at(reader, MEMMAP);
		err = kg_entries_apply(entries->entries, entries->nr,
				       reader->block_size,
				       reader->has_srat ? &reader->pluggable :
							  NULL,
				       is_known ? &boot_ram : NULL,
				       &reader->list, &in_doubt);
	}
	kg_ranges_free(&boot_ram);
	if (in_doubt)
		reader->unknown |= KEXECGUARD_FIRMWARE | KEXECGUARD_HOTADDED;
	return err;
}

static int read_memmap(struct reader *reader)
{
	struct entries entries = { .nr = 0 };
	int err;

	err = for_each_number(reader, MEMMAP, "", read_entry, &entries);
	if (err == -ENOENT || (!err && !entries.nr)) {
		err = do_without_memmap(reader);
	} else if (!err) {
		reader->has_memmap = true;
		err = apply_entries(reader, &entries);
	}
	free(entries.entries);
	return err;
}

static enum kg_arch arch_of_name(const struct kg_text *name)
{
	if (kg_text_is(name, "x86_64") || kg_text_is(name, "i686"))
		return KG_ARCH_X86;
	if (kg_text_is(name, "aarch64"))
		return KG_ARCH_ARM64;
	return kg_text_is(name, "ppc64le") ? KG_ARCH_PPC64 : KG_ARCH_UNKNOWN;
}

/*
 * Newer kernels name their architecture. Otherwise it is x86 or arm64: only
 * x86 has the firmware map in sysfs and writes "Reserved" with a capital,
 * and arm64 always shows what is "reserved" in RAM, which s390x and ppc64le do
 * not.
 */
static int find_arch(struct reader *reader, enum kg_arch *arch)
{
	struct kg_text text;
	int err;

	err = kg_text_read(reader->root, look_at(reader, ARCH), &text);
	if (err && err != -ENOENT)
		return err;
	if (!err) {
		*arch = arch_of_name(&text);
		kg_text_free(&text);
	} else if (reader->has_memmap || reader->iomem.is_x86) {
		*arch = KG_ARCH_X86;
	} else if (reader->iomem.has_reserved) {
		*arch = KG_ARCH_ARM64;
	}
	return *arch == KG_ARCH_UNKNOWN ? -EOPNOTSUPP : 0;
}

/*
 * No file has the page size. All bounds of RAM and of reserved areas are
 * multiples of it, so take the largest size that they are all multiples of.
 * That errs on the safe side: windows are rounded inward to it.
 */
static u64 page_size(const struct reader *reader, enum kg_arch arch)
{
	u64 page;

	if (arch == KG_ARCH_X86)
		return 4096;
	for (page = 65536; page > 4096; page /= 4)
		if (!(reader->iomem.alignment & (page - 1)))
			break;
	return page;
}

static struct kg_rules rules_of(enum kg_arch arch)
{
	switch (arch) {
	case KG_ARCH_X86:
		return kg_rules_x86;
	case KG_ARCH_PPC64:
		return kg_rules_ppc64;
	default:
		return kg_rules_arm64;
	}
}

/*
 * What can be ejected is hot-pluggable even if the marks of SRAT are ignored.
 */
static int enter_ejectable(struct reader *reader, struct kg_map *map)
{
	struct kg_map from = *map;
	size_t i;
	int err = 0;

	if (!reader->ejectable.nr)
		return 0;
	for (i = 0; i < from.count && !err; i++)
		err = kg_ranges_add(&reader->ejectable,
				    kg_map_at(&from, i)->span,
				    kg_map_at(&from, i)->classes);
	if (!err)
		err = kg_ranges_build(&reader->ejectable, map);
	if (!err)
		free(from.ranges);
	return err;
}

static int build_map(struct reader *reader, struct kg_sysroot *sysroot)
{
	int err = kg_ranges_build(&reader->list, &sysroot->map);

	if (err)
		return err;
	sysroot->is_all_marked = kg_map_disbelieve(&sysroot->map);
	err = enter_ejectable(reader, &sysroot->map);
	if (err)
		free(sysroot->map.ranges);
	return err;
}

static int read_all(struct reader *reader, enum kg_arch arch,
		    struct kg_sysroot *sysroot)
{
	int err = read_iomem(reader);

	if (!err)
		err = read_blocks(reader);
	if (!err)
		err = read_srat(reader);
	if (!err)
		err = read_memmap(reader);
	if (!err && arch == KG_ARCH_UNKNOWN)
		err = find_arch(reader, &arch);
	if (!err)
		err = build_map(reader, sysroot);
	if (err)
		return err;

	sysroot->arch = arch;
	sysroot->unknown = reader->unknown;
	sysroot->block_size = reader->block_size;
	sysroot->rules = rules_of(arch);
	sysroot->rules.page = page_size(reader, arch);
	kg_rules_without(&sysroot->rules, reader->unknown);
	return 0;
}

/**
 * kg_sysroot_read - read a machine
 * @root: directory that holds proc and sys; "/" for the running machine
 * @arch: its architecture, or KG_ARCH_UNKNOWN to find out from the files
 * @sysroot: where the machine goes
 * @location: where the location of an error goes; may be NULL
 *
 * Return: 0, -EACCES if /proc/iomem shows no addresses to this user, or was
 * captured without them, -ENODATA if it lists no RAM, -EBADMSG for content that
 * no kernel writes, -EOPNOTSUPP for another architecture, -EFBIG or -E2BIG for
 * too much content, or the error of a system call.
 */
int kg_sysroot_read(const char *root, enum kg_arch arch,
		    struct kg_sysroot **sysroot,
		    struct kg_error_location *location)
{
	struct kg_error_location unwanted;
	struct reader reader = { .location = location ? location : &unwanted };
	struct kg_sysroot *machine;
	int err;

	machine = calloc(1, sizeof(*machine));
	if (!machine)
		return -ENOMEM;

	look_at(&reader, ".");
	reader.root = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (reader.root < 0) {
		err = -errno;
	} else {
		err = read_all(&reader, arch, machine);
		close(reader.root);
	}
	kg_ranges_free(&reader.list);
	kg_ranges_free(&reader.pluggable);
	kg_ranges_free(&reader.ejectable);
	if (err) {
		free(machine);
		return err;
	}
	*sysroot = machine;
	return 0;
}

/**
 * kg_sysroot_free - free a machine
 * @sysroot: the machine, or NULL
 */
void kg_sysroot_free(struct kg_sysroot *sysroot)
{
	if (!sysroot)
		return;
	free(sysroot->map.ranges);
	free(sysroot);
}
