// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See bounds.h. kexec(8) takes one lower and one upper bound, so it gets the
 * largest window of safe memory.
 */
#include "bounds.h"

/**
 * bounds_of() - the largest window
 * @windows: windows
 * @bounds: where to put it; no bounds if there is none
 */
void bounds_of(const struct kguard_windows *windows, struct bounds *bounds)
{
	uint64_t start, end;
	size_t i;

	*bounds = (struct bounds){ 0 };
	for (i = 0; i < kguard_windows_get_nr(windows); i++) {
		if (kguard_windows_get_window(windows, i, &start, &end, NULL))
			break;
		if (end - start > bounds->end - bounds->start)
			*bounds = (struct bounds){ start, end };
	}
}

static int find_windows(const struct kguard_map *map,
			struct kguard_windows **windows)
{
	struct kguard_query *query;
	int err;

	err = kguard_query_new(&query);
	if (err)
		return err;
	err = kguard_map_find_windows(map, query, windows);
	kguard_query_free(query);
	return err;
}

/**
 * bounds_find() - the largest window of safe memory of this machine
 * @guard: the device
 * @bounds: where to put it; no bounds if there is none or it is not known
 *
 * On doubt the loader is free: the guard judges what it chose.
 */
void bounds_find(struct kguard *guard, struct bounds *bounds)
{
	struct kguard_windows *windows;
	struct kguard_map *map;

	*bounds = (struct bounds){ 0 };
	if (kguard_get_map(guard, &map))
		return;
	if (!find_windows(map, &windows)) {
		bounds_of(windows, bounds);
		kguard_windows_free(windows);
	}
	kguard_map_free(map);
}
