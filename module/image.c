// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kexec side. Hooks on loading and executing ask the guard and carry out
 * its verdict. A crash needs the kernel's kexec lock, so it is left alone but
 * for the moment in which an unload takes the image away. Kernels that do not
 * show their variables unload by do_kexec_load() with nothing to load, which
 * holds the lock until the image is freed.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/capability.h>
#include <linux/delay.h>
#include <linux/init.h>
#include <linux/kexec.h>
#include <linux/rcupdate.h>
#include <linux/workqueue.h>
#include <asm/syscall.h>

#include "arch.h"
#include "compat.h"
#include "memmap.h"
#include "guard.h"
#include "image.h"
#include "placement.h"
#include "segment.h"
#include "table.h"
#include "trace.h"
#include "kexec.h"

#define RETRY_FIRST_MS	10u
#define RETRY_LAST_MS	1000u
#define ADOPT_WAIT_MS	2000

static void retry_fn(struct work_struct *work);
static DECLARE_DELAYED_WORK(retry_work, retry_fn);

KG_HOOK_DEFINE(&kg_table[KG_HOOK_LOAD], load)
KG_HOOK_DEFINE(&kg_table[KG_HOOK_FILE_LOAD], file_load)
KG_HOOK_DEFINE(&kg_table[KG_HOOK_PREPARE], prepare)
KG_HOOK_DEFINE(&kg_table[KG_HOOK_SEGMENT], segment)
KG_HOOK_DEFINE(&kg_table[KG_HOOK_TERMINATE], terminate)
KG_HOOK_DEFINE(&kg_table[KG_HOOK_EXEC], exec)

/* Where do_kexec_load() was inlined, its one caller is hooked: the syscall. */
static bool has_do_kexec_load(void)
{
	const struct kg_hook *hook = &kg_table[KG_HOOK_LOAD];

	return hook->is_bound && hook->symbol == hook->symbols[0];
}

bool kg_image_can_unload(void)
{
	return has_do_kexec_load() || kg_kexec_can_unload();
}

/*
 * do_kexec_load(0, 0, NULL, 0), past our own hook on it, where it cannot be done
 * by hand. Where the hook is on the syscall there are no registers to call that
 * with.
 */
static int unload_image(void)
{
	static const struct kg_args nothing;

	if (kg_kexec_can_unload() || !has_do_kexec_load())
		return kg_kexec_unload();
	/* In a notifier, perhaps. Whoever is inside looks again at its end. */
	return load_call(kg_hook_try_claim(&kg_table[KG_HOOK_LOAD]), &nothing);
}

static int unload(bool is_asked)
{
	struct kg_unload it;
	int ret = kg_guard_unload_begins(&it, is_asked);

	if (ret)
		return ret == -ENODATA ? 0 : ret;
	it.was_loaded = kg_kexec_is_loaded();
	ret = unload_image();
	kg_guard_unload_ends(&it, ret);
	trace_kexecguard_unload(it.trigger, it.was_loaded, ret);
	if (ret || !it.was_loaded)
		return ret;
	if (it.trigger)
		pr_notice("memory %s: unloaded the kexec image, load it again\n",
			  kg_cause_name(it.trigger));
	else
		pr_info("unloaded the kexec image%s\n",
			is_asked ? " on request" : "");
	return 0;
}

static void unload_soon(void)
{
	schedule_delayed_work(&retry_work, msecs_to_jiffies(RETRY_FIRST_MS));
}

static int unload_or_retry(bool is_asked)
{
	int ret = unload(is_asked);

	if (ret == -EBUSY && kg_guard_is_outdated())
		unload_soon();
	return ret;
}

int kg_image_unload(void)
{
	return unload_or_retry(true);
}

int kg_image_unload_outdated(void)
{
	return unload_or_retry(false);
}

/*
 * Somebody held the lock when an image had to go: a loader, which tries again
 * itself when it is done, or a party that is not hooked.
 */
static void retry_fn(struct work_struct *work)
{
	static unsigned int delay_ms;

	if (unload(false) != -EBUSY) {
		delay_ms = 0;
		return;
	}
	delay_ms = clamp(delay_ms * 2, RETRY_FIRST_MS, RETRY_LAST_MS);
	schedule_delayed_work(&retry_work, msecs_to_jiffies(delay_ms));
}

int kg_image_confirm(u64 generation, u64 number)
{
	int ret;

	if (!kg_kexec_is_loaded())
		return -ENODATA;
	ret = kg_guard_confirm(generation, number);
	if (ret == -ESTALE && kg_image_unload_outdated())
		return -EBUSY;
	return ret;
}

/* Loading */

static void tell_load(const char *what)
{
	pr_notice_ratelimited("%s[%d]: kexec load %s\n", current->comm,
			      task_tgid_nr(current), what);
}

static long load(struct kg_load *load,
		 long (*original)(const struct kg_args *),
		 const struct kg_args *args)
{
	long ret = kg_guard_load_begins(load);
	long verdict;

	if (ret)
		return ret;
	/* Before the kernel's lock is taken: it may read the machine's tables. */
	if (!load->is_crash && !load->is_unload)
		kg_memmap_ensure();
	ret = original(args);
	verdict = kg_guard_load_ends(load, ret, kg_kexec_image);
	if (verdict != ret)
		tell_load("undone, memory has changed");
	/* Also if this was a crash image that held the lock meanwhile. */
	kg_image_unload_outdated();
	return verdict;
}

/*
 * A syscall's entry: the arguments are in the registers of user space, and who
 * calls may be anybody. Those who may not load get what is the kernel's first
 * answer to them, before they take up anything that others need.
 */
static int syscall_arguments(const struct kg_args *args, unsigned long *arg)
{
	if (!capable(CAP_SYS_BOOT))
		return -EPERM;
	syscall_get_arguments(current, (struct pt_regs *)args->arg[0], arg);
	return 0;
}

/* (entry, nr_segments, segments, flags): the function, or the syscall */
static long load_hook(const struct kg_args *args)
{
	struct kg_args called = *args;
	struct kg_load *it;
	int err = 0;

	if (!has_do_kexec_load())
		err = syscall_arguments(args, called.arg);
	if (err)
		return err;
	it = kg_guard_load_new();
	it->is_crash = called.arg[3] & KEXEC_ON_CRASH;
	it->is_unload = !called.arg[1];
	return load(it, load_original, args);
}

static long file_load_hook(const struct kg_args *args)
{
	unsigned long arg[6];
	int err = syscall_arguments(args, arg);
	struct kg_load *it;

	if (err)
		return err;
	it = kg_guard_load_new();
	it->is_file = true;
	it->is_crash = arg[4] & KEXEC_FILE_ON_CRASH;
	it->is_unload = arg[4] & KEXEC_FILE_UNLOAD;
	return load(it, file_load_original, args);
}

/*
 * machine_kexec_prepare(image): the last point at which the segments are
 * final and failing is an ordinary error path of both syscalls.
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
		tell_load("refused, memory has changed since it was started or announced: run it again");
		return -EBUSY;
	default:
		tell_load("refused, memory is changing or a kexec executes");
		return -EBUSY;
	}
	if (kg_placement_check_load(image)) {
		kg_guard_load_refused();
		return -EADDRNOTAVAIL;
	}
	if (image->type == KEXEC_TYPE_DEFAULT && image->file_mode &&
	    kg_arch_hands_over_gone()) {
		kg_guard_load_refused();
		tell_load("refused, its map would have memory that is gone: use kexec_load()");
		return -EOPNOTSUPP;
	}
	return prepare_original(args);
}

/* kimage_load_segment(image, ...) */
static long segment_hook(const struct kg_args *args)
{
	const struct kimage *image = (const struct kimage *)args->arg[0];

	if (image->type == KEXEC_TYPE_DEFAULT && kg_guard_load_continues()) {
		tell_load("stopped, memory has changed");
		return -EBUSY;
	}
	return segment_original(args);
}

/*
 * machine_kexec_post_load(image), where the architecture has one, else
 * kimage_terminate(image): with that the image is complete, what copies it
 * included, and it is nobody else's yet.
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
		tell_load("stopped, memory is being removed");
		return -EBUSY;
	}
	ret = terminate_original(args);
	kg_audit(image, &audit);
	kg_arch_prepare_copy_ends();
	kg_guard_load_audited(&audit);
	return ret;
}

/* Executing */

/* From here on memory stands still, so the verdict holds until the jump. */
static long check_placement(void)
{
	struct kg_state state;

	kg_guard_get(&state);
	return kg_placement_check_exec(&state.record);
}

/* kernel_kexec(): before the lock is taken and before anything is torn down. */
static long exec_hook(const struct kg_args *args)
{
	bool is_loaded = !kg_kexec_is_known() || kg_kexec_is_loaded();
	long ret = kg_guard_exec_begins(is_loaded);

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

/* What was there before */

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
 * No load or unload can begin, the guard's own neither: the gate in the guard is
 * still closed. Those that passed before the hooks came hold the kernel's lock;
 * wait for them, but not for ever. Where nobody can be asked, there may be an
 * image anywhere. The record is large for a stack and read once.
 */
void __init kg_image_adopt(void)
{
	static struct kg_record record __initdata;
	const struct kimage *image;
	unsigned int waited;
	bool is_locked;

	synchronize_rcu_tasks();
	for (waited = 0; kg_kexec_is_locked() && waited < ADOPT_WAIT_MS;
	     waited += RETRY_FIRST_MS)
		msleep(RETRY_FIRST_MS);

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
	/* What an operation has outdated meanwhile could not go yet. */
	kg_image_unload_outdated();
}

int __init kg_image_init(void)
{
	if (!kg_compat_text("kernel_kexec"))
		return -ENODEV;
	kg_guard_init(unload_soon);
	kg_kexec_init();
	kg_arch_relocation_init();
	return 0;
}

/* Whoever held the lock may do so still; then it is up to the user. */
void kg_image_exit(void)
{
	int err = unload(false);

	cancel_delayed_work_sync(&retry_work);
	if (err)
		pr_warn("an outdated kexec image is left: unload it by kexec -u\n");
	kg_kexec_exit();
}
