/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Loading through kexec-tools: for kernels without kexec_file_load(2), and by
 * commands that end up calling kexec(8).
 */
#ifndef CTL_KEXEC_TOOLS_H
#define CTL_KEXEC_TOOLS_H

#include <kguard.h>

#include "loader/run_state.h"
#include "program.h"

/**
 * struct bounds - where kexec(8) may place an image
 * @start: first byte
 * @end: end, exclusive; 0 for no bounds
 */
struct bounds {
	uint64_t start;
	uint64_t end;
};

void bounds_find(struct kguard *guard, struct bounds *bounds);
void bounds_of(const struct kguard_windows *windows, struct bounds *bounds);

int kexec_tools_load(const struct context *ctx,
		     const struct load_request *request,
		     const struct bounds *bounds,
		     char complaint[COMPLAINT_LEN]);
int kexec_tools_command(const char *command, char complaint[COMPLAINT_LEN]);

#endif /* CTL_KEXEC_TOOLS_H */
