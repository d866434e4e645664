/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Loading through kexec-tools, for kernels that have no kexec_file_load(2).
 */
#ifndef CTL_KEXEC_TOOLS_H
#define CTL_KEXEC_TOOLS_H

#include <stdint.h>

#include "remember.h"
#include "program.h"

/**
 * struct bounds - where an image may be placed
 * @start: first byte
 * @end: first byte behind; 0 for no bounds
 */
struct bounds {
	uint64_t start;
	uint64_t end;
};

int kexec_tools_load(const struct context *ctx,
		     const struct load_request *request,
		     const struct bounds *bounds,
		     char complaint[COMPLAINT_LEN]);

#endif /* CTL_KEXEC_TOOLS_H */
