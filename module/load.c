// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kexec side: hooks on loading and executing ask the guard and carry out
 * its verdict; and what was loaded before the module.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/capability.h>
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/kexec.h>
#include <linux/rcupdate.h>
#include <asm/syscall.h>

#include "arch.h"
#include "audit.h"
#include "guard.h"
#include "hook.h"
#include "kexec.h"
#include "load.h"
#include "memmap.h"
#include "placement.h"
#include "unload.h"

#define ADOPT_WAIT_MS	2000
#define ADOPT_STEP_MS	10

/* Loading */

static void log_load(const char *what)
{
	pr_notice_ratelimited("%s[%d]: kexec load %s\n", current->comm,
			      task_tgid_nr(current), what);
}

static long do_load(struct kg_load *load,
		    long (*original)(const struct kg_args *),
		    const struct kg_args *args)
{
	long ret, verdict;

	ret = kg_guard_load_begins(load);
	if (ret)
		return ret;
	/* Before the kernel's lock is taken: it may read the machine's tables. */
	if (!load->is_crash && !load->is_unload)
		kg_memmap_read();
	ret = original(args);
	verdict = kg_guard_load_ends(load, ret);
	if (verdict != ret)
		log_load("undone, memory has changed");
	/* Also after the load of a crash image: it may have held the lock. */
	kg_unload_outdated();
	return verdict;
}

/*
 * At a syscall's entry the arguments are in the registers of user space,
 * wherever else they may be, and any process may be the caller. One that may
 * not load gets the kernel's own first answer, before it takes up anything that
 * others need.
 */
static int syscall_arguments(unsigned long *arg)
{
	if (!capable(CAP_SYS_BOOT))
		return -EPERM;
	syscall_get_arguments(current, task_pt_regs(current), arg);
	return 0;
}

KG_HOOK_DEFINE(load,
	.name = "load",
	.symbols = { "do_kexec_load",
		     KG_ARCH_SYSCALL("kexec_load") },
	.is_unused = !IS_ENABLED(CONFIG_KEXEC),
	.protections = KEXECGUARD_PROTECT_LOAD |
		       KEXECGUARD_PROTECT_RECORD,
	.without = "A change of memory during kexec_load() goes unseen.")

/* (entry, nr_segments, segments, flags): the function, or the syscall */
static long load_hook(const struct kg_args *args)
{
	struct kg_args called = *args;
	struct kg_load load = {};
	int err = 0;

	if (!kg_hook_is_first_choice(&kg_load_hook))
		err = syscall_arguments(called.arg);
	if (err)
		return err;
	load.is_crash = called.arg[3] & KEXEC_ON_CRASH;
	load.is_unload = !called.arg[1];
	return do_load(&load, load_original, args);
}

KG_HOOK_DEFINE(file_load,
	.name = "file-load",
	.symbols = { KG_ARCH_SYSCALL("kexec_file_load") },
	.is_unused = !IS_ENABLED(CONFIG_KEXEC_FILE),
	.protections = KEXECGUARD_PROTECT_FILE_LOAD |
		       KEXECGUARD_PROTECT_RECORD,
	.without = "A change of memory during kexec_file_load() goes unseen.")

static long file_load_hook(const struct kg_args *args)
{
	unsigned long arg[6];
	int err = syscall_arguments(arg);
	struct kg_load load = { .is_file = true };

	if (err)
		return err;
	load.is_crash = arg[4] & KEXEC_FILE_ON_CRASH;
	load.is_unload = arg[4] & KEXEC_FILE_UNLOAD;
	return do_load(&load, file_load_original, args);
}

KG_HOOK_DEFINE(prepare,
	.name = "prepare",
	.symbols = { "machine_kexec_prepare" },
	.protections = KEXECGUARD_PROTECT_LOAD |
		       KEXECGUARD_PROTECT_FILE_LOAD |
		       KEXECGUARD_PROTECT_RECORD |
		       KEXECGUARD_PROTECT_PLACE,
	.without = "Images are loaded while memory changes, and their segments are unknown.")

/*
 * machine_kexec_prepare(image): the last point at which the segments are final
 * and a failure is an ordinary error path of both syscalls.
 */
static long prepare_hook(const struct kg_args *args)
{
	const struct kimage *image = (const struct kimage *)args->arg[0];

	if (image->type != KEXEC_TYPE_DEFAULT)
		return prepare_original(args);
	switch (kg_guard_load_prepared(image)) {
	case 0:
		break;
	case -ESTALE:
		log_load("refused, memory has changed since it was started or announced: run it again");
		return -EBUSY;
	default:
		log_load("refused, memory is changing or a kexec executes");
		return -EBUSY;
	}
	if (kg_placement_check_load(image)) {
		kg_guard_load_refused();
		return -EADDRNOTAVAIL;
	}
	if (image->type == KEXEC_TYPE_DEFAULT && image->file_mode &&
	    kg_arch_hands_over_gone()) {
		kg_guard_load_refused();
		log_load("refused, the map that it hands over has memory that is gone: use kexec_load()");
		return -EOPNOTSUPP;
	}
	return prepare_original(args);
}

KG_HOOK_DEFINE(segment,
	.name = "segment",
	.symbols = { "kimage_load_segment" },
	.protections = KEXECGUARD_PROTECT_LATE_LOAD,
	.without = "A load that a change of memory outdates is undone only at its end.")

/* kimage_load_segment(image, ...) */
static long segment_hook(const struct kg_args *args)
{
	const struct kimage *image = (const struct kimage *)args->arg[0];

	if (image->type == KEXEC_TYPE_DEFAULT && kg_guard_load_continues()) {
		log_load("stopped, memory has changed");
		return -EBUSY;
	}
	return segment_original(args);
}

KG_HOOK_DEFINE(terminate,
	.name = "terminate",
	/* after kimage_terminate(), the first allocates arm64's page tables */
	.symbols = { "machine_kexec_post_load",
		     "kimage_terminate" },
	.protections = KEXECGUARD_PROTECT_AUDIT,
	.without = "It is unknown what executing the image will copy.")

/*
 * machine_kexec_post_load(image), where the architecture has one, else
 * kimage_terminate(image): after it the image is complete, including the code
 * that copies it, and no other path has it yet.
 */
static long terminate_hook(const struct kg_args *args)
{
	const struct kimage *image = (const struct kimage *)args->arg[0];
	struct kg_audit audit;
	long ret;

	if (image->type != KEXEC_TYPE_DEFAULT)
		return terminate_original(args);
	if (!kg_arch_prepare_copy_begins()) {
		kg_guard_load_refused();
		log_load("stopped, memory is being removed");
		return -EBUSY;
	}
	ret = terminate_original(args);
	kg_audit(image, &audit);
	kg_arch_prepare_copy_ends();
	kg_guard_load_audited(&audit);
	return ret;
}

/* Executing */

/* Memory does not change any more, so the verdict holds until the jump. */
static long check_placement(void)
{
	struct kg_state state;

	kg_guard_get(&state);
	return kg_placement_check_exec(&state.record);
}

KG_HOOK_DEFINE(exec,
	.name = "exec",
	.symbols = { "kernel_kexec" },
	.protections = KEXECGUARD_PROTECT_EXEC,
	.without = "A kexec while memory changes is not refused.")

/* kernel_kexec(): before the lock is taken and before anything is torn down. */
static long exec_hook(const struct kg_args *args)
{
	long ret = kg_guard_exec_begins();

	if (ret == -EINVAL)
		return ret;
	if (ret) {
		pr_warn_ratelimited("kexec refused: memory is changing, or the image is outdated or being replaced\n");
		return ret;
	}
	ret = check_placement();
	if (!ret)
		ret = exec_original(args);
	kg_guard_exec_ends(ret);
	return ret;
}

/* What was loaded before the module */

static void __init describe(struct kg_record *record,
			    const struct kimage *image)
{
	*record = (struct kg_record){
		.is_valid = true,
		.is_before = true,
		.is_file = image->file_mode,
		.has_segments = true,
	};
	record->nr_segments = kg_segments(image, record->segments);
}

/*
 * The guard is not open yet, so no load or unload can begin, not even one by
 * the guard. Those that passed before the hooks were armed hold the kernel's
 * lock; wait for them, for a limited time. Where the kernel cannot be asked, an
 * image may be loaded anywhere. The record is static because it is large for a
 * stack.
 */
void __init kg_load_adopt(void)
{
	static struct kg_record record __initdata;
	const struct kimage *image;
	unsigned int waited;
	bool is_locked;

	synchronize_rcu_tasks();
	for (waited = 0; kg_kexec_is_locked() && waited < ADOPT_WAIT_MS;
	     waited += ADOPT_STEP_MS)
		msleep(ADOPT_STEP_MS);

	is_locked = kg_kexec_is_locked();
	image = kg_kexec_image();
	if (kg_kexec_is_known() && !image) {
		kg_guard_open(NULL);
		return;
	}
	if (!is_locked && !IS_ERR(image)) {
		describe(&record, image);
	} else {
		pr_notice("the segments of the loaded kexec image are unknown\n");
		record = (struct kg_record){
			.is_valid = true, .is_before = true,
		};
	}
	kg_guard_open(&record);
	/* What an operation has outdated until now could not be unloaded. */
	kg_unload_outdated();
}

void __init kg_load_init(void)
{
	kg_unload_init(&kg_load_hook, load_call);
}
