// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * bpf: BPF programs that do nothing, on kernel functions, until it is killed.
 *
 * bpf fentry|fexit|fmod_ret READY FUNCTION...
 *	Attach one to each FUNCTION, then make the file READY. The kernel enters
 *	them by a trampoline in the function's ftrace site; "fexit" and
 *	"fmod_ret" make that call the rest of the function itself.
 *
 * Exits 1 if something fails. Kernels that let no program change the function's
 * result answer "not modifiable".
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TYPES		"/sys/kernel/btf/vmlinux"
#define TYPES_MAX	((size_t)64 << 20)

/* Constants that the C library's header may lack. */
#define KIND_DECL_TAG	17
#define KIND_ENUM64	19

static const struct {
	const char *name;
	enum bpf_attach_type type;
} kinds[] = {
	{ "fentry", BPF_TRACE_FENTRY },
	{ "fexit", BPF_TRACE_FEXIT },
	{ "fmod_ret", BPF_MODIFY_RETURN },
};

static char *read_types(void)
{
	int fd = open(TYPES, O_RDONLY | O_CLOEXEC);
	char *types = malloc(TYPES_MAX);
	size_t length = 0;
	ssize_t n;

	if (fd < 0 || !types)
		return NULL;
	while ((n = read(fd, types + length, TYPES_MAX - length)) > 0)
		length += n;
	close(fd);
	return length ? types : NULL;
}

/* Data that follows a type's header. */
static size_t tail_of(const struct btf_type *type)
{
	size_t n = BTF_INFO_VLEN(type->info);

	switch (BTF_INFO_KIND(type->info)) {
	case BTF_KIND_INT:
	case BTF_KIND_VAR:
	case KIND_DECL_TAG:
		return sizeof(uint32_t);
	case BTF_KIND_ARRAY:
		return sizeof(struct btf_array);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return n * sizeof(struct btf_member);
	case BTF_KIND_ENUM:
		return n * sizeof(struct btf_enum);
	case BTF_KIND_FUNC_PROTO:
		return n * sizeof(struct btf_param);
	case BTF_KIND_DATASEC:
		return n * sizeof(struct btf_var_secinfo);
	case KIND_ENUM64:
		return n * 3 * sizeof(uint32_t);
	default:
		return 0;
	}
}

/* Return: the number of a function's type, or 0. */
static unsigned int find_function(const char *types, const char *name)
{
	const struct btf_header *head = (const struct btf_header *)types;
	const char *at = types + head->hdr_len + head->type_off;
	const char *end = at + head->type_len;
	const char *names = types + head->hdr_len + head->str_off;
	unsigned int id;

	for (id = 1; at < end; id++) {
		const struct btf_type *type = (const struct btf_type *)at;

		if (BTF_INFO_KIND(type->info) == BTF_KIND_FUNC &&
		    !strcmp(names + type->name_off, name))
			return id;
		at += sizeof(*type) + tail_of(type);
	}
	return 0;
}

static int bpf(int command, union bpf_attr *attr)
{
	return syscall(SYS_bpf, command, attr, sizeof(*attr));
}

static int load(enum bpf_attach_type type, unsigned int id)
{
	static const struct bpf_insn return_0[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	static char log[65536];
	union bpf_attr attr = {
		.prog_type = BPF_PROG_TYPE_TRACING,
		.expected_attach_type = type,
		.insns = (uintptr_t)return_0,
		.insn_cnt = 2,
		.license = (uintptr_t)"GPL",
		.attach_btf_id = id,
		.log_buf = (uintptr_t)log,
		.log_size = sizeof(log),
		.log_level = 1,
	};
	int fd = bpf(BPF_PROG_LOAD, &attr);

	if (fd < 0)
		fprintf(stderr, "bpf: %s: %s\n", strerror(errno), log);
	return fd;
}

static int attach(enum bpf_attach_type type, const char *types,
		  const char *function)
{
	unsigned int id = find_function(types, function);
	union bpf_attr attr = {};
	int fd;

	if (!id) {
		fprintf(stderr, "bpf: no type of %s\n", function);
		return -1;
	}
	fd = load(type, id);
	if (fd < 0)
		return -1;
	attr.raw_tracepoint.prog_fd = fd;
	if (bpf(BPF_RAW_TRACEPOINT_OPEN, &attr) < 0) {
		fprintf(stderr, "bpf: %s: %s\n", function, strerror(errno));
		return -1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	char *types = read_types();
	size_t kind;
	int i;

	for (kind = 0; kind < 3; kind++)
		if (argc > 3 && !strcmp(argv[1], kinds[kind].name))
			break;
	if (kind == 3) {
		fputs("usage: bpf fentry|fexit|fmod_ret READY FUNCTION...\n",
		      stderr);
		return 2;
	}
	if (!types) {
		fprintf(stderr, "bpf: %s: %s\n", TYPES, strerror(errno));
		return 1;
	}
	for (i = 3; i < argc; i++)
		if (attach(kinds[kind].type, types, argv[i]))
			return 1;
	close(open(argv[2], O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	for (;;)
		pause();
}
