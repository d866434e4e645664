/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON documents and error messages, in the same form for all verbs.
 */
#ifndef CTL_OUT_H
#define CTL_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include <json-c/json.h>

#include "context.h"

/* Raised only when a documented member changes its meaning or is removed. */
#define JSON_SCHEMA 1

/**
 * struct report - how a verb ended
 * @result: in one word, as in JSON; "refused" or "failed" for an error
 * @reason: in a sentence
 */
struct report {
	char result[24];
	char reason[512];
};

bool report_is_success(const struct report *report);
void report_note(const struct context *ctx, const char *result,
		 const char *format, ...)
	__attribute__((format(printf, 3, 4)));

struct json_object *json_document(void);
void json_add(struct json_object *object, const char *name,
	      struct json_object *value);
void json_add_string(struct json_object *object, const char *name,
		     const char *value);
void json_add_bool(struct json_object *object, const char *name, bool value);
void json_add_u64(struct json_object *object, const char *name,
		  uint64_t value);
void json_add_protections(struct json_object *object, const char *member,
			  uint32_t protections);
void json_add_reasons(struct json_object *object, const char *member,
		      uint32_t reasons);
void json_add_classes(struct json_object *object, const char *member,
		      uint32_t classes);
struct json_object *json_add_object(struct json_object *object,
				    const char *name);
struct json_object *json_add_array(struct json_object *object,
				   const char *name);
struct json_object *json_append_object(struct json_object *array);

void out_json(struct json_object *document);
void out_json_line(struct json_object *document);
enum answer out_result(const struct context *ctx, const char *result,
		       const char *text);

enum answer out_error(const struct context *ctx, enum answer answer, int err,
		      const char *advice, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
enum answer out_explained(const struct context *ctx, enum answer answer,
			  int err, const char *advice, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

#endif /* CTL_OUT_H */
