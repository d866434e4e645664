/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why the guard's device cannot be used, and what to type about it.
 */
#ifndef CTL_DIAGNOSE_H
#define CTL_DIAGNOSE_H

#include "context.h"

/**
 * enum why - why the guard's device cannot be used
 * @WHY_UNKNOWN: no cause was found
 * @WHY_PRESENT: the device exists and this process may open it
 * @WHY_NOT_PERMITTED: the device exists; its file mode denies access
 * @WHY_NO_NODE: the module is loaded, /dev does not show the device
 * @WHY_NOT_INSTALLED: the module is not installed for any kernel here
 * @WHY_OTHER_KERNEL: it is installed or built for another kernel only
 * @WHY_NOT_INDEXED: the module file exists, depmod has not run
 * @WHY_NOT_LOADED: installed, not loaded
 * @WHY_BLOCKED: modprobe's configuration or the boot line forbids it
 * @WHY_SIGNATURE: this kernel requires signed modules; this one is unsigned, or
 *	signed with a key that the kernel does not have
 * @WHY_DISABLED: this kernel loads no more modules until it reboots
 * @WHY_NO_KEXEC: this kernel has no kexec, so nothing to guard
 * @WHY_NO_KPROBES: this kernel has no kprobes, which the module needs
 */
enum why {
	WHY_UNKNOWN,
	WHY_PRESENT,
	WHY_NOT_PERMITTED,
	WHY_NO_NODE,
	WHY_NOT_INSTALLED,
	WHY_OTHER_KERNEL,
	WHY_NOT_INDEXED,
	WHY_NOT_LOADED,
	WHY_BLOCKED,
	WHY_SIGNATURE,
	WHY_DISABLED,
	WHY_NO_KEXEC,
	WHY_NO_KPROBES,
};

/**
 * struct diagnosis - the answer
 * @why: in one word
 * @message: in one sentence, without a full stop
 * @advice: what to type, one command a line; empty if there is nothing to do
 */
struct diagnosis {
	enum why why;
	char *message;
	char *advice;
};

int diagnose(const struct context *ctx, const char *release,
	     struct diagnosis *diagnosis);
int diagnose_running(const struct context *ctx, struct diagnosis *diagnosis);
void diagnosis_free(struct diagnosis *diagnosis);
enum answer diagnose_report(const struct context *ctx, int err);

#endif /* CTL_DIAGNOSE_H */
