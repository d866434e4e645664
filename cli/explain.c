// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See explain.h. EPERM has four causes that the kernel does not tell apart, so
 * the knobs behind them are read here.
 */
#include "explain.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "guard.h"

static void read_knob(const struct context *ctx, const char *name, char *text,
		      size_t size)
{
	char path[PATH_MAX];
	ssize_t got = 0;
	int fd;

	text[0] = '\0';
	if (!path_join(path, ctx, name))
		return;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	got = read(fd, text, size - 1);
	close(fd);
	text[got > 0 ? got : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
}

static void explain_permission(const struct context *ctx,
			       struct explanation *why)
{
	char text[128];

	read_knob(ctx, "/proc/sys/kernel/kexec_load_disabled", text,
		  sizeof(text));
	if (!strcmp(text, "1")) {
		why->message = "kernel.kexec_load_disabled is set: no image can be loaded until the next boot";
		strcpy(why->advice, "grep -rs kexec_load_disabled /etc/sysctl.conf /etc/sysctl.d /usr/lib/sysctl.d\n");
		return;
	}
	read_knob(ctx, "/proc/sys/kernel/kexec_load_limit_reboot", text,
		  sizeof(text));
	if (!strcmp(text, "0")) {
		why->message = "kernel.kexec_load_limit_reboot is used up: no image can be loaded until the next boot";
		return;
	}
	if (geteuid()) {
		why->message = "loading needs root (CAP_SYS_BOOT)";
		return;
	}
	read_knob(ctx, "/sys/kernel/security/lockdown", text, sizeof(text));
	if (strstr(text, "[integrity]") || strstr(text, "[confidentiality]")) {
		why->message = "the kernel is locked down and loads signed images only";
		return;
	}
	why->message = "the kernel does not permit it (no CAP_SYS_BOOT, as in a container?)";
}

/* Quoted for the shell; false if it does not fit. */
static bool append_quoted(char *text, size_t size, const char *value)
{
	size_t used = strlen(text);

	if (used + 4 * strlen(value) + 3 > size)
		return false;
	text += used;
	*text++ = '\'';
	for (; *value; value++) {
		if (*value == '\'')
			text = stpcpy(text, "'\\''");
		else
			*text++ = *value;
	}
	strcpy(text, "'");
	return true;
}

static void advise_kexec_tools(const struct load_request *request,
			       struct explanation *why)
{
	bool fits;

	strcpy(why->advice, "kexec -c -l ");
	fits = append_quoted(why->advice, ADVICE_LEN / 2, request->kernel);
	if (fits && request->initrd) {
		strcat(why->advice, " --initrd=");
		fits = append_quoted(why->advice, ADVICE_LEN - 64,
				     request->initrd);
	}
	if (fits) {
		strcat(why->advice, " --command-line=");
		fits = append_quoted(why->advice, ADVICE_LEN - 1,
				     request->command_line);
	}
	if (fits)
		strcat(why->advice, "\n");
	else
		strcpy(why->advice, "kexec -c -l ...\n");
}

static void explain_missing_syscall(const struct load_request *request,
				    struct explanation *why)
{
	why->message = "this kernel was built without CONFIG_KEXEC_FILE, so it has no kexec_file_load(2), the only way in which this tool loads; kexec-tools can load by kexec_load(2)";
	advise_kexec_tools(request, why);
}

static void refuse(struct explanation *why, const char *message)
{
	why->answer = ANSWER_NO;
	why->message = message;
}

/**
 * explain_load() - explain an error of a load
 * @ctx: the context
 * @request: what was to be loaded
 * @err: the negative errno value
 * @why: where to put the explanation
 */
void explain_load(const struct context *ctx,
		  const struct load_request *request, int err,
		  struct explanation *why)
{
	why->answer = ANSWER_UNKNOWN;
	why->advice[0] = '\0';

	switch (err) {
	case -EBUSY:
		refuse(why, "memory did not come to rest in time, or another load holds the image (a longer --timeout may help)");
		break;
	case -ESTALE:
		refuse(why, "memory moved in every load; no image is loaded (a longer --settle of \"reload\" may help)");
		break;
	case -EADDRNOTAVAIL:
		refuse(why, "there is no safe place in memory for it");
		strcpy(why->advice, "dmesg | grep -e kexec    # which segment, and why\n");
		break;
	case -ENOSYS:
		explain_missing_syscall(request, why);
		break;
	case -EPERM:
		explain_permission(ctx, why);
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
		why->message = "it is not signed, and the kernel wants it to be";
		break;
	case -ECANCELED:
		refuse(why, "somebody else unloaded the image before it could be confirmed");
		break;
	default:
		why->message = strerror(-err);
		break;
	}
}
