// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See diagnose.h. Judges the facts of modfacts.c: the first obstacle between
 * the package and the open device counts.
 */
#include "diagnose/diagnose.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include <kguard.h>

#include "diagnose/modfacts.h"
#include "file.h"
#include "out.h"

static bool is_for_other_kernel(const struct modfacts *facts)
{
	return facts->built_for[0] &&
	       strcmp(facts->built_for, facts->release);
}

static enum why judge_absence(const struct modfacts *facts)
{
	if (facts->has_file)
		return WHY_NOT_INDEXED;
	if (facts->installed_for[0] || facts->source[0])
		return WHY_OTHER_KERNEL;
	return WHY_NOT_INSTALLED;
}

static enum why judge(const struct modfacts *facts)
{
	if (facts->is_readable)
		return WHY_PRESENT;
	if (facts->has_node)
		return WHY_NOT_PERMITTED;
	if (facts->is_live)
		return WHY_NO_NODE;
	if (facts->is_xen_pv || facts->lacks_kexec)
		return WHY_NO_KEXEC;
	if (facts->lacks_kprobes)
		return WHY_NO_KPROBES;
	if (!facts->has_kmod)
		return WHY_UNKNOWN;
	if (!facts->is_indexed)
		return judge_absence(facts);
	if (is_for_other_kernel(facts) && !facts->is_linked)
		return WHY_OTHER_KERNEL;
	if (facts->is_sealed)
		return WHY_DISABLED;
	if (facts->is_boot_blocked || facts->is_replaced)
		return WHY_BLOCKED;
	if (facts->wants_signature &&
	    (!facts->is_signed || facts->is_signer_unknown))
		return WHY_SIGNATURE;
	if (facts->is_blacklisted)
		return WHY_BLOCKED;
	return WHY_NOT_LOADED;
}

#define GREP_CONFIG							\
	"grep -rsn kexecguard /etc/modprobe.d /run/modprobe.d "		\
	"/usr/lib/modprobe.d /lib/modprobe.d"

static void write_unknown(FILE *message, FILE *advice,
			  const struct modfacts *facts)
{
	fprintf(message, "the modules of kernel %s cannot be examined",
		facts->release);
	fputs("modprobe kexecguard\n", advice);
}

static void write_present(FILE *message, FILE *advice,
			  const struct modfacts *facts)
{
	(void)advice;
	(void)facts;
	fputs("the device exists and can be opened", message);
}

static void write_not_permitted(FILE *message, FILE *advice,
				const struct modfacts *facts)
{
	(void)facts;
	fputs("/dev/kexecguard exists, but its mode denies access", message);
	fputs("ls -l /dev/kexecguard    # expected: readable by all\n",
	      advice);
}

static void write_no_node(FILE *message, FILE *advice,
			  const struct modfacts *facts)
{
	(void)facts;
	fputs("the module is loaded, but this /dev does not show its device (a container?)",
	      message);
	fputs("mknod -m 444 /dev/kexecguard c 10 \"$(sed -n 's/ kexecguard$//p' /proc/misc)\"\n",
	      advice);
}

static void write_not_installed(FILE *message, FILE *advice,
				const struct modfacts *facts)
{
	const struct distribution *here = facts->distribution;

	fputs("the kexecguard module is not installed for any kernel here",
	      message);
	if (here->module) {
		fprintf(advice, "%s %s ", here->install, here->module);
		here->write_headers(advice, facts->release);
		fputc('\n', advice);
		return;
	}
	fprintf(advice, "%s dkms\n", here->install ?: "# install");
	distribution_write_headers(here, advice, facts->release);
	fprintf(advice, "make install-dkms prefix=/usr    # in the source of kexecguard " VERSION "\n"
		"dkms install kexecguard/" VERSION " -k %s\n"
		"modprobe kexecguard\n", facts->release);
}

/*
 * By name: "dkms autoinstall" does not build what the Debian package installs.
 */
static void write_dkms(FILE *advice, const struct modfacts *facts,
		       const char *command)
{
	if (facts->source[0])
		fprintf(advice, "dkms %s kexecguard/%s -k %s\n", command,
			facts->source, facts->release);
	else
		fprintf(advice, "dkms autoinstall -k %s\n", facts->release);
}

static void write_other_kernel(FILE *message, FILE *advice,
			       const struct modfacts *facts)
{
	if (is_for_other_kernel(facts))
		fprintf(message, "the installed module was built for kernel %s, not for the running %s",
			facts->built_for, facts->release);
	else if (facts->installed_for[0])
		fprintf(message, "the module is installed for kernel %s, not for the running %s",
			facts->installed_for, facts->release);
	else
		fprintf(message, "the module's source is installed, but was not built for the running kernel %s",
			facts->release);

	if (!facts->has_headers)
		distribution_write_headers(facts->distribution, advice,
					   facts->release);
	write_dkms(advice, facts, "install");
	fputs("modprobe kexecguard\n", advice);
}

static void write_not_indexed(FILE *message, FILE *advice,
			      const struct modfacts *facts)
{
	fputs("the module's file is installed, but not yet in modprobe's index",
	      message);
	fprintf(advice, "depmod -a %s\nmodprobe kexecguard\n", facts->release);
}

static void write_enrol(FILE *advice, const struct modfacts *facts,
			const char *comment)
{
	fprintf(advice, "mokutil --import %s    # ", facts->certificate);
	if (!strcmp(facts->certificate, UBUNTU_CERTIFICATE))
		fputs("or update-secureboot-policy --enroll-key; ", advice);
	fprintf(advice, "%s\n", comment);
}

static void write_not_loaded(FILE *message, FILE *advice,
			     const struct modfacts *facts)
{
	fputs("the kexecguard module is installed, but not loaded", message);
	if (is_for_other_kernel(facts))
		fprintf(message, "; it was built for kernel %s and is refused if this one's types differ",
			facts->built_for);
	fputs("modprobe kexecguard\n"
	      "dmesg | grep kexecguard    # why, if that fails\n", advice);
	if (facts->wants_signature)
		write_enrol(advice, facts,
			    "if its key is rejected; then reboot and enrol it");
}

static void write_blocked(FILE *message, FILE *advice,
			  const struct modfacts *facts)
{
	if (facts->is_boot_blocked) {
		fputs("the kernel was booted with module_blacklist= naming kexecguard",
		      message);
		fprintf(advice, "grep -n module_blacklist /etc/default/grub    # remove it\n"
			"%s\nreboot\n", facts->distribution->boot_update);
		return;
	}
	if (facts->is_replaced) {
		fputs("an \"install kexecguard\" line in modprobe's configuration keeps the module from being loaded",
		      message);
		fputs(GREP_CONFIG "    # the line to remove\n"
		      "modprobe kexecguard\n", advice);
		return;
	}
	fputs("a \"blacklist kexecguard\" line keeps the module from being loaded at boot",
	      message);
	fputs("modprobe kexecguard    # loads it now\n"
	      GREP_CONFIG "    # the line to remove\n", advice);
}

static void write_signature(FILE *message, FILE *advice,
			    const struct modfacts *facts)
{
	fputs("this kernel loads only signed modules (Secure Boot?), and ",
	      message);
	if (facts->is_signed) {
		fprintf(message, "does not have the key \"%s\", which signed kexecguard",
			facts->signer);
	} else {
		fputs("kexecguard is not signed", message);
		/*
		 * "build" creates a key where there is none, and signs;
		 * "install --force" alone installs the unsigned old build.
		 */
		if (facts->source[0])
			write_dkms(advice, facts, "build --force");
		write_dkms(advice, facts, "install --force");
	}
	write_enrol(advice, facts, "then reboot and enrol it");
	fputs("modprobe kexecguard\n", advice);
}

static void write_disabled(FILE *message, FILE *advice,
			   const struct modfacts *facts)
{
	(void)facts;
	fputs("kernel.modules_disabled is set: no module can be loaded until the next boot",
	      message);
	fputs("systemctl enable kexecguard.service    # loads it early\n"
	      "reboot\n", advice);
}

static void write_no_kexec(FILE *message, FILE *advice,
			   const struct modfacts *facts)
{
	(void)advice;
	fprintf(message, "%s has no kexec%s, so there is nothing to load and nothing to guard",
		facts->is_xen_pv ? "a Xen PV domain" : "this kernel",
		facts->is_xen_pv ? "" : " (CONFIG_KEXEC, CONFIG_KEXEC_FILE)");
}

static void write_no_kprobes(FILE *message, FILE *advice,
			     const struct modfacts *facts)
{
	(void)advice;
	(void)facts;
	fputs("this kernel has no kprobes (CONFIG_KPROBES), without which the module can protect nothing",
	      message);
}

static void (*const writers[])(FILE *message, FILE *advice,
			       const struct modfacts *facts) = {
	[WHY_UNKNOWN]		= write_unknown,
	[WHY_PRESENT]		= write_present,
	[WHY_NOT_PERMITTED]	= write_not_permitted,
	[WHY_NO_NODE]		= write_no_node,
	[WHY_NOT_INSTALLED]	= write_not_installed,
	[WHY_OTHER_KERNEL]	= write_other_kernel,
	[WHY_NOT_INDEXED]	= write_not_indexed,
	[WHY_NOT_LOADED]		= write_not_loaded,
	[WHY_BLOCKED]		= write_blocked,
	[WHY_SIGNATURE]		= write_signature,
	[WHY_DISABLED]		= write_disabled,
	[WHY_NO_KEXEC]		= write_no_kexec,
	[WHY_NO_KPROBES]	= write_no_kprobes,
};

/* A stream in memory can fail only with ENOMEM. */
static int write_texts(struct diagnosis *diagnosis,
		       const struct modfacts *facts)
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

/**
 * diagnose() - find out why the guard's device cannot be used
 * @ctx: the context
 * @release: release of the kernel that the module is needed for
 * @diagnosis: where to put the answer; free it with diagnosis_free()
 *
 * Only reads; nothing is loaded or changed.
 *
 * Return: 0, also for WHY_UNKNOWN; -ENOMEM; -ENAMETOOLONG.
 */
int diagnose(const struct context *ctx, const char *release,
	     struct diagnosis *diagnosis)
{
	struct modfacts facts;
	int err;

	*diagnosis = (struct diagnosis){ 0 };
	err = modfacts_collect(ctx, release, &facts);
	if (err)
		return err;

	diagnosis->why = judge(&facts);
	err = write_texts(diagnosis, &facts);
	if (err)
		diagnosis_free(diagnosis);
	return err;
}

/**
 * diagnosis_free() - free the texts of a diagnosis
 * @diagnosis: the diagnosis; empty afterwards
 */
void diagnosis_free(struct diagnosis *diagnosis)
{
	free(diagnosis->message);
	free(diagnosis->advice);
	*diagnosis = (struct diagnosis){ 0 };
}

static enum answer report_versions(const struct context *ctx, int err)
{
	const char *upgrade = distribution_find(ctx)->upgrade;
	char advice[128];

	snprintf(advice, sizeof(advice), "%s\n", upgrade ?:
		 "# install tool and module of one version, " VERSION);
	return out_error(ctx, ANSWER_UNKNOWN, err, advice,
			 "the module and this tool are incompatible versions");
}

/* A loaded image must not be mistaken for a guarded one. */
static const char *describe_unguarded(const struct context *ctx)
{
	return file_line_is(ctx, "/sys/kernel/kexec_loaded", "1") ?
	       "; a kexec image is loaded and is not guarded" : "";
}

/**
 * diagnose_running() - diagnose() for the running kernel
 * @ctx: the context
 * @diagnosis: where to put the answer; free it with diagnosis_free()
 *
 * Return: as diagnose().
 */
int diagnose_running(const struct context *ctx, struct diagnosis *diagnosis)
{
	struct utsname running;

	if (uname(&running) < 0)
		return -errno;
	return diagnose(ctx, running.release, diagnosis);
}

/**
 * diagnose_report() - report why guard_open() failed, and what to type
 * @ctx: the context
 * @err: what it returned
 *
 * Return: the exit code.
 */
enum answer diagnose_report(const struct context *ctx, int err)
{
	const char *unguarded = describe_unguarded(ctx);
	struct diagnosis diagnosis;
	enum answer answer;

	if (err == -EPROTONOSUPPORT)
		return report_versions(ctx, err);
	if (diagnose_running(ctx, &diagnosis))
		return out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				 "cannot open " KGUARD_DEVICE "%s", unguarded);

	if (diagnosis.why == WHY_PRESENT)
		answer = out_error(ctx, ANSWER_UNKNOWN, err, NULL,
				   "cannot open " KGUARD_DEVICE "%s",
				   unguarded);
	else
		answer = out_error(ctx, ANSWER_UNKNOWN, 0, diagnosis.advice,
				   "%s%s", diagnosis.message, unguarded);
	diagnosis_free(&diagnosis);
	return answer;
}
