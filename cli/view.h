/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How snapshots and events look, for people, as JSON and as metrics.
 */
#ifndef CTL_VIEW_H
#define CTL_VIEW_H

#include <stdio.h>

#include <json-c/json.h>

#include "guard.h"

struct json_object *view_status_json(const struct snapshot *snapshot);
void view_status_text(const struct snapshot *snapshot);
void view_metrics(FILE *out, const struct snapshot *snapshot);

void json_add_crash(struct json_object *object,
		    const struct kguard_status *status, bool is_maintained);
const char *view_crash_text(char *buffer, const struct kguard_status *status,
			    bool is_maintained);
void view_segments_json(struct json_object *object,
			const struct kguard_record *record);
void view_segments_text(const struct kguard_record *record);
void view_pages_json(struct json_object *object,
		     const struct kguard_record *record);
void view_pages_text(const struct kguard_record *record);

struct json_object *view_event_json(const struct kguard_event *event);
void view_event_text(const struct kguard_event *event);

#endif /* CTL_VIEW_H */
