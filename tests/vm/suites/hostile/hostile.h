/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hostile: calls with every wrong size, flag and pointer, from several threads,
 * while one more thread changes what the others have passed. main.c lists the
 * promises that are checked.
 */
#ifndef KG_HOSTILE_H
#define KG_HOSTILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/kexecguard.h>

#include "../../guest/page.h"

/* Addresses of the image that is loaded during the run; none may be disclosed. */
#define SECRET_START	0x2abc0000UL
#define SECRET_TEXT	"2abc0"
#define SECRET_PAGES	3

struct dice {
	uint64_t state;
};

uint64_t roll(struct dice *dice);
unsigned int roll_below(struct dice *dice, unsigned int bound);

/* Report a broken promise and fail the run. */
void broken(const char *format, ...) __attribute__((format(printf, 1, 2)));

extern bool may_see;	/* this run is allowed to see addresses */

/* Whether these bytes contain an address of the image or of the kernel. */
bool has_secret(const void *bytes, size_t size);

/* places.c: memory to point at, one set a thread. */
struct places {
	unsigned char *whole;	/* two pages, and none after them */
	unsigned char *constant;	/* two pages, read-only */
	unsigned char *shared;	/* one page that another thread writes to */
};

void make_places(struct places *places, void *shared);
void *any_place(struct places *places, struct dice *dice, size_t size);
bool is_writable(const struct places *places, const void *at, size_t size);

/* calls.c: each does one call and checks it. */
void call_ioctl(int fd, struct places *places, struct dice *dice);
void call_unknown(int fd, struct places *places, struct dice *dice);
void call_read(int fd, struct places *places, struct dice *dice);
void call_other(int fd, struct places *places, struct dice *dice);

/* files.c: sysfs and the parameters. */
void call_file(struct dice *dice);

#endif /* KG_HOSTILE_H */
