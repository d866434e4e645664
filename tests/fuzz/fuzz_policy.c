// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Policy texts: an accepted one is legal and round-trips through its own text;
 * a refused one has changed nothing.
 */
#include "../../core/policy.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool claim)
{
	if (!claim)
		abort();
}

static bool is_same(const struct kg_policy *a, const struct kg_policy *b)
{
	return !memcmp(a, b, sizeof(*a));
}

static void check_text(const struct kg_policy *policy, size_t size)
{
	struct kg_policy again = { { 0 } };
	char *text = malloc(size);
	int err;

	require(text || !size);
	err = kg_policy_format(policy, text, size);
	require(!err || (err == -ENOSPC && size < KG_POLICY_TEXT));
	if (!err) {
		require(strlen(text) < size);
		require(!kg_policy_parse(text, &again));
		require(is_same(policy, &again));
	}
	free(text);
}

static void check_parse(const char *text, size_t size)
{
	struct kg_policy before;
	struct kg_policy policy;
	int row;
	int err;

	require(!kg_policy_parse(kg_preset_name(size % 4), &before));
	policy = before;
	err = kg_policy_parse(text, &policy);
	require(!err || (err == -EINVAL && is_same(&policy, &before)));
	for (row = 0; row < KG_NR_ROWS; row++)
		require(kg_policy_is_legal(row, policy.action[row]));
	check_text(&policy, KG_POLICY_TEXT);
	check_text(&policy, size % KG_POLICY_TEXT);
}

/* A name is the whole text, with at most one newline after it. */
static void check_names(const char *text)
{
	size_t length = strlen(text);
	enum kg_action action;

	if (length && text[length - 1] == '\n')
		length--;
	if (!kg_action_parse(text, &action))
		require(strlen(kg_action_name(action)) == length &&
			!memcmp(kg_action_name(action), text, length));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	require(text);
	memcpy(text, data, size);
	text[size] = '\0';
	check_parse(text, size);
	check_names(text);
	free(text);
	return 0;
}
