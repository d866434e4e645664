/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Running other programs, and keeping what they print.
 */
#ifndef CTL_PROGRAM_H
#define CTL_PROGRAM_H

#define COMPLAINT_LEN 512

int program_run(const char *program, char *const argv[],
		char complaint[COMPLAINT_LEN]);
int program_shell(const char *command, char complaint[COMPLAINT_LEN]);

#endif /* CTL_PROGRAM_H */
