// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See out.h.
 */
#include "out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kguard.h>

#include "format.h"

/* A document without one of its members would be wrong. */
static _Noreturn void run_out_of_memory(void)
{
	fputs("kexecguardctl: out of memory\n", stderr);
	exit(ANSWER_UNKNOWN);
}

static void *must(void *object)
{
	if (!object)
		run_out_of_memory();
	return object;
}

/**
 * json_document() - start a document
 *
 * Return: an object with the member "schema".
 */
struct json_object *json_document(void)
{
	struct json_object *document = must(json_object_new_object());

	json_add_u64(document, "schema", JSON_SCHEMA);
	return document;
}

/**
 * json_add() - add a member
 * @object: the object
 * @name: the member's name
 * @value: its value, NULL for null; the object takes ownership
 */
void json_add(struct json_object *object, const char *name,
	      struct json_object *value)
{
	if (json_object_object_add(object, name, value))
		run_out_of_memory();
}

/**
 * json_add_object() - add an empty object
 * @object: the object to add to
 * @name: the member's name
 *
 * Return: the new object, owned by @object.
 */
struct json_object *json_add_object(struct json_object *object,
				    const char *name)
{
	struct json_object *value = must(json_object_new_object());

	json_add(object, name, value);
	return value;
}

/**
 * json_add_array() - add an empty array
 * @object: the object to add to
 * @name: the member's name
 *
 * Return: the new array, owned by @object.
 */
struct json_object *json_add_array(struct json_object *object,
				   const char *name)
{
	struct json_object *value = must(json_object_new_array());

	json_add(object, name, value);
	return value;
}

static void append(struct json_object *array, struct json_object *value)
{
	if (json_object_array_add(array, value))
		run_out_of_memory();
}

/**
 * json_append_object() - append an empty object
 * @array: the array to append to
 *
 * Return: the new object, owned by @array.
 */
struct json_object *json_append_object(struct json_object *array)
{
	struct json_object *value = must(json_object_new_object());

	append(array, value);
	return value;
}

/**
 * json_add_string() - add a string
 * @object: the object
 * @name: the member's name
 * @value: any bytes, NULL for null; escaped by format_utf8(), because JSON
 *	cannot hold arbitrary bytes
 */
void json_add_string(struct json_object *object, const char *name,
		     const char *value)
{
	char *text;

	if (!value) {
		json_add(object, name, NULL);
		return;
	}
	text = must(format_utf8(value));
	json_add(object, name, must(json_object_new_string(text)));
	free(text);
}

/**
 * json_add_bool() - add a boolean
 * @object: the object
 * @name: the member's name
 * @value: its value
 */
void json_add_bool(struct json_object *object, const char *name, bool value)
{
	json_add(object, name, must(json_object_new_boolean(value)));
}

/**
 * json_add_u64() - add a number
 * @object: the object
 * @name: the member's name
 * @value: its value
 */
void json_add_u64(struct json_object *object, const char *name, uint64_t value)
{
	json_add(object, name, must(json_object_new_uint64(value)));
}

/**
 * json_add_protections() - add an array with the names of protections
 * @object: the object to add to
 * @member: the member's name
 * @protections: protection bits; "bit-N" for one without a name
 */
void json_add_protections(struct json_object *object, const char *member,
			  uint32_t protections)
{
	struct json_object *array = json_add_array(object, member);
	char name[FORMAT_LEN];
	unsigned int bit;

	for (bit = 0; bit < 32; bit++) {
		if (!(protections >> bit & 1))
			continue;
		format_protection(name, UINT32_C(1) << bit);
		append(array, must(json_object_new_string(name)));
	}
}

static void add_bits(struct json_object *object, const char *member,
		     uint32_t bits, const char *(*name_of)(uint32_t bit))
{
	struct json_object *array = json_add_array(object, member);
	char number[FORMAT_LEN];
	const char *name;
	unsigned int bit;

	for (bit = 0; bit < 32; bit++) {
		if (!(bits >> bit & 1))
			continue;
		snprintf(number, sizeof(number), "bit-%u", bit);
		name = name_of(UINT32_C(1) << bit);
		append(array, must(json_object_new_string(name ?: number)));
	}
}

/**
 * json_add_classes() - add an array with the names of classes
 * @object: the object to add to
 * @member: the member's name
 * @classes: class bits; "bit-N" for one without a name
 */
void json_add_classes(struct json_object *object, const char *member,
		      uint32_t classes)
{
	add_bits(object, member, classes, kguard_class_get_name);
}

/**
 * json_add_reasons() - add an array with the names of reasons
 * @object: the object to add to
 * @member: the member's name
 * @reasons: bits for kguard_reason_get_name(); "bit-N" for one without a name
 */
void json_add_reasons(struct json_object *object, const char *member,
		      uint32_t reasons)
{
	add_bits(object, member, reasons, kguard_reason_get_name);
}

static void print_json(struct json_object *document, int flags)
{
	const char *text;

	text = json_object_to_json_string_ext(document, flags |
					      JSON_C_TO_STRING_NOSLASHESCAPE);
	if (!text)
		run_out_of_memory();
	puts(text);
	json_object_put(document);
}

/**
 * out_json() - print a document, indented, and free it
 * @document: the document
 */
void out_json(struct json_object *document)
{
	print_json(document, JSON_C_TO_STRING_PRETTY |
			     JSON_C_TO_STRING_SPACED);
}

/**
 * out_json_line() - print a document on one line and free it
 * @document: the document
 */
void out_json_line(struct json_object *document)
{
	print_json(document, JSON_C_TO_STRING_PLAIN);
}

/**
 * report_is_success() - did the verb load an image, or find that none is wanted
 * @report: how it ended
 *
 * Return: false for an error, and if it is unknown what to load.
 */
bool report_is_success(const struct report *report)
{
	return strcmp(report->result, "failed") &&
	       strcmp(report->result, "refused") &&
	       strcmp(report->result, "unknown");
}

/**
 * report_note() - note how the verb ended, if it keeps that
 * @ctx: the context
 * @result: in one word
 * @format: in a sentence
 */
void report_note(const struct context *ctx, const char *result,
		 const char *format, ...)
{
	struct report *report = ctx->report;
	va_list args;
	char *c;

	if (!report)
		return;
	snprintf(report->result, sizeof(report->result), "%s", result);
	va_start(args, format);
	vsnprintf(report->reason, sizeof(report->reason), format, args);
	va_end(args);
	for (c = report->reason; *c; c++)
		if (*c == '\n')
			*c = ' ';
}

/**
 * out_result() - report that a verb is done
 * @ctx: the context
 * @result: how, in one word, for JSON
 * @text: how, in a sentence, for people
 *
 * Return: ANSWER_YES.
 */
enum answer out_result(const struct context *ctx, const char *result,
		       const char *text)
{
	struct json_object *document;

	report_note(ctx, result, "%s", text);
	if (ctx->is_quiet)
		return ANSWER_YES;
	if (!ctx->json) {
		puts(text);
		return ANSWER_YES;
	}
	document = json_document();
	json_add_string(document, "result", result);
	out_json(document);
	return ANSWER_YES;
}

static void add_lines(struct json_object *object, const char *name,
		      const char *text)
{
	struct json_object *array = json_add_array(object, name);
	size_t length;

	while (text && *text) {
		length = strcspn(text, "\n");
		append(array,
		       must(json_object_new_string_len(text, length)));
		text += length;
		text += *text == '\n';
	}
}

static void print_error_json(int err, const char *advice, const char *message)
{
	struct json_object *document = json_document();
	struct json_object *error = json_add_object(document, "error");

	json_add_string(error, "message", message);
	json_add_string(error, "errno", err ? strerrorname_np(-err) : NULL);
	add_lines(error, "advice", advice);
	out_json_line(document);
}

static void print_error_text(int err, const char *advice, const char *message)
{
	size_t length;

	if (err)
		fprintf(stderr, "kexecguardctl: %s: %s\n", message,
			strerror(-err));
	else
		fprintf(stderr, "kexecguardctl: %s\n", message);
	if (!advice || !*advice)
		return;

	fputs("What to do:\n", stderr);
	while (*advice) {
		length = strcspn(advice, "\n");
		fprintf(stderr, "    %.*s\n", (int)length, advice);
		advice += length;
		advice += *advice == '\n';
	}
}

static void print_error(const struct context *ctx, enum answer answer, int err,
			bool is_explained, const char *advice,
			const char *format, va_list args)
{
	char *message;

	if (vasprintf(&message, format, args) < 0)
		run_out_of_memory();
	report_note(ctx, answer == ANSWER_NO ? "refused" : "failed",
		    "%s%s%s", message, err && !is_explained ? ": " : "",
		    err && !is_explained ? strerror(-err) : "");
	if (!ctx->is_quiet) {
		print_error_text(is_explained ? 0 : err, advice, message);
		if (ctx->json)
			print_error_json(err, advice, message);
	}
	free(message);
}

/**
 * out_error() - report an error, as text on stderr and as JSON on stdout
 * @ctx: the context
 * @answer: the exit code to return
 * @err: negative errno value, appended in words, or 0
 * @advice: what to type, one command a line, or NULL
 * @format: the message, without full stop and newline
 *
 * Return: @answer.
 */
enum answer out_error(const struct context *ctx, enum answer answer, int err,
		      const char *advice, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_error(ctx, answer, err, false, advice, format, args);
	va_end(args);
	return answer;
}

/**
 * out_explained() - out_error() for a message that says what @err means
 * @ctx: the context
 * @answer: the exit code to return
 * @err: negative errno value; only JSON shows it
 * @advice: what to type, one command a line, or NULL
 * @format: the message, without full stop and newline
 *
 * Return: @answer.
 */
enum answer out_explained(const struct context *ctx, enum answer answer,
			  int err, const char *advice, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_error(ctx, answer, err, true, advice, format, args);
	va_end(args);
	return answer;
}
