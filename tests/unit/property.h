/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The properties that map.c and window.c must have, checked on a script of
 * builds, updates and queries. Any string of bytes is a script: the unit tests
 * generate strings from seeds, the fuzzer evolves them.
 */
#ifndef PROPERTY_H
#define PROPERTY_H

#include <stddef.h>
#include <stdint.h>

/* Returns the first property that does not hold, as text; NULL if all hold. */
const char *property_check(const uint8_t *script, size_t size);

#endif /* PROPERTY_H */
