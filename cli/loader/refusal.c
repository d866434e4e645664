// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See refusal.h.
 */
#include "loader/refusal.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "distribution.h"
#include "file.h"
#include "loader/sysctl.h"

#define PE_POINTER 0x3c		/* in the file: where the PE header is */
#define OPTIONAL 24		/* in that: the optional header */
#define MAGIC_PE32 0x10b
#define MAGIC_PE32_PLUS 0x20b
#define CERTIFICATES 4		/* number of the directory entry */
#define ENTRY_SIZE 8		/* address, length */

static bool is_locked_down(const struct context *ctx)
{
	char text[LINE_LEN];

	file_read_line(ctx, "/sys/kernel/security/lockdown", text,
		       sizeof(text));
	return strstr(text, "[integrity]") || strstr(text, "[confidentiality]");
}

/**
 * obstacle_find() - find out what is in the way of a load
 * @ctx: the context
 *
 * Return: the obstacle that lasts longest.
 */
enum obstacle obstacle_find(const struct context *ctx)
{
	if (file_line_is(ctx, "/proc/sys/kernel/kexec_load_disabled", "1"))
		return OBSTACLE_DISABLED;
	if (file_line_is(ctx, "/proc/sys/kernel/kexec_load_limit_reboot", "0"))
		return OBSTACLE_LIMIT;
	if (geteuid())
		return OBSTACLE_PRIVILEGE;
	return is_locked_down(ctx) ? OBSTACLE_LOCKDOWN : OBSTACLE_NONE;
}

/**
 * obstacle_is_final() - is it useless to try
 * @obstacle: what is in the way
 *
 * A locked-down kernel loads signed images, and a process that is not root may
 * have the capability: these have to try.
 *
 * Return: true if so.
 */
bool obstacle_is_final(enum obstacle obstacle)
{
	return obstacle == OBSTACLE_DISABLED || obstacle == OBSTACLE_LIMIT;
}

static bool read_at(int fd, uint64_t offset, void *to, size_t length)
{
	return pread(fd, to, length, offset) == (ssize_t)length;
}

static bool find_optional_header(int fd, uint64_t *offset)
{
	uint32_t pointer;
	char magic[4];

	if (!read_at(fd, PE_POINTER, &pointer, sizeof(pointer)))
		return false;
	pointer = le32toh(pointer);
	if (!read_at(fd, pointer, magic, sizeof(magic)) ||
	    memcmp(magic, "PE\0\0", sizeof(magic)))
		return false;
	*offset = (uint64_t)pointer + OPTIONAL;
	return true;
}

static bool find_directory(int fd, uint64_t *offset)
{
	uint16_t magic;

	if (!find_optional_header(fd, offset) ||
	    !read_at(fd, *offset, &magic, sizeof(magic)))
		return false;
	switch (le16toh(magic)) {
	case MAGIC_PE32:
		*offset += 96;
		return true;
	case MAGIC_PE32_PLUS:
		*offset += 112;
		return true;
	default:
		return false;
	}
}

static bool has_no_certificate(int fd)
{
	uint64_t directory;
	uint32_t entry[2];

	if (!find_directory(fd, &directory) ||
	    !read_at(fd, directory + CERTIFICATES * ENTRY_SIZE, entry,
		     sizeof(entry)))
		return false;
	return !entry[0] || !entry[1];
}

/**
 * signature_is_missing() - is a kernel certainly unsigned
 * @ctx: the context
 * @kernel: its file
 *
 * A kernel that can be signed is also an EFI program, in the PE format, whose
 * header says where its certificates are. Whether the running kernel accepts
 * the signature, only that kernel can find out.
 *
 * Return: true if so; false if it is signed, or if that is unknown.
 */
bool signature_is_missing(const struct context *ctx, const char *kernel)
{
	char path[PATH_MAX];
	bool is_missing;
	int fd;

	if (!path_join(path, ctx, kernel))
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return false;
	is_missing = has_no_certificate(fd);
	close(fd);
	return is_missing;
}

static const char *obstacle_message(enum obstacle obstacle)
{
	switch (obstacle) {
	case OBSTACLE_DISABLED:
		return "kernel.kexec_load_disabled is set: no image can be loaded before a reboot";
	case OBSTACLE_LIMIT:
		return "kernel.kexec_load_limit_reboot is used up: no image can be loaded before a reboot";
	case OBSTACLE_PRIVILEGE:
		return "loading needs root (CAP_SYS_BOOT)";
	case OBSTACLE_LOCKDOWN:
		return "the kernel is locked down and loads only images with a trusted signature";
	default:
		return "the kernel does not permit it (no CAP_SYS_BOOT, as in a container?)";
	}
}

#define DISABLED "kernel.kexec_load_disabled"
#define LIMIT "kernel.kexec_load_limit_reboot"

static void __attribute__((format(printf, 2, 3)))
advise(struct explanation *why, const char *format, ...)
{
	size_t used = strlen(why->advice);
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(why->advice + used, ADVICE_LEN - used, format, args);
	va_end(args);
	if (length < 0 || (size_t)length >= ADVICE_LEN - used)
		why->advice[used] = '\0';
}

struct setting {
	struct explanation *why;
	const char *word;	/* what to search for there */
};

static void advise_place(const char *place, void *data)
{
	const struct setting *setting = data;

	if (!strcmp(place, SYSCTL_BOOT_LINE))
		advise(setting->why, "grep -o '[^ ]*%s[^ ]*' %s    # sets it: remove it from the boot loader's configuration, then reboot\n",
		       setting->word, place);
	else
		advise(setting->why, "grep -n %s %s    # sets it at boot: remove the line, then reboot\n",
		       setting->word, place);
}

static void advise_setting(const struct context *ctx, const char *key,
			   struct explanation *why)
{
	struct setting setting = { why, strrchr(key, '.') + 1 };

	sysctl_each_place(ctx, key, advise_place, &setting);
	if (!why->advice[0])
		advise(why, "reboot    # no file sets it: a program did, or a person\n");
}

/**
 * obstacle_explain() - explain what is in the way of a load
 * @ctx: the context
 * @obstacle: the obstacle; for OBSTACLE_NONE the kernel refused for a reason
 *	that it does not tell
 * @why: where to put the explanation
 */
void obstacle_explain(const struct context *ctx, enum obstacle obstacle,
		      struct explanation *why)
{
	why->answer = ANSWER_UNKNOWN;
	why->message = obstacle_message(obstacle);
	why->advice[0] = '\0';
	if (obstacle == OBSTACLE_DISABLED)
		advise_setting(ctx, DISABLED, why);
	else if (obstacle == OBSTACLE_LIMIT)
		advise_setting(ctx, LIMIT, why);
}

static void refuse(struct explanation *why, const char *message)
{
	why->answer = ANSWER_NO;
	why->message = message;
}

static void advise_kexec_tools(const struct context *ctx,
			       struct explanation *why)
{
	const char *install = distribution_find(ctx)->install;

	snprintf(why->advice, sizeof(why->advice), "%s kexec-tools\n",
		 install ?: "# install");
}

/**
 * refusal_explain() - explain an error of a load
 * @ctx: the context
 * @err: the negative errno value
 * @why: where to put the explanation
 */
void refusal_explain(const struct context *ctx, int err,
		     struct explanation *why)
{
	why->answer = ANSWER_UNKNOWN;
	why->advice[0] = '\0';

	switch (err) {
	case -EBUSY:
		refuse(why, "memory kept changing until the timeout, or another load holds the image (a longer --timeout may help)");
		break;
	case -ESTALE:
		refuse(why, "memory changed during every load; no image is loaded (a longer --settle of \"reload\" may help)");
		break;
	case -EADDRNOTAVAIL:
		refuse(why, "there is no safe place in memory for it");
		strcpy(why->advice, "dmesg | grep -e kexec    # which segment, and why\n");
		break;
	case -ENOSYS:
		why->message = "this kernel was built without kexec (CONFIG_KEXEC, CONFIG_KEXEC_FILE)";
		break;
	case -ENOPKG:
		why->message = "this kernel has no kexec_file_load(2), and kexec-tools, which do not need it, are not installed";
		advise_kexec_tools(ctx, why);
		break;
	case -EIO:
		why->message = "the program that loads it failed";
		break;
	case -ENOMSG:
		why->message = "it succeeded, but no image is loaded";
		break;
	case -ESRCH:
		refuse(why, "an unload was requested during the load");
		break;
	case -EPERM:
		obstacle_explain(ctx, obstacle_find(ctx), why);
		break;
	case -ENOENT:
		why->message = "it does not exist";
		break;
	case -ENOEXEC:
		why->message = "it is not a kernel that this machine can load";
		break;
	case -EINVAL:
		why->message = "the kernel does not accept it (not a kernel, or a command line that is too long)";
		break;
	case -EKEYREJECTED:
	case -ENOKEY:
	case -EBADMSG:
		why->message = "its signature is not accepted";
		break;
	case -ENODATA:
		why->message = "it is not signed, but the kernel requires a signature";
		break;
	case -ECANCELED:
		refuse(why, "another process unloaded the image before it could be confirmed");
		break;
	default:
		why->message = strerror(-err);
		break;
	}
}
