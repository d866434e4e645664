/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * The memory map of a machine from its files, without module or privilege: of
 * the running machine, or of one that was captured into a directory.
 */
#ifndef KG_SYSROOT_H
#define KG_SYSROOT_H

#include "core/window.h"

/**
 * enum kg_arch - the architecture, which decides the rules
 * @KG_ARCH_UNKNOWN: unknown; as an argument: find out from the files
 * @KG_ARCH_X86: x86, 32 or 64 bits
 * @KG_ARCH_ARM64: arm64
 * @KG_ARCH_PPC64: 64-bit PowerPC, little-endian
 */
enum kg_arch {
	KG_ARCH_UNKNOWN,
	KG_ARCH_X86,
	KG_ARCH_ARM64,
	KG_ARCH_PPC64,
};

/**
 * struct kg_sysroot - a machine
 * @map: its memory map
 * @rules: how that is judged, with the page size and the unknown classes
 * @arch: its architecture
 * @unknown: classes that none of its files shows
 * @is_all_marked: SRAT marks all memory of the boot, see kg_map_disbelieve()
 * @block_size: size of a memory block, 0 if it has none
 */
struct kg_sysroot {
	struct kg_map map;
	struct kg_rules rules;
	enum kg_arch arch;
	u32 unknown;
	bool is_all_marked;
	u64 block_size;
};

/**
 * struct kg_error_location - where an error is
 * @path: the file, relative to the root
 * @line: its line, 0 if the whole file is meant
 */
struct kg_error_location {
	char path[80];
	unsigned int line;
};

int kg_sysroot_read(const char *root, enum kg_arch arch,
		    struct kg_sysroot **sysroot,
		    struct kg_error_location *location);
void kg_sysroot_free(struct kg_sysroot *sysroot);

#endif /* KG_SYSROOT_H */
