/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * Loading by other programs: kexec-tools, for kernels without
 * kexec_file_load(2), and commands that end up calling kexec(8).
 */
#ifndef KG_TOOLS_H
#define KG_TOOLS_H

#include "kguard.h"
#include "program.h"

/**
 * struct kg_image - what to load; paths do not include the root
 * @root: prefix of all paths
 * @kernel: path of the kernel
 * @initrd: path of the initial RAM disk, NULL for none
 * @command_line: the new kernel's command line
 */
struct kg_image {
	const char *root;
	const char *kernel;
	const char *initrd;
	const char *command_line;
};

/**
 * struct kg_bounds - where kexec(8) may place an image
 * @start: first byte
 * @end: end, exclusive; 0 for no bounds
 */
struct kg_bounds {
	uint64_t start;
	uint64_t end;
};

void kg_bounds_find(struct kguard *guard, struct kg_bounds *bounds);
void kg_bounds_of(const struct kguard_windows *windows,
		  struct kg_bounds *bounds);

int kg_tools_load(const struct kg_image *image, const struct kg_bounds *bounds,
		  char complaint[COMPLAINT_LEN]);
int kg_tools_command(const char *command, char complaint[COMPLAINT_LEN]);

bool kg_path_join(char *path, const char *root, const char *name);

#endif /* KG_TOOLS_H */
