/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * What the library's files share and nobody else sees. Each object's
 * kg_*_from_uapi() is the one door through which an ABI struct becomes an
 * object; tests come in by the same door.
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

/* The argument starts with its size, which the caller has set. */
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
 * Copy a string out of a fixed array that should hold a NUL; @to has room for
 * @size + 1 bytes, so it holds one in any case.
 */
void kg_copy_string(char *to, const char *from, size_t size);

/* A name from a table that may have holes; NULL if there is none. */
#define kg_name(table, index)						\
	((size_t)(index) < sizeof(table) / sizeof((table)[0]) ?		\
	 (table)[index] : NULL)

#endif /* KG_INTERNAL_H */
