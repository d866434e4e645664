/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * The few names that the pure files need, from the kernel's headers or from the
 * C library's. Pure files include this and the ABI's constants, and nothing
 * else of the system.
 */
#ifndef KG_PORTABLE_H
#define KG_PORTABLE_H

#ifdef __KERNEL__
#include <linux/errno.h>
#include <linux/stddef.h>
#include <linux/types.h>
#else
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
typedef uint8_t u8;
typedef uint32_t u32;
typedef uint64_t u64;
#endif

#endif /* KG_PORTABLE_H */
