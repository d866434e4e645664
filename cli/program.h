/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Other programs: run, waited for, and what they complained of kept.
 */
#ifndef CTL_PROGRAM_H
#define CTL_PROGRAM_H

#include "command.h"

#define COMPLAINT_LEN 512

int program_run(const char *program, char *const argv[],
		char complaint[COMPLAINT_LEN]);
int program_shell(const char *command, char complaint[COMPLAINT_LEN]);

#endif /* CTL_PROGRAM_H */
