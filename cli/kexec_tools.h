/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Loading through kexec-tools: for kernels that have no kexec_file_load(2), and
 * by commands that call kexec(8) in the end.
 */
#ifndef CTL_KEXEC_TOOLS_H
#define CTL_KEXEC_TOOLS_H

#include "bounds.h"
#include "remember.h"
#include "program.h"

int kexec_tools_load(const struct context *ctx,
		     const struct load_request *request,
		     const struct bounds *bounds,
		     char complaint[COMPLAINT_LEN]);
int kexec_tools_command(const char *command, char complaint[COMPLAINT_LEN]);

#endif /* CTL_KEXEC_TOOLS_H */
