// SPDX-License-Identifier: GPL-2.0-only
/*
 * A module can be loaded into another kernel than the one it was built for, if
 * the checksums of the exported symbols are the same: weak-modules links it
 * there. None of them covers what is compared here. The kernel's type
 * information (BTF) says where its members are; without that, only the same
 * release will do.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bitops.h>
#include <linux/ftrace.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/kexec.h>
#include <linux/memory.h>
#include <linux/string.h>
#include <linux/utsname.h>
#include <generated/utsrelease.h>
#include <uapi/linux/btf.h>

#include "built.h"
#include "compat.h"

bool kg_built_is_forced;

static const char built_for[] __initconst = UTS_RELEASE;

/* A member that the module reads, and where, in bits. */
struct member {
	const char *type;
	const char *name;
	unsigned int at;
};

#define MEMBER(type, name)						\
	{ #type, #name, BITS_PER_BYTE * offsetof(struct type, name) }

static const struct member members[] __initconst = {
	MEMBER(memory_notify, start_pfn),
	MEMBER(memory_notify, nr_pages),
	MEMBER(kimage, head),
	MEMBER(kimage, nr_segments),
	MEMBER(kimage, segment),
	MEMBER(kimage, control_pages),
#ifdef CONFIG_KEXEC_FILE
	MEMBER(kexec_buf, image),
	MEMBER(kexec_buf, mem),
	MEMBER(kexec_buf, memsz),
	MEMBER(kexec_buf, buf_align),
	MEMBER(kexec_buf, buf_min),
	MEMBER(kexec_buf, buf_max),
	MEMBER(kexec_buf, top_down),
#endif
#ifdef CONFIG_DYNAMIC_FTRACE
	MEMBER(dyn_ftrace, ip),
	MEMBER(dyn_ftrace, flags),
#endif
};

/* Members of one bit, which have no offset. */
static const struct kimage only_type __initconst = { .type = 1 };
static const struct kimage only_file_mode __initconst = { .file_mode = 1 };

/* A kernel that has the enum names these in it; the others have 1 << N. */
struct action {
	const char *name;
	unsigned int value;
};

#define ACTION(name)	{ #name, name }

static const struct action actions[] __initconst = {
	ACTION(MEM_ONLINE), ACTION(MEM_GOING_OFFLINE), ACTION(MEM_OFFLINE),
	ACTION(MEM_GOING_ONLINE), ACTION(MEM_CANCEL_ONLINE),
	ACTION(MEM_CANCEL_OFFLINE),
};

/* The kernel's types, one after the other, and their names. */
struct types {
	const void *start;
	const void *end;
	const char *names;
};

static bool __init find_types(struct types *types)
{
	const struct btf_header *header = kg_compat_data("__start_BTF");
	const void *stop = kg_compat_data("__stop_BTF");
	const void *body;

	if (!header || !stop || (void *)(header + 1) > stop ||
	    header->magic != BTF_MAGIC)
		return false;
	body = (void *)header + header->hdr_len;
	types->start = body + header->type_off;
	types->end = types->start + header->type_len;
	types->names = body + header->str_off;
	return types->end <= stop &&
	       (void *)types->names + header->str_len <= stop;
}

/*
 * What follows a type of each kind: so many bytes, and so many for each of its
 * members. Old headers do not name the newer kinds.
 */
struct tail {
	u8 once;
	u8 each;
};

static const struct tail tails[] __initconst = {
	[BTF_KIND_INT] = { 4, 0 },
	[BTF_KIND_ARRAY] = { sizeof(struct btf_array), 0 },
	[BTF_KIND_STRUCT] = { 0, sizeof(struct btf_member) },
	[BTF_KIND_UNION] = { 0, sizeof(struct btf_member) },
	[BTF_KIND_ENUM] = { 0, sizeof(struct btf_enum) },
	[BTF_KIND_FUNC_PROTO] = { 0, sizeof(struct btf_param) },
	[BTF_KIND_VAR] = { sizeof(struct btf_var), 0 },
	[BTF_KIND_DATASEC] = { 0, sizeof(struct btf_var_secinfo) },
	[16] = { 0, 0 },	/* FLOAT */
	[17] = { 4, 0 },	/* DECL_TAG */
	[18] = { 0, 0 },	/* TYPE_TAG */
	[19] = { 0, 12 },	/* ENUM64 */
};

/* From 7.2 on both have more bits, which were zero before. */
static unsigned int __init kind_of(const struct btf_type *type)
{
	return type->info >> 24 & 0x7f;
}

static unsigned int __init count_of(const struct btf_type *type)
{
	return type->info & 0xffffff;
}

/* The first with members; NULL also behind a kind that is not known. */
static const struct btf_type *__init
find_type(const struct types *types, unsigned int wanted, const char *name)
{
	const struct btf_type *type;
	const void *at = types->start;
	unsigned int kind;

	while (at < types->end) {
		type = at;
		kind = kind_of(type);
		if (kind >= ARRAY_SIZE(tails))
			return NULL;
		if (kind == wanted && count_of(type) &&
		    !strcmp(types->names + type->name_off, name))
			return type;
		at += sizeof(*type) + tails[kind].once +
		      count_of(type) * tails[kind].each;
	}
	return NULL;
}

static bool __init is_there(const struct types *types,
			    const struct member *member)
{
	const struct btf_type *type = find_type(types, BTF_KIND_STRUCT,
						member->type);
	const struct btf_member *at = (void *)(type + 1);
	unsigned int i;

	if (!type)
		return false;
	for (i = 0; i < count_of(type); i++)
		if (!strcmp(types->names + at[i].name_off, member->name))
			return member->at == (type->info >> 31 ?
					      BTF_MEMBER_BIT_OFFSET(at[i].offset) :
					      at[i].offset);
	return false;
}

static bool __init is_value(const struct types *types,
			    const struct btf_type *type,
			    const struct action *action, unsigned int nr)
{
	const struct btf_enum *at = (void *)(type + 1);
	unsigned int i;

	if (!type)
		return action->value == 1 << nr;
	for (i = 0; i < count_of(type); i++)
		if (!strcmp(types->names + at[i].name_off, action->name))
			return at[i].val == (int)action->value;
	return false;
}

static unsigned int __init bit_of(const struct kimage *image)
{
	return find_first_bit((const unsigned long *)image,
			      BITS_PER_BYTE * sizeof(*image));
}

/* What is not where this module reads it; NULL if all is. */
static const char *__init find_difference(const char **of)
{
	const struct member bits[] = {
		{ "kimage", "type", bit_of(&only_type) },
		{ "kimage", "file_mode", bit_of(&only_file_mode) },
	};
	const struct btf_type *type;
	struct types types;
	unsigned int i;

	*of = "its types";
	if (!find_types(&types))
		return "are not known";
	for (i = 0; i < ARRAY_SIZE(members) + ARRAY_SIZE(bits); i++) {
		const struct member *member = i < ARRAY_SIZE(members) ?
			&members[i] : &bits[i - ARRAY_SIZE(members)];

		*of = member->type;
		if (!is_there(&types, member))
			return member->name;
	}
	*of = "memory_block_state";
	type = find_type(&types, BTF_KIND_ENUM, *of);
	for (i = 0; i < ARRAY_SIZE(actions); i++)
		if (!is_value(&types, type, &actions[i], i))
			return actions[i].name;
	return NULL;
}

int __init kg_built_check(void)
{
	const char *running = init_utsname()->release;
	const char *what, *of;

	if (!strcmp(running, built_for))
		return 0;
	what = find_difference(&of);
	if (!what) {
		pr_info("built for kernel %s; what it reads of %s is the same\n",
			built_for, running);
		return 0;
	}
	if (kg_built_is_forced) {
		pr_warn("built for kernel %s, running on %s although %s of %s may differ: any_kernel is set\n",
			built_for, running, what, of);
		return 0;
	}
	pr_err("built for kernel %s, not for %s, where %s of %s may differ: build it for this kernel\n",
	       built_for, running, what, of);
	return -ENOEXEC;
}
