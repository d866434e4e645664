/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * Internal to the library. Each object is made from its ABI struct by
 * kg_*_from_uapi() only, by the tests too.
 */
#ifndef KG_INTERNAL_H
#define KG_INTERNAL_H

#include "kguard.h"

#define KGUARD_API __attribute__((visibility("default")))

struct kexecguard_event;
struct kexecguard_hook;
struct kexecguard_info;
struct kexecguard_map;
struct kexecguard_range;
struct kexecguard_record;
struct kexecguard_status;

/* @argument starts with its size, set by the caller. */
int kg_ioctl(const struct kguard *guard, unsigned long request,
	     void *argument);

int kg_info_from_uapi(const struct kexecguard_info *from,
		      struct kguard_info **to);
int kg_status_from_uapi(const struct kexecguard_status *from,
			struct kguard_status **to);
int kg_record_from_uapi(const struct kexecguard_record *from,
			struct kguard_record **to);
int kg_hook_from_uapi(const struct kexecguard_hook *from,
		      struct kguard_hook **to);
int kg_event_from_uapi(const struct kexecguard_event *from,
		       struct kguard_event **to);
int kg_map_from_uapi(const struct kexecguard_map *from,
		     const struct kexecguard_range *ranges,
		     struct kguard_map **to);

/*
 * Copies a string from an array of @size bytes that should contain a NUL to
 * @to, which holds @size + 1 bytes, so that it is always terminated.
 */
void kg_copy_string(char *to, const char *from, size_t size);

/* A name from a table that may have holes; NULL if it has none. */
#define kg_name(table, index)						\
	((size_t)(index) < sizeof(table) / sizeof((table)[0]) ?		\
	 (table)[index] : NULL)

#endif /* KG_INTERNAL_H */
