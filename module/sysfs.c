// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state as text, one value a file, world-readable, without addresses:
 *
 *	state			idle loaded changing outdated executing
 *	generation		completed changes of the memory map
 *	missing			names of protections not in force, or "none"
 *	image/...		about the loaded image; empty if not known
 *	image/verdict		safe removable unsafe unknown
 *	hooks/NAME		unused armed missing dead
 *	counters/NAME
 */
#include <linux/device.h>
#include <linux/init.h>
#include <linux/stat.h>

#include "core/names.h"
#include "guard.h"
#include "hooks.h"
#include "placement.h"
#include "protection.h"
#include "sysfs.h"

static const char *state_name(const struct kg_state *state)
{
	if (state->is_executing)
		return "executing";
	if (state->is_changing)
		return "changing";
	if (state->is_outdated)
		return "outdated";
	return state->is_loaded ? "loaded" : "idle";
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
	u32 missing = kg_protections_missing();
	unsigned int bit;
	int length = 0;

	for (bit = 0; bit < 32; bit++)
		if (missing & BIT(bit))
			length += sysfs_emit_at(text, length, "%s%s",
						length ? " " : "",
						kg_protection_name(BIT(bit)));
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

/* One file a fact about the loaded image. */
enum image_file {
	IMAGE_PID,
	IMAGE_UID,
	IMAGE_COMM,
	IMAGE_SYSCALL,
	IMAGE_SEGMENTS,
	IMAGE_CONFIRMED,
	IMAGE_LOADED_AT,
	NR_IMAGE_FILES,
};

/* Of an image that was loaded before the module the loader is not known. */
static bool is_file_known(const struct kg_record *record, enum image_file file)
{
	switch (file) {
	case IMAGE_PID:
	case IMAGE_UID:
	case IMAGE_COMM:
		return !record->is_before;
	case IMAGE_SYSCALL:
		return !record->is_before || record->has_segments;
	case IMAGE_SEGMENTS:
		return record->has_segments;
	default:
		return true;
	}
}

static ssize_t emit_image(char *text, const struct kg_record *record,
			  enum image_file file)
{
	switch (file) {
	case IMAGE_PID:
		return sysfs_emit(text, "%u\n", record->pid);
	case IMAGE_UID:
		return sysfs_emit(text, "%u\n", record->uid);
	case IMAGE_COMM:
		return sysfs_emit(text, "%s\n", record->comm);
	case IMAGE_SYSCALL:
		return sysfs_emit(text, "%s\n", record->is_file ?
				  "kexec_file_load" : "kexec_load");
	case IMAGE_SEGMENTS:
		return sysfs_emit(text, "%u\n", record->nr_segments);
	case IMAGE_CONFIRMED:
		return sysfs_emit(text, "%d\n", record->is_confirmed);
	default:
		return sysfs_emit(text, "%llu\n", record->generation);
	}
}

/* An unknown fact reads as an empty line. */
static ssize_t image_show(struct device *device,
			  struct device_attribute *attribute, char *text)
{
	const struct dev_ext_attribute *fact =
		container_of(attribute, struct dev_ext_attribute, attr);
	enum image_file file = (unsigned long)fact->var;
	struct kg_state state;

	kg_guard_get(&state);
	if (!state.record.is_valid || !is_file_known(&state.record, file))
		return sysfs_emit(text, "\n");
	return emit_image(text, &state.record, file);
}

#define IMAGE_FILE(name, index)						\
	[index] = {							\
		.attr = __ATTR(name, 0444, image_show, NULL),		\
		.var = (void *)(unsigned long)index,			\
	}
static struct dev_ext_attribute image_files[NR_IMAGE_FILES] = {
	IMAGE_FILE(pid, IMAGE_PID),
	IMAGE_FILE(uid, IMAGE_UID),
	IMAGE_FILE(comm, IMAGE_COMM),
	IMAGE_FILE(syscall, IMAGE_SYSCALL),
	IMAGE_FILE(segments, IMAGE_SEGMENTS),
	IMAGE_FILE(confirmed, IMAGE_CONFIRMED),
	IMAGE_FILE(loaded_at, IMAGE_LOADED_AT),
};

/* Empty without an image, "unknown" without a verdict on it. */
static ssize_t verdict_show(struct device *device,
			    struct device_attribute *attribute, char *text)
{
	struct kg_placement placement;
	struct kg_state state;

	kg_guard_get(&state);
	if (!state.is_loaded)
		return sysfs_emit(text, "\n");
	kg_placement_judge(&state.record, &placement);
	return sysfs_emit(text, "%s\n", kg_level_name(placement.is_known ?
			  placement.level : KEXECGUARD_UNKNOWN));
}
static DEVICE_ATTR_RO(verdict);

static struct attribute *image_attributes[] = {
	&image_files[IMAGE_PID].attr.attr,
	&image_files[IMAGE_UID].attr.attr,
	&image_files[IMAGE_COMM].attr.attr,
	&image_files[IMAGE_SYSCALL].attr.attr,
	&image_files[IMAGE_SEGMENTS].attr.attr,
	&image_files[IMAGE_CONFIRMED].attr.attr,
	&image_files[IMAGE_LOADED_AT].attr.attr,
	&dev_attr_verdict.attr,
	NULL
};

static const struct attribute_group image_group = {
	.name = "image",
	.attrs = image_attributes,
};

/* One file a counter, by its offset in struct kg_counters. */
static ssize_t counter_show(struct device *device,
			    struct device_attribute *attribute, char *text)
{
	const struct dev_ext_attribute *counter =
		container_of(attribute, struct dev_ext_attribute, attr);
	struct kg_state state;

	kg_guard_get(&state);
	return sysfs_emit(text, "%llu\n",
			  *(u64 *)((void *)&state.counters +
				   (unsigned long)counter->var));
}

#define COUNTERS(X)							\
	X(changes) X(unloads) X(loads_refused) X(execs_refused) X(vetoes)

#define COUNTER_FILE(name)	{					\
	.attr = __ATTR(name, 0444, counter_show, NULL),			\
	.var = (void *)offsetof(struct kg_counters, name),		\
},
static struct dev_ext_attribute counters[] = { COUNTERS(COUNTER_FILE) };

static struct attribute *counter_attributes[] = {
	&counters[0].attr.attr,
	&counters[1].attr.attr,
	&counters[2].attr.attr,
	&counters[3].attr.attr,
	&counters[4].attr.attr,
	NULL
};
static_assert(ARRAY_SIZE(counter_attributes) == ARRAY_SIZE(counters) + 1);

static const struct attribute_group counter_group = {
	.name = "counters",
	.attrs = counter_attributes,
};

/* One file a hook, under the hook's name. */
static ssize_t hook_show(struct device *device,
			 struct device_attribute *attribute, char *text)
{
	const struct dev_ext_attribute *file =
		container_of(attribute, struct dev_ext_attribute, attr);

	return sysfs_emit(text, "%s\n",
			  kg_hook_state_name(kg_hook_state(file->var)));
}

static struct dev_ext_attribute hook_files[KG_NR_HOOKS];
static struct attribute *hook_attributes[KG_NR_HOOKS + 1];

void __init kg_sysfs_init(void)
{
	struct dev_ext_attribute *file = hook_files;
	unsigned int i;

	for (i = 0; i < KG_NR_HOOKS; i++, file++) {
		file->attr.attr.name = kg_hooks[i]->name;
		file->attr.attr.mode = 0444;
		file->attr.show = hook_show;
		file->var = kg_hooks[i];
		hook_attributes[i] = &file->attr.attr;
	}
}

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
