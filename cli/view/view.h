/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Snapshots and events, for people, as JSON and as metrics.
 */
#ifndef CTL_VIEW_H
#define CTL_VIEW_H

#include <stdio.h>

#include <json-c/json.h>

#include "guard.h"

struct json_object *view_status_json(const struct snapshot *snapshot);
void view_status_text(const struct snapshot *snapshot);
void view_metrics(FILE *out, const struct snapshot *snapshot);
void view_metrics_json(char *text);

void view_segments_json(struct json_object *object,
			const struct kguard_record *record);
void view_segments_text(const struct kguard_record *record);
void view_pages_json(struct json_object *object,
		     const struct kguard_record *record);
void view_pages_text(const struct kguard_record *record);

void view_history_json(struct json_object *document,
		       const struct snapshot *snapshot);
void view_history_text(const struct snapshot *snapshot);

struct json_object *view_event_json(const struct kguard_event *event);
void view_event_members(struct json_object *object,
			const struct kguard_event *event);
void view_event_range(const struct kguard_event *event);
void view_event_trigger(const struct kguard_event *event);
void view_event_text(const struct kguard_event *event);

#endif /* CTL_VIEW_H */
