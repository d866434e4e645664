/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * Running other programs, and keeping what they print. Also for the tool.
 */
#ifndef KG_PROGRAM_H
#define KG_PROGRAM_H

#define COMPLAINT_LEN 512

int kg_program_run(const char *program, char *const argv[],
		char complaint[COMPLAINT_LEN]);
int kg_program_shell(const char *command, char complaint[COMPLAINT_LEN]);

#endif /* KG_PROGRAM_H */
