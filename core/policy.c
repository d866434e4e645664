// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * What is done to the loaded image when memory changes. Pure: the module, the
 * tool and the tests compile this file, and it calls nothing outside itself.
 * Texts come from module parameters, so one final newline is allowed.
 */
#include "policy.h"

static const char *const row_names[KG_NR_ROWS] = {
	[KG_ROW_ADD]		= "add",
	[KG_ROW_REMOVE]		= "remove",
	[KG_ROW_ONLINE]		= "online",
	[KG_ROW_OFFLINE]	= "offline",
	[KG_ROW_DRIVER]		= "driver",
};

static const char *const action_names[KG_NR_ACTIONS] = {
	[KG_ACTION_UNLOAD]	= "unload",
	[KG_ACTION_KEEP]	= "keep",
	[KG_ACTION_REPORT]	= "report",
	[KG_ACTION_VETO]	= "veto",
	[KG_ACTION_RELEASE]	= "release",
};

struct preset {
	const char *name;
	struct kg_policy policy;
};

static const struct preset presets[] = {
	{ "strict", { {
		[KG_ROW_ADD]		= KG_ACTION_UNLOAD,
		[KG_ROW_REMOVE]		= KG_ACTION_UNLOAD,
		[KG_ROW_ONLINE]		= KG_ACTION_UNLOAD,
		[KG_ROW_OFFLINE]	= KG_ACTION_UNLOAD,
		[KG_ROW_DRIVER]		= KG_ACTION_KEEP,
	} } },
	{ "map", { {
		[KG_ROW_ADD]		= KG_ACTION_UNLOAD,
		[KG_ROW_REMOVE]		= KG_ACTION_UNLOAD,
		[KG_ROW_ONLINE]		= KG_ACTION_KEEP,
		[KG_ROW_OFFLINE]	= KG_ACTION_KEEP,
		[KG_ROW_DRIVER]		= KG_ACTION_KEEP,
	} } },
	{ "pin", { {
		[KG_ROW_ADD]		= KG_ACTION_UNLOAD,
		[KG_ROW_REMOVE]		= KG_ACTION_UNLOAD,
		[KG_ROW_ONLINE]		= KG_ACTION_UNLOAD,
		[KG_ROW_OFFLINE]	= KG_ACTION_VETO,
		[KG_ROW_DRIVER]		= KG_ACTION_KEEP,
	} } },
	{ "observe", { {
		[KG_ROW_ADD]		= KG_ACTION_REPORT,
		[KG_ROW_REMOVE]		= KG_ACTION_REPORT,
		[KG_ROW_ONLINE]		= KG_ACTION_REPORT,
		[KG_ROW_OFFLINE]	= KG_ACTION_REPORT,
		[KG_ROW_DRIVER]		= KG_ACTION_REPORT,
	} } },
};

#define NR_PRESETS (sizeof(presets) / sizeof(presets[0]))

static size_t text_length(const char *text)
{
	size_t length = 0;

	while (text[length] && !(text[length] == '\n' && !text[length + 1]))
		length++;
	return length;
}

static bool is_word(const char *name, const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (name[i] != text[i] || !name[i])
			return false;
	return !name[length];
}

static int find_word(const char *const *names, int nr, const char *text,
		     size_t length)
{
	int i;

	for (i = 0; i < nr; i++)
		if (is_word(names[i], text, length))
			return i;
	return -EINVAL;
}

static const struct preset *find_preset(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < NR_PRESETS; i++)
		if (is_word(presets[i].name, text, length))
			return &presets[i];
	return NULL;
}

/**
 * kg_row_name - the name of a row
 * @row: the row
 *
 * Return: the name, NULL for a value that is no row.
 */
const char *kg_row_name(enum kg_row row)
{
	return (unsigned int)row < KG_NR_ROWS ? row_names[row] : NULL;
}

/**
 * kg_action_name - the name of an action
 * @action: the action
 *
 * Return: the name, NULL for a value that is no action.
 */
const char *kg_action_name(enum kg_action action)
{
	return (unsigned int)action < KG_NR_ACTIONS ? action_names[action]
						    : NULL;
}

/**
 * kg_action_parse - the action of a name
 * @text: the name, one final newline allowed
 * @action: where the action goes
 *
 * Return: 0, or -EINVAL for an unknown name.
 */
int kg_action_parse(const char *text, enum kg_action *action)
{
	int index = find_word(action_names, KG_NR_ACTIONS, text,
			      text_length(text));

	if (index < 0)
		return index;
	*action = index;
	return 0;
}

/**
 * kg_policy_is_legal - may this row have that action
 * @row: the row
 * @action: the action
 *
 * Only going offline can be refused or prepared for. An add or a remove has
 * been decided elsewhere, and the driver row covers four different changes.
 *
 * Return: true if it may.
 */
bool kg_policy_is_legal(enum kg_row row, enum kg_action action)
{
	if ((unsigned int)row >= KG_NR_ROWS)
		return false;

	switch (action) {
	case KG_ACTION_UNLOAD:
	case KG_ACTION_KEEP:
	case KG_ACTION_REPORT:
		return true;
	case KG_ACTION_VETO:
	case KG_ACTION_RELEASE:
		return row == KG_ROW_OFFLINE;
	default:
		return false;
	}
}

/**
 * kg_policy_set - change one row
 * @policy: the policy
 * @row: the row
 * @action: its new action
 *
 * Return: 0, or -EINVAL if the row cannot have that action; @policy is then
 * unchanged.
 */
int kg_policy_set(struct kg_policy *policy, enum kg_row row,
		  enum kg_action action)
{
	if (!kg_policy_is_legal(row, action))
		return -EINVAL;
	policy->action[row] = action;
	return 0;
}

/**
 * kg_policy_decide - what to do about one change
 * @policy: the policy
 * @change: what happens
 * @driver_managed: the memory belongs to a driver (kmem, virtio-mem)
 * @overlaps_image: a destination of the loaded image lies inside
 *
 * Driver-managed memory is never part of the map that an image hands over, so
 * the row of the change does not apply to it. But an image in such memory is
 * outdated like any other: there "keep" becomes "unload". A veto protects a
 * destination; without one in the memory, the change outdates the image.
 *
 * Return: the action.
 */
enum kg_action kg_policy_decide(const struct kg_policy *policy,
				enum kg_change change, bool driver_managed,
				bool overlaps_image)
{
	enum kg_action action;

	if ((unsigned int)change > KG_CHANGE_OFFLINE)
		return KG_ACTION_UNLOAD;

	if (driver_managed) {
		action = policy->action[KG_ROW_DRIVER];
		if (action == KG_ACTION_KEEP && overlaps_image)
			return KG_ACTION_UNLOAD;
		return action;
	}

	action = policy->action[change];
	if (action == KG_ACTION_VETO && !overlaps_image)
		return KG_ACTION_UNLOAD;
	return action;
}

/**
 * kg_preset_name - the names of the presets, one by one
 * @index: 0 is the default
 *
 * Return: the name, NULL after the last.
 */
const char *kg_preset_name(unsigned int index)
{
	return index < NR_PRESETS ? presets[index].name : NULL;
}

static bool is_same(const struct kg_policy *a, const struct kg_policy *b)
{
	int row;

	for (row = 0; row < KG_NR_ROWS; row++)
		if (a->action[row] != b->action[row])
			return false;
	return true;
}

/**
 * kg_policy_preset - the preset that a policy equals
 * @policy: the policy
 *
 * Return: its name, NULL if the policy is none of them.
 */
const char *kg_policy_preset(const struct kg_policy *policy)
{
	size_t i;

	for (i = 0; i < NR_PRESETS; i++)
		if (is_same(policy, &presets[i].policy))
			return presets[i].name;
	return NULL;
}

/* One "row=action" or the name of a preset. */
static int apply_word(struct kg_policy *policy, const char *text,
		      size_t length)
{
	const struct preset *preset = find_preset(text, length);
	size_t equals = 0;
	int action;
	int row;

	if (preset) {
		*policy = preset->policy;
		return 0;
	}

	while (equals < length && text[equals] != '=')
		equals++;
	if (equals == length)
		return -EINVAL;

	row = find_word(row_names, KG_NR_ROWS, text, equals);
	action = find_word(action_names, KG_NR_ACTIONS, text + equals + 1,
			   length - equals - 1);
	if (row < 0 || action < 0)
		return -EINVAL;
	return kg_policy_set(policy, row, action);
}

/**
 * kg_policy_parse - apply a text to a policy
 * @text: presets and "row=action" pairs with commas between, later ones win;
 *	one final newline allowed. Examples: "pin", "add=keep",
 *	"strict,offline=release".
 * @policy: the policy; rows that @text does not name stay as they are
 *
 * Return: 0, or -EINVAL for an unknown word, an action that its row cannot
 * have, or an empty text; @policy is then unchanged.
 */
int kg_policy_parse(const char *text, struct kg_policy *policy)
{
	size_t length = text_length(text);
	struct kg_policy wanted = *policy;
	size_t start = 0;
	size_t end;
	int err;

	do {
		end = start;
		while (end < length && text[end] != ',')
			end++;
		err = apply_word(&wanted, text + start, end - start);
		if (err)
			return err;
		start = end + 1;
	} while (end < length);

	*policy = wanted;
	return 0;
}

struct text {
	char *text;
	size_t size;
	size_t length;
};

static void append(struct text *out, const char *word)
{
	for (; *word; word++, out->length++)
		if (out->length < out->size)
			out->text[out->length] = *word;
}

/**
 * kg_policy_format - the text of a policy
 * @policy: the policy
 * @text: where the text goes, NUL-terminated; KG_POLICY_TEXT always suffices
 * @size: size of @text
 *
 * The text is the name of the preset that the policy equals, else every row as
 * "row=action". kg_policy_parse() reads both.
 *
 * Return: 0, -ENOSPC if @size is too small, or -EINVAL if a row holds no legal
 * action. @text is useless in both cases.
 */
int kg_policy_format(const struct kg_policy *policy, char *text, size_t size)
{
	struct text out = { .text = text, .size = size };
	const char *name = kg_policy_preset(policy);
	int row;

	if (name)
		append(&out, name);
	for (row = 0; row < KG_NR_ROWS && !name; row++) {
		if (!kg_policy_is_legal(row, policy->action[row]))
			return -EINVAL;
		append(&out, row ? "," : "");
		append(&out, row_names[row]);
		append(&out, "=");
		append(&out, action_names[policy->action[row]]);
	}

	if (out.length >= size)
		return -ENOSPC;
	text[out.length] = '\0';
	return 0;
}
