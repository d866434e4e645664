// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See explain.h.
 */
#include "explain.h"

#include <errno.h>
#include <string.h>

#include "preflight.h"

static void explain_permission(const struct context *ctx,
			       struct explanation *why)
{
	enum obstacle obstacle = preflight_find(ctx);

	why->message = preflight_message(obstacle);
	strcpy(why->advice, preflight_advice(obstacle));
}

static void refuse(struct explanation *why, const char *message)
{
	why->answer = ANSWER_NO;
	why->message = message;
}

/**
 * explain_load() - explain an error of a load
 * @ctx: the context
 * @err: the negative errno value
 * @why: where to put the explanation
 */
void explain_load(const struct context *ctx, int err, struct explanation *why)
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
		why->message = "this kernel was built without kexec (CONFIG_KEXEC, CONFIG_KEXEC_FILE)";
		break;
	case -ENOPKG:
		why->message = "this kernel has no kexec_file_load(2), and kexec-tools, which could do without, is not installed";
		strcpy(why->advice, "apt install kexec-tools\n");
		break;
	case -EIO:
		why->message = "what should load it failed";
		break;
	case -ENOMSG:
		why->message = "it succeeded, and no image is loaded";
		break;
	case -ESRCH:
		refuse(why, "it was unloaded on request meanwhile");
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
