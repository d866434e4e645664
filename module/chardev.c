// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/kexecguard: ioctl, read and poll. The only file of the module that
 * uses the structs of the ABI; it translates and checks privileges.
 *
 * Any process may query the state. Addresses are shown to those who could read
 * them in /proc/iomem: the opener and the caller both need CAP_SYS_ADMIN, so
 * that a file passed on by a privileged process reveals nothing.
 */
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/memory.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/nospec.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/user_namespace.h>
#include <linux/kexecguard.h>

#include "chardev.h"
#include "event.h"
#include "guard.h"
#include "hooks.h"
#include "memmap.h"
#include "placement.h"
#include "protection.h"
#include "sysfs.h"
#include "unload.h"

static_assert(KEXECGUARD_SEGMENTS == KEXEC_SEGMENT_MAX);
static_assert(KEXECGUARD_COMM_LEN == TASK_COMM_LEN);

/* Bounds what one caller makes the kernel allocate: 24 MiB. */
#define MAP_RANGES_MAX	((size_t)1 << 20)

/**
 * struct reader - one open file
 * @lock: serializes read() on the same file
 * @position: the last event it has seen
 * @announcement: made through it, until it is closed
 * @hold: taken through it, likewise
 */
struct reader {
	struct mutex lock;
	u64 position;
	struct kg_announcement announcement;
	struct kg_hold hold;
};

/*
 * Unprivileged callers get zeroed addresses, not an error, so the check is not
 * audited.
 */
static bool may_see_addresses(const struct file *file)
{
	return ns_capable_noaudit(&init_user_ns, CAP_SYS_ADMIN) &&
	       file_ns_capable(file, &init_user_ns, CAP_SYS_ADMIN);
}

/*
 * One request: its number, the sizes of its struct, and what answers it. The
 * answer works on a zero-padded copy, which is copied back if @writes.
 */
struct request {
	unsigned int command;
	u32 size;
	u32 first_size;
	bool writes;
	int (*answer)(struct file *file, void *data);
};

static int answer_info(struct file *file, void *data)
{
	struct kexecguard_info *info = data;

	if (info->reserved)
		return -EINVAL;
	*info = (struct kexecguard_info){
		.size = info->size,
		.abi = KEXECGUARD_ABI,
		.protections = kg_protections_needed(),
		.nr_hooks = KG_NR_HOOKS,
		.block_size = memory_block_size_bytes(),
		.queue_length = KG_EVENT_RING,
	};
	strscpy(info->version, KG_VERSION, sizeof(info->version));
	return 0;
}

static u32 status_flags(const struct kg_state *state)
{
	const struct kg_record *record = &state->record;
	u32 flags = 0;

	if (state->is_loaded)
		flags |= KEXECGUARD_LOADED;
	if (kexec_crash_loaded())
		flags |= KEXECGUARD_CRASH_LOADED;
	if (kexec_crash_loaded() && state->crash.is_known)
		flags |= KEXECGUARD_CRASH_RECORDED;
	if (state->is_loading)
		flags |= KEXECGUARD_LOADING;
	if (state->is_changing)
		flags |= KEXECGUARD_CHANGING;
	if (state->is_outdated)
		flags |= KEXECGUARD_OUTDATED;
	if (state->is_executing)
		flags |= KEXECGUARD_EXECUTING;
	if (record->is_valid)
		flags |= KEXECGUARD_RECORDED;
	if (record->is_valid && record->is_confirmed)
		flags |= KEXECGUARD_CONFIRMED;
	if (state->is_kept)
		flags |= KEXECGUARD_KEPT;
	if (record->is_valid && record->is_early)
		flags |= KEXECGUARD_EARLY;
	if (state->nr_holds)
		flags |= KEXECGUARD_HELD;
	return flags;
}

static int answer_status(struct file *file, void *data)
{
	struct kexecguard_status *status = data;
	struct kg_state state;

	if (status->reserved)
		return -EINVAL;
	kg_guard_get(&state);
	*status = (struct kexecguard_status){
		.size = status->size,
		.flags = status_flags(&state),
		.generation = state.generation,
		.missing = kg_protections_missing(),
		.changes = state.counters.changes,
		.unloads = state.counters.unloads,
		.loads_refused = state.counters.loads_refused,
		.execs_refused = state.counters.execs_refused,
		.vetoes = state.counters.vetoes,
		.last_event = kg_event_last(),
		.last_load_ns = state.last_load_ns,
		.crash_generation = state.crash.generation,
		.crash_changes = state.crash.changes,
		.hold_until_ns = state.hold_until_ns,
		.hold_pid = state.hold_pid,
		.nr_holds = state.nr_holds,
	};
	return 0;
}

static void copy_segments(struct kexecguard_record *to,
			  const struct kg_record *from)
{
	unsigned int i;

	for (i = 0; i < from->nr_segments; i++) {
		to->segments[i].start = from->segments[i].start;
		to->segments[i].end = from->segments[i].end;
	}
}

static u32 level_of(const struct kg_placement *placement, u32 level)
{
	return placement->is_known ? level : KEXECGUARD_UNKNOWN;
}

static void copy_placement(struct kexecguard_record *to,
			   const struct kg_record *from)
{
	struct kg_placement placement;
	unsigned int i;

	kg_placement_judge(from, &placement);
	to->level = level_of(&placement, placement.level);
	to->reasons = placement.reasons;
	for (i = 0; i < from->nr_segments; i++) {
		to->segments[i].level =
			level_of(&placement, placement.segments[i].level);
		to->segments[i].reasons = placement.segments[i].reasons;
	}
}

static void copy_audit(struct kexecguard_record *to,
		       const struct kg_audit *audit)
{
	if (!audit->is_known)
		return;
	to->flags |= KEXECGUARD_RECORD_AUDITED;
	if (audit->is_mapped)
		to->flags |= KEXECGUARD_RECORD_MAPPED;
	to->copied = audit->copied;
	to->in_place = audit->in_place;
	to->control = audit->control;
	to->lost_sources = audit->lost_sources;
	to->lost_controls = audit->lost_controls;
	to->lost_destinations = audit->lost_destinations;
	to->poisoned = audit->poisoned;
}

static int answer_record(struct file *file, void *data)
{
	struct kexecguard_record *to = data;
	const struct kg_record *from;
	struct kg_state state;

	if (to->reserved[0] || to->reserved[1])
		return -EINVAL;
	kg_guard_get(&state);
	from = &state.record;
	if (!from->is_valid)
		return -ENODATA;

	*to = (struct kexecguard_record){
		.size = to->size,
		.pid = from->pid,
		.uid = from->uid,
		.generation = from->generation,
		.boottime_ns = from->boottime_ns,
		.realtime_ns = from->realtime_ns,
		.nr_segments = from->nr_segments,
		.image = from->number,
	};
	memcpy(to->comm, from->comm, sizeof(to->comm));
	if (from->is_file)
		to->flags |= KEXECGUARD_RECORD_FILE;
	if (from->is_before)
		to->flags |= KEXECGUARD_RECORD_BEFORE;
	if (!from->has_segments)
		to->flags |= KEXECGUARD_RECORD_NO_SEGMENTS;
	copy_placement(to, from);
	copy_audit(to, &from->audit);
	if (may_see_addresses(file))
		copy_segments(to, from);
	else
		to->flags |= KEXECGUARD_RECORD_HIDDEN;
	return 0;
}

static int answer_hook(struct file *file, void *data)
{
	struct kexecguard_hook *to = data;
	const struct kg_hook *from;

	if (to->reserved)
		return -EINVAL;
	if (to->index >= KG_NR_HOOKS)
		return -ENOENT;
	from = kg_hooks[array_index_nospec(to->index, KG_NR_HOOKS)];
	*to = (struct kexecguard_hook){
		.size = to->size,
		.index = to->index,
		.state = kg_hook_state(from),
		.error = -kg_hook_error(from),
		.protections = from->protections,
	};
	strscpy(to->name, from->name, sizeof(to->name));
	strscpy(to->symbol, from->symbol ?: "", sizeof(to->symbol));
	strscpy(to->without, from->without, sizeof(to->without));
	return 0;
}

static int answer_unload(struct file *file, void *data)
{
	const struct kexecguard_unload *unload = data;

	if (!capable(CAP_SYS_BOOT))
		return -EPERM;
	if (unload->flags)
		return -EOPNOTSUPP;
	return kg_unload();
}

static int answer_confirm(struct file *file, void *data)
{
	const struct kexecguard_confirm *confirm = data;

	if (!capable(CAP_SYS_BOOT))
		return -EPERM;
	if (confirm->flags)
		return -EOPNOTSUPP;
	return kg_unload_unconfirmed(confirm->generation, confirm->image);
}

static int answer_announce(struct file *file, void *data)
{
	struct reader *reader = file->private_data;
	struct kexecguard_announce *announce = data;
	u64 generation;
	int err;

	if (!capable(CAP_SYS_BOOT))
		return -EPERM;
	if (announce->flags)
		return -EOPNOTSUPP;
	err = kg_guard_announce(&reader->announcement, &generation);
	if (!err)
		announce->generation = generation;
	return err;
}

static int answer_hold(struct file *file, void *data)
{
	struct reader *reader = file->private_data;
	struct kexecguard_hold *hold = data;

	if (!capable(CAP_SYS_BOOT))
		return -EPERM;
	if (hold->flags)
		return -EOPNOTSUPP;
	if (hold->reserved || !hold->timeout_ms ||
	    hold->timeout_ms > KEXECGUARD_HOLD_MS_MAX)
		return -EINVAL;
	return kg_guard_hold(&reader->hold, hold->timeout_ms, &hold->until_ns,
			     &hold->generation);
}

static int answer_release(struct file *file, void *data)
{
	struct reader *reader = file->private_data;
	const struct kexecguard_release *release = data;

	if (!capable(CAP_SYS_BOOT))
		return -EPERM;
	if (release->flags)
		return -EOPNOTSUPP;
	return kg_guard_release(&reader->hold);
}

/* In place: both structs are 24 bytes, and each is read before it is written. */
static void translate_ranges(struct kg_range *ranges, size_t nr)
{
	struct kexecguard_range *to = (struct kexecguard_range *)ranges;
	size_t i;

	static_assert(sizeof(*to) == sizeof(*ranges));
	for (i = 0; i < nr; i++) {
		struct kg_range from = ranges[i];

		to[i] = (struct kexecguard_range){
			.start = from.span.start,
			.end = from.span.end,
			.classes = from.classes,
		};
	}
}

static int answer_map(struct file *file, void *data)
{
	struct kexecguard_map *to = data;
	struct kg_range *ranges;
	struct kg_rules rules;
	size_t capacity, nr;
	int err;

	if (!may_see_addresses(file))
		return -EPERM;
	if (to->flags)
		return -EOPNOTSUPP;
	if (to->notes || to->reserved)
		return -EINVAL;
	capacity = min_t(size_t, to->capacity, MAP_RANGES_MAX);
	ranges = kvcalloc(capacity + 1, sizeof(*ranges), GFP_KERNEL);
	if (!ranges)
		return -ENOMEM;

	err = kg_memmap_copy(ranges, capacity, &to->version, &to->unknown,
			    &rules, &nr);
	to->nr = nr;
	to->unsafe = rules.unsafe;
	to->unsafe_without = rules.unsafe_without;
	to->removable = rules.removable;
	to->removable_without = rules.removable_without;
	to->page_size = rules.page;
	to->notes = kg_memmap_all_marked() ? KEXECGUARD_NOTE_ALL_MARKED : 0;
	translate_ranges(ranges, err ? 0 : nr);
	if (!err && copy_to_user(u64_to_user_ptr(to->ranges), ranges,
				 nr * sizeof(*ranges)))
		err = -EFAULT;
	kvfree(ranges);
	return err;
}

static struct kexecguard_event event_from(u64 sequence,
					  const struct kg_event *from,
					  bool overrun, bool see_addresses)
{
	struct kexecguard_event event = {
		.sequence = sequence,
		.boottime_ns = from->boottime_ns,
		.generation = from->generation,
		.cause = from->cause,
		.trigger = from->trigger,
		.pid = from->pid,
	};

	if (overrun)
		event.flags |= KEXECGUARD_EVENT_OVERRUN;
	if (from->cancelled)
		event.flags |= KEXECGUARD_EVENT_CANCELLED;
	if (from->ignored)
		event.flags |= KEXECGUARD_EVENT_IGNORED;
	if (from->expired)
		event.flags |= KEXECGUARD_EVENT_EXPIRED;
	if (from->driver)
		event.flags |= KEXECGUARD_EVENT_DRIVER;
	if (see_addresses) {
		event.start = from->span.start;
		event.end = from->span.end;
	} else {
		event.flags |= KEXECGUARD_EVENT_HIDDEN;
	}
	return event;
}

static int answer_rewind(struct file *file, void *data)
{
	struct reader *reader = file->private_data;
	struct kexecguard_rewind *rewind = data;

	if (rewind->flags)
		return -EOPNOTSUPP;
	if (rewind->position)
		return -EINVAL;
	if (mutex_lock_interruptible(&reader->lock))
		return -ERESTARTSYS;
	rewind->position = kg_event_oldest();
	WRITE_ONCE(reader->position, rewind->position);
	mutex_unlock(&reader->lock);
	return 0;
}

static int answer_unloaded(struct file *file, void *data)
{
	struct kexecguard_unloaded *unloaded = data;
	struct kg_event event;
	u64 sequence;

	if (unloaded->reserved ||
	    memchr_inv(&unloaded->event, 0, sizeof(unloaded->event)))
		return -EINVAL;
	sequence = kg_event_last_unload(&event);
	if (!sequence)
		return -ENODATA;
	unloaded->event = event_from(sequence, &event, false,
				     may_see_addresses(file));
	return 0;
}

/* @first: size of the struct in the first published ABI; never changes. */
#define REQUEST(name, struct_name, first, is_writing)			\
	{								\
		.command = KEXECGUARD_IOC_##name,			\
		.size = sizeof(struct kexecguard_##struct_name),	\
		.first_size = first,					\
		.writes = is_writing,					\
		.answer = answer_##struct_name,				\
	}

static const struct request requests[] = {
	REQUEST(INFO, info, 64, true),
	REQUEST(STATUS, status, 72, true),
	REQUEST(RECORD, record, 488, true),
	REQUEST(HOOK, hook, 232, true),
	REQUEST(UNLOAD, unload, 8, false),
	REQUEST(CONFIRM, confirm, 16, false),
	REQUEST(MAP, map, 64, true),
	REQUEST(ANNOUNCE, announce, 16, true),
	REQUEST(HOLD, hold, 32, true),
	REQUEST(RELEASE, release, 8, false),
	REQUEST(REWIND, rewind, 16, true),
	REQUEST(UNLOADED, unloaded, 64, true),
};

union request_data {
	struct kexecguard_info info;
	struct kexecguard_status status;
	struct kexecguard_record record;
	struct kexecguard_hook hook;
	struct kexecguard_unload unload;
	struct kexecguard_confirm confirm;
	struct kexecguard_map map;
	struct kexecguard_announce announce;
	struct kexecguard_hold hold;
	struct kexecguard_release release;
	struct kexecguard_rewind rewind;
	struct kexecguard_unloaded unloaded;
};

static_assert(sizeof(struct kexecguard_info) == 64);
static_assert(sizeof(struct kexecguard_status) == 112);
static_assert(sizeof(struct kexecguard_record) == 496);
static_assert(sizeof(struct kexecguard_map) == 64);
static_assert(sizeof(struct kexecguard_range) == 24);
static_assert(sizeof(struct kexecguard_hook) == 232);
static_assert(sizeof(struct kexecguard_unload) == 8);
static_assert(sizeof(struct kexecguard_confirm) == 24);
static_assert(sizeof(struct kexecguard_announce) == 16);
static_assert(sizeof(struct kexecguard_hold) == 32);
static_assert(sizeof(struct kexecguard_release) == 8);
static_assert(sizeof(struct kexecguard_rewind) == 16);
static_assert(sizeof(struct kexecguard_unloaded) == 64);
static_assert(sizeof(struct kexecguard_event) == 56);

static int answer(struct file *file, const struct request *request,
		  void __user *user)
{
	u32 size;
	union request_data data = {};
	int err;

	if (get_user(size, (u32 __user *)user))
		return -EFAULT;
	if (size < request->first_size)
		return -EINVAL;
	/* Bounds the time spent on looking for zeros. */
	if (size > PAGE_SIZE)
		return -E2BIG;
	err = copy_struct_from_user(&data, request->size, user, size);
	if (err)
		return err;
	/* The size was read twice from user space: use the checked one. */
	*(u32 *)&data = size;

	err = request->answer(file, &data);
	/* With ENOSPC the caller learns the number of ranges. */
	if ((err && err != -ENOSPC) || !request->writes)
		return err;
	if (copy_to_user(user, &data, min(size, request->size)))
		return -EFAULT;
	return err;
}

static long dev_ioctl(struct file *file, unsigned int command,
		      unsigned long argument)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(requests); i++)
		if (requests[i].command == command)
			return answer(file, &requests[i],
				      (void __user *)argument);
	return -ENOTTY;
}

/*
 * If a copy fails the position stays, so no event is lost; the bytes copied
 * before are returned.
 */
static ssize_t copy_events(struct file *file, char __user *user, size_t size)
{
	struct reader *reader = file->private_data;
	bool see_addresses = may_see_addresses(file);
	struct kexecguard_event event;
	struct kg_event from;
	size_t done = 0;
	bool overrun;
	u64 position;

	while (size - done >= sizeof(event)) {
		position = reader->position;
		if (!kg_event_next(&position, &from, &overrun))
			break;
		event = event_from(position, &from, overrun, see_addresses);
		if (copy_to_user(user + done, &event, sizeof(event)))
			return done ?: -EFAULT;
		reader->position = position;
		done += sizeof(event);
	}
	return done;
}

static ssize_t dev_read(struct file *file, char __user *user, size_t size,
			loff_t *offset)
{
	struct reader *reader = file->private_data;
	ssize_t done;

	if (size < sizeof(struct kexecguard_event))
		return -EINVAL;
	for (;;) {
		if (mutex_lock_interruptible(&reader->lock))
			return -ERESTARTSYS;
		done = copy_events(file, user, size);
		mutex_unlock(&reader->lock);
		if (done)
			return done;
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		if (kg_event_wait(READ_ONCE(reader->position)))
			return -ERESTARTSYS;
	}
}

static __poll_t dev_poll(struct file *file, poll_table *wait)
{
	struct reader *reader = file->private_data;

	kg_event_poll(file, wait);
	if (kg_event_last() > READ_ONCE(reader->position))
		return EPOLLIN | EPOLLRDNORM;
	return 0;
}

static int dev_open(struct inode *inode, struct file *file)
{
	struct reader *reader = kzalloc(sizeof(*reader), GFP_KERNEL);

	if (!reader)
		return -ENOMEM;
	mutex_init(&reader->lock);
	reader->position = kg_event_last();
	file->private_data = reader;
	return stream_open(inode, file);
}

static int dev_release(struct inode *inode, struct file *file)
{
	struct reader *reader = file->private_data;

	kg_guard_forget(&reader->announcement);
	kg_guard_release(&reader->hold);
	kfree(reader);
	return 0;
}

static const struct file_operations dev_operations = {
	.owner = THIS_MODULE,
	.open = dev_open,
	.release = dev_release,
	.read = dev_read,
	.poll = dev_poll,
	.unlocked_ioctl = dev_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
	.llseek = noop_llseek,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "kexecguard",
	.fops = &dev_operations,
	.mode = 0444,
	.groups = kg_sysfs_groups,
};

int __init kg_chardev_init(void)
{
	int err;

	kg_sysfs_init();
	err = misc_register(&device);
	if (!err)
		kg_uevent_start(device.this_device);
	return err;
}

void kg_chardev_exit(void)
{
	kg_uevent_stop();
	misc_deregister(&device);
}
