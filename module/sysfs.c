// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state as text, one value a file, readable by everybody, no addresses:
 *
 *	state			idle loaded changing outdated executing
 *	generation		completed changes of the memory map
 *	missing			names of protections not in force, or "none"
 *	image/...		who loaded the image; empty if not known
 *	image/verdict		safe removable unsafe unknown
 *	hooks/NAME		unused armed missing dead
 *	counters/NAME
 */
#include <linux/device.h>
#include <linux/stat.h>

#include "guard.h"
#include "image.h"
#include "place.h"
#include "sysfs.h"
#include "table.h"
#include "truth.h"

static const char *state_name(const struct kg_state *state)
{
	if (state->is_executing)
		return "executing";
	if (state->is_changing)
		return "changing";
	if (state->is_outdated)
		return "outdated";
	return kg_truth_is_loaded() ? "loaded" : "idle";
}

static ssize_t state_show(struct device *device,
			  struct device_attribute *attribute, char *text)
{
	struct kg_state state;

	kg_guard_get(&state);
	return sysfs_emit(text, "%s\n", state_name(&state));
}
static DEVICE_ATTR_RO(state);

static ssize_t generation_show(struct device *device,
			       struct device_attribute *attribute, char *text)
{
	struct kg_state state;

	kg_guard_get(&state);
	return sysfs_emit(text, "%llu\n", state.generation);
}
static DEVICE_ATTR_RO(generation);

static ssize_t missing_show(struct device *device,
			    struct device_attribute *attribute, char *text)
{
	u32 missing = kg_table_missing();
	unsigned int bit;
	int length = 0;

	for (bit = 0; bit < KG_NR_PROTECTIONS; bit++)
		if (missing & BIT(bit))
			length += sysfs_emit_at(text, length, "%s%s",
						length ? " " : "",
						kg_protection_name(bit));
	if (!missing)
		length = sysfs_emit(text, "none");
	return length + sysfs_emit_at(text, length, "\n");
}
static DEVICE_ATTR_RO(missing);

static struct attribute *main_attributes[] = {
	&dev_attr_state.attr,
	&dev_attr_generation.attr,
	&dev_attr_missing.attr,
	NULL
};

static const struct attribute_group main_group = {
	.attrs = main_attributes,
};

/* What is not known of the image reads as an empty line. */
#define IMAGE_ATTRIBUTE(name, known, format, value)			\
static ssize_t name##_show(struct device *device,			\
			   struct device_attribute *attribute,		\
			   char *text)					\
{									\
	struct kg_state state;						\
	const struct kg_record *record = &state.record;			\
									\
	kg_guard_get(&state);						\
	if (!record->is_valid || !(known) || !kg_truth_is_loaded())	\
		return sysfs_emit(text, "\n");				\
	return sysfs_emit(text, format "\n", value);			\
}									\
static DEVICE_ATTR_RO(name)

IMAGE_ATTRIBUTE(pid, !record->is_before, "%u", record->pid);
IMAGE_ATTRIBUTE(uid, !record->is_before, "%u", record->uid);
IMAGE_ATTRIBUTE(comm, !record->is_before, "%s", record->comm);
IMAGE_ATTRIBUTE(syscall, !record->is_before || record->has_segments, "%s",
		record->is_file ? "kexec_file_load" : "kexec_load");
IMAGE_ATTRIBUTE(segments, record->has_segments, "%u", record->nr_segments);
IMAGE_ATTRIBUTE(confirmed, true, "%d", record->is_confirmed);
IMAGE_ATTRIBUTE(loaded_at, true, "%llu", record->generation);

/* Empty where there is no image, "unknown" where there is no verdict on it. */
static ssize_t verdict_show(struct device *device,
			    struct device_attribute *attribute, char *text)
{
	struct kg_placement placement;
	struct kg_state state;

	kg_guard_get(&state);
	if (!kg_truth_is_loaded())
		return sysfs_emit(text, "\n");
	kg_place_judge(&state.record, &placement);
	return sysfs_emit(text, "%s\n", placement.is_known ?
			  kg_level_name(placement.level) : "unknown");
}
static DEVICE_ATTR_RO(verdict);

static struct attribute *image_attributes[] = {
	&dev_attr_pid.attr,
	&dev_attr_uid.attr,
	&dev_attr_comm.attr,
	&dev_attr_syscall.attr,
	&dev_attr_segments.attr,
	&dev_attr_confirmed.attr,
	&dev_attr_loaded_at.attr,
	&dev_attr_verdict.attr,
	NULL
};

static const struct attribute_group image_group = {
	.name = "image",
	.attrs = image_attributes,
};

#define COUNTER_ATTRIBUTE(name)						\
static ssize_t name##_show(struct device *device,			\
			   struct device_attribute *attribute,		\
			   char *text)					\
{									\
	struct kg_state state;						\
									\
	kg_guard_get(&state);						\
	return sysfs_emit(text, "%llu\n", state.counters.name);		\
}									\
static DEVICE_ATTR_RO(name)

COUNTER_ATTRIBUTE(changes);
COUNTER_ATTRIBUTE(unloads);
COUNTER_ATTRIBUTE(loads_refused);
COUNTER_ATTRIBUTE(execs_refused);
COUNTER_ATTRIBUTE(vetoes);

static struct attribute *counter_attributes[] = {
	&dev_attr_changes.attr,
	&dev_attr_unloads.attr,
	&dev_attr_loads_refused.attr,
	&dev_attr_execs_refused.attr,
	&dev_attr_vetoes.attr,
	NULL
};

static const struct attribute_group counter_group = {
	.name = "counters",
	.attrs = counter_attributes,
};

/* One file a row of the hook table, by index. */
struct hook_attribute {
	struct device_attribute attribute;
	enum kg_hook_id id;
};

static ssize_t hook_show(struct device *device,
			 struct device_attribute *attribute, char *text)
{
	const struct hook_attribute *hook =
		container_of(attribute, struct hook_attribute, attribute);

	return sysfs_emit(text, "%s\n",
			  kg_hook_state_name(kg_hook_state(&kg_table[hook->id])));
}

/* All rows of the table; the names are those in it. */
#define HOOKS(X)							\
	X(CANARY, canary) X(EXEC, exec) X(LOAD, load)			\
	X(FILE_LOAD, file-load) X(PREPARE, prepare)			\
	X(SEGMENT, segment) X(TERMINATE, terminate) X(STEER, steer)	\
	X(ADD, add) X(REMOVE, remove) X(OFFLINE, offline)

#define HOOK_FILE(index, file)						\
	[KG_HOOK_##index] = {						\
		.attribute = __ATTR(file, 0444, hook_show, NULL),	\
		.id = KG_HOOK_##index,					\
	},
static struct hook_attribute hooks[KG_NR_HOOKS] = { HOOKS(HOOK_FILE) };

#define HOOK_POINTER(index, file)	&hooks[KG_HOOK_##index].attribute.attr,
static struct attribute *hook_attributes[] = { HOOKS(HOOK_POINTER) NULL };
static_assert(ARRAY_SIZE(hook_attributes) == KG_NR_HOOKS + 1);

static const struct attribute_group hook_group = {
	.name = "hooks",
	.attrs = hook_attributes,
};

const struct attribute_group *kg_sysfs_groups[] = {
	&main_group,
	&image_group,
	&counter_group,
	&hook_group,
	NULL
};
