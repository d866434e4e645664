// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * Why is there no device, and what to type: judges the facts of modfacts.c.
 * The first obstacle on the way from the package to the open device counts.
 */
#include "internal.h"
#include "modfacts.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

struct kguard_diagnosis {
	enum kguard_why why;
	char *message;
	char *advice;
};

static const char *const why_names[] = {
	[KGUARD_WHY_UNKNOWN]		= "unknown",
	[KGUARD_WHY_PRESENT]		= "present",
	[KGUARD_WHY_NOT_PERMITTED]	= "not-permitted",
	[KGUARD_WHY_NO_NODE]		= "no-node",
	[KGUARD_WHY_NOT_INSTALLED]	= "not-installed",
	[KGUARD_WHY_OTHER_KERNEL]	= "other-kernel",
	[KGUARD_WHY_NOT_INDEXED]	= "not-indexed",
	[KGUARD_WHY_NOT_LOADED]		= "not-loaded",
	[KGUARD_WHY_BLOCKED]		= "blocked",
	[KGUARD_WHY_SIGNATURE]		= "signature",
	[KGUARD_WHY_DISABLED]		= "disabled",
	[KGUARD_WHY_NO_KEXEC]		= "no-kexec",
};

static bool is_for_other_kernel(const struct kg_modfacts *facts)
{
	return facts->built_for[0] &&
	       strcmp(facts->built_for, facts->release);
}

static enum kguard_why judge_absence(const struct kg_modfacts *facts)
{
	if (facts->has_file)
		return KGUARD_WHY_NOT_INDEXED;
	if (facts->installed_for[0] || facts->source[0])
		return KGUARD_WHY_OTHER_KERNEL;
	return KGUARD_WHY_NOT_INSTALLED;
}

static enum kguard_why judge(const struct kg_modfacts *facts)
{
	if (facts->is_readable)
		return KGUARD_WHY_PRESENT;
	if (facts->has_node)
		return KGUARD_WHY_NOT_PERMITTED;
	if (facts->is_live)
		return KGUARD_WHY_NO_NODE;
	if (facts->is_xen_pv)
		return KGUARD_WHY_NO_KEXEC;
	if (!facts->is_asked)
		return KGUARD_WHY_UNKNOWN;
	if (!facts->is_indexed)
		return judge_absence(facts);
	if (is_for_other_kernel(facts))
		return KGUARD_WHY_OTHER_KERNEL;
	if (facts->is_sealed)
		return KGUARD_WHY_DISABLED;
	if (facts->is_boot_blocked || facts->is_replaced)
		return KGUARD_WHY_BLOCKED;
	if (facts->wants_signature && (!facts->is_signed || facts->is_stranger))
		return KGUARD_WHY_SIGNATURE;
	if (facts->is_blacklisted)
		return KGUARD_WHY_BLOCKED;
	return KGUARD_WHY_NOT_LOADED;
}

#define GREP_CONFIG							\
	"grep -rsn kexecguard /etc/modprobe.d /run/modprobe.d "		\
	"/usr/lib/modprobe.d /lib/modprobe.d"

static void write_unknown(FILE *message, FILE *advice,
			  const struct kg_modfacts *facts)
{
	fprintf(message, "the modules of kernel %s cannot be examined",
		facts->release);
	fputs("modprobe kexecguard\n", advice);
}

static void write_present(FILE *message, FILE *advice,
			  const struct kg_modfacts *facts)
{
	(void)advice;
	(void)facts;
	fputs("the device is there and can be opened", message);
}

static void write_not_permitted(FILE *message, FILE *advice,
				const struct kg_modfacts *facts)
{
	(void)facts;
	fputs("/dev/kexecguard is there, and its mode keeps you out", message);
	fputs("ls -l /dev/kexecguard    # expected: readable by everybody\n",
	      advice);
}

static void write_no_node(FILE *message, FILE *advice,
			  const struct kg_modfacts *facts)
{
	(void)facts;
	fputs("the module is loaded, and this /dev does not show its device (a container?)",
	      message);
	fputs("mknod -m 444 /dev/kexecguard c 10 \"$(sed -n 's/ kexecguard$//p' /proc/misc)\"\n",
	      advice);
}

static void write_not_installed(FILE *message, FILE *advice,
				const struct kg_modfacts *facts)
{
	fputs("the kexecguard module is not installed for any kernel here",
	      message);
	fprintf(advice, "apt install kexecguard-dkms linux-headers-%s\n",
		facts->release);
}

/* By name: the Debian package keeps "dkms autoinstall" from building it. */
static void write_dkms(FILE *advice, const struct kg_modfacts *facts,
		       const char *command)
{
	if (facts->source[0])
		fprintf(advice, "dkms %s kexecguard/%s -k %s\n", command,
			facts->source, facts->release);
	else
		fprintf(advice, "dkms autoinstall -k %s\n", facts->release);
}

static void write_other_kernel(FILE *message, FILE *advice,
			       const struct kg_modfacts *facts)
{
	if (is_for_other_kernel(facts))
		fprintf(message, "the installed module was built for kernel %s, running is %s",
			facts->built_for, facts->release);
	else if (facts->installed_for[0])
		fprintf(message, "the module is installed for kernel %s, not for the running %s",
			facts->installed_for, facts->release);
	else
		fprintf(message, "the module's source is here, and was not built for the running kernel %s",
			facts->release);

	if (!facts->has_headers)
		fprintf(advice, "apt install linux-headers-%s\n",
			facts->release);
	write_dkms(advice, facts, "install");
	fputs("modprobe kexecguard\n", advice);
}

static void write_not_indexed(FILE *message, FILE *advice,
			      const struct kg_modfacts *facts)
{
	fputs("the module's file is there, and modprobe's index does not know it yet",
	      message);
	fprintf(advice, "depmod -a %s\nmodprobe kexecguard\n", facts->release);
}

static void write_not_loaded(FILE *message, FILE *advice,
			     const struct kg_modfacts *facts)
{
	fputs("the kexecguard module is installed, and not loaded", message);
	fputs("modprobe kexecguard\n"
	      "dmesg | grep kexecguard    # why, if that fails\n", advice);
	if (facts->wants_signature)
		fputs("mokutil --import /var/lib/dkms/mok.pub    # if its key is rejected; then reboot and enrol it\n",
		      advice);
}

static void write_blocked(FILE *message, FILE *advice,
			  const struct kg_modfacts *facts)
{
	if (facts->is_boot_blocked) {
		fputs("the kernel was booted with module_blacklist= naming kexecguard",
		      message);
		fputs("grep -n module_blacklist /etc/default/grub    # take it out, then update-grub and reboot\n",
		      advice);
		return;
	}
	if (facts->is_replaced) {
		fputs("an \"install kexecguard\" line of modprobe's configuration keeps the module out",
		      message);
		fputs(GREP_CONFIG "    # the line to take out\n"
		      "modprobe kexecguard\n", advice);
		return;
	}
	fputs("a \"blacklist kexecguard\" line keeps the module from being loaded at boot",
	      message);
	fputs("modprobe kexecguard    # loads it now\n"
	      GREP_CONFIG "    # the line to take out\n", advice);
}

static void write_signature(FILE *message, FILE *advice,
			    const struct kg_modfacts *facts)
{
	fputs("this kernel loads signed modules only (Secure Boot?), and ",
	      message);
	if (facts->is_signed) {
		fprintf(message, "has no key named \"%s\", which signed kexecguard",
			facts->signer);
	} else {
		fputs("kexecguard is not signed", message);
		/*
		 * Building makes the key where there is none, and signs;
		 * "install --force" alone takes what was built before.
		 */
		if (facts->source[0])
			write_dkms(advice, facts, "build --force");
		write_dkms(advice, facts, "install --force");
	}
	fputs("mokutil --import /var/lib/dkms/mok.pub    # then reboot and enrol it\n"
	      "modprobe kexecguard\n", advice);
}

static void write_disabled(FILE *message, FILE *advice,
			   const struct kg_modfacts *facts)
{
	(void)facts;
	fputs("kernel.modules_disabled is set: no module can be loaded until the next boot",
	      message);
	fputs("echo kexecguard > /etc/modules-load.d/kexecguard.conf    # loads it early\n"
	      "reboot\n", advice);
}

static void write_no_kexec(FILE *message, FILE *advice,
			   const struct kg_modfacts *facts)
{
	(void)advice;
	(void)facts;
	fputs("a Xen PV domain has no kexec of its own, so there is nothing to load, and nothing to guard",
	      message);
}

static void (*const writers[])(FILE *message, FILE *advice,
			       const struct kg_modfacts *facts) = {
	[KGUARD_WHY_UNKNOWN]		= write_unknown,
	[KGUARD_WHY_PRESENT]		= write_present,
	[KGUARD_WHY_NOT_PERMITTED]	= write_not_permitted,
	[KGUARD_WHY_NO_NODE]		= write_no_node,
	[KGUARD_WHY_NOT_INSTALLED]	= write_not_installed,
	[KGUARD_WHY_OTHER_KERNEL]	= write_other_kernel,
	[KGUARD_WHY_NOT_INDEXED]	= write_not_indexed,
	[KGUARD_WHY_NOT_LOADED]		= write_not_loaded,
	[KGUARD_WHY_BLOCKED]		= write_blocked,
	[KGUARD_WHY_SIGNATURE]		= write_signature,
	[KGUARD_WHY_DISABLED]		= write_disabled,
	[KGUARD_WHY_NO_KEXEC]		= write_no_kexec,
};

/* Both texts; a stream in memory fails only for want of memory. */
static int write_texts(struct kguard_diagnosis *diagnosis,
		       const struct kg_modfacts *facts)
{
	size_t message_size, advice_size;
	FILE *message, *advice;
	int err = 0;

	message = open_memstream(&diagnosis->message, &message_size);
	if (!message)
		return -ENOMEM;
	advice = open_memstream(&diagnosis->advice, &advice_size);
	if (!advice) {
		fclose(message);
		return -ENOMEM;
	}

	writers[diagnosis->why](message, advice, facts);
	if (fclose(message))
		err = -ENOMEM;
	if (fclose(advice))
		err = -ENOMEM;
	return err;
}

int kg_diagnose(const char *sysroot, const char *release,
		struct kguard_diagnosis **diagnosis)
{
	struct kguard_diagnosis *new;
	struct kg_modfacts facts;
	int err;

	err = kg_modfacts_collect(sysroot, release, &facts);
	if (err)
		return err;

	new = calloc(1, sizeof(*new));
	if (!new)
		return -ENOMEM;
	new->why = judge(&facts);
	err = write_texts(new, &facts);
	if (err) {
		kguard_diagnosis_free(new);
		return err;
	}
	*diagnosis = new;
	return 0;
}

KGUARD_API int kguard_diagnose(const char *sysroot,
			       struct kguard_diagnosis **diagnosis)
{
	struct utsname running;

	if (uname(&running) < 0)
		return -errno;
	return kg_diagnose(sysroot, running.release, diagnosis);
}

KGUARD_API void kguard_diagnosis_free(struct kguard_diagnosis *diagnosis)
{
	if (!diagnosis)
		return;
	free(diagnosis->message);
	free(diagnosis->advice);
	free(diagnosis);
}

KGUARD_API enum kguard_why
kguard_diagnosis_get_why(const struct kguard_diagnosis *diagnosis)
{
	assert(diagnosis);
	return diagnosis->why;
}

KGUARD_API const char *kguard_why_get_name(enum kguard_why why)
{
	return kg_name(why_names, why);
}

KGUARD_API const char *
kguard_diagnosis_get_message(const struct kguard_diagnosis *diagnosis)
{
	assert(diagnosis);
	return diagnosis->message;
}

KGUARD_API const char *
kguard_diagnosis_get_advice(const struct kguard_diagnosis *diagnosis)
{
	assert(diagnosis);
	return diagnosis->advice;
}
