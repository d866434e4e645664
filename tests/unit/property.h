/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The properties that map.c and window.c must have, tried on a script of
 * builds, updates and queries that any string of bytes spells. The unit tests
 * make up strings from seeds, the fuzzer breeds them.
 */
#ifndef PROPERTY_H
#define PROPERTY_H

#include <stddef.h>
#include <stdint.h>

/* The first property that does not hold, as text; NULL if all hold. */
const char *property_check(const uint8_t *script, size_t size);

#endif /* PROPERTY_H */
