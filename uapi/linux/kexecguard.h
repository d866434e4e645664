/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * kexecguard - the control device of the kexec image guard.
 *
 * /dev/kexecguard reports whether the loaded kexec image still fits the
 * machine's memory, and each memory hotplug event that had it unloaded.
 *
 * Every struct starts with its own size. User space sets @size to the size that
 * it was built with. A longer struct is accepted if the part that the module
 * does not know is zero (else E2BIG), a shorter one if it is at least as long
 * as the first published version (else EINVAL). On return @size is unchanged
 * and the fields that both sides know are filled in.
 *
 * Errors common to all ioctls:
 *   ENOTTY      unknown ioctl
 *   EINVAL      @size is too small, or a reserved field is not zero
 *   E2BIG       @size is larger than known, and the unknown tail is not zero;
 *               or it is larger than a page
 *   EOPNOTSUPP  a flag that this module does not know
 *   EFAULT      bad pointer
 *   EPERM       the caller lacks the capability named at the ioctl
 *
 * Addresses are physical, in bytes; ranges are half-open: [start, end).
 */
#ifndef _UAPI_LINUX_KEXECGUARD_H
#define _UAPI_LINUX_KEXECGUARD_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define KEXECGUARD_ABI		1	/* raised only if a promise is broken */
#define KEXECGUARD_SEGMENTS	16	/* the kernel's KEXEC_SEGMENT_MAX */
#define KEXECGUARD_COMM_LEN	16	/* the kernel's TASK_COMM_LEN */

/**
 * enum kexecguard_protection - what the guard protects, one bit each
 * @KEXECGUARD_PROTECT_UNLOAD: an outdated image is unloaded
 * @KEXECGUARD_PROTECT_EXEC: kexec does not execute an outdated image
 * @KEXECGUARD_PROTECT_LOAD: kexec_load() is refused while memory changes
 * @KEXECGUARD_PROTECT_FILE_LOAD: kexec_file_load() is, too
 * @KEXECGUARD_PROTECT_LATE_LOAD: a load that is under way is stopped early
 * @KEXECGUARD_PROTECT_ADD: hot-add is seen, also of memory never onlined
 * @KEXECGUARD_PROTECT_REMOVE: hot-remove is seen, likewise
 * @KEXECGUARD_PROTECT_ONLINE: online and offline are seen
 * @KEXECGUARD_PROTECT_RELEASE: policy "release" can act before isolation
 * @KEXECGUARD_PROTECT_RECORD: it is known what is loaded
 * @KEXECGUARD_PROTECT_PLACE: segments are judged, unsafe ones refused
 * @KEXECGUARD_PROTECT_STEER: kexec_file_load() is steered to safe memory
 * @KEXECGUARD_PROTECT_AUDIT: it is known what an execution will copy
 * @KEXECGUARD_PROTECT_POISON: pages that the hardware gives up are seen
 */
enum kexecguard_protection {
	KEXECGUARD_PROTECT_UNLOAD	= 1 << 0,
	KEXECGUARD_PROTECT_EXEC		= 1 << 1,
	KEXECGUARD_PROTECT_LOAD		= 1 << 2,
	KEXECGUARD_PROTECT_FILE_LOAD	= 1 << 3,
	KEXECGUARD_PROTECT_LATE_LOAD	= 1 << 4,
	KEXECGUARD_PROTECT_ADD		= 1 << 5,
	KEXECGUARD_PROTECT_REMOVE	= 1 << 6,
	KEXECGUARD_PROTECT_ONLINE	= 1 << 7,
	KEXECGUARD_PROTECT_RELEASE	= 1 << 8,
	KEXECGUARD_PROTECT_RECORD	= 1 << 9,
	KEXECGUARD_PROTECT_PLACE	= 1 << 10,
	KEXECGUARD_PROTECT_STEER	= 1 << 11,
	KEXECGUARD_PROTECT_AUDIT	= 1 << 12,
	KEXECGUARD_PROTECT_POISON	= 1 << 13,
};

/**
 * struct kexecguard_info - what this module is; never changes while loaded
 * @size: size of the struct, set by the caller
 * @abi: KEXECGUARD_ABI
 * @protections: enum kexecguard_protection bits that this kernel needs
 * @nr_hooks: number of hooks that KEXECGUARD_IOC_HOOK describes
 * @block_size: size of a memory block, bytes
 * @queue_length: number of events that the queue keeps for a slow reader
 * @reserved: zero
 * @version: module version, NUL-terminated
 *
 * Privilege: none.
 */
struct kexecguard_info {
	__u32 size;
	__u32 abi;
	__u32 protections;
	__u32 nr_hooks;
	__u64 block_size;
	__u32 queue_length;
	__u32 reserved;
	char version[32];
};

/**
 * enum kexecguard_flag - bits of struct kexecguard_status.flags
 * @KEXECGUARD_LOADED: a normal image is loaded (as /sys/kernel/kexec_loaded)
 * @KEXECGUARD_CRASH_LOADED: a crash image is loaded
 * @KEXECGUARD_LOADING: a load syscall for a normal image is under way
 * @KEXECGUARD_CHANGING: memory is changing; loads and executions are refused
 * @KEXECGUARD_OUTDATED: the image is outdated and still loaded; kexec refuses it
 * @KEXECGUARD_EXECUTING: a kexec is executing; memory operations are refused
 * @KEXECGUARD_RECORDED: KEXECGUARD_IOC_RECORD describes the loaded image
 * @KEXECGUARD_CONFIRMED: its loader confirmed the generation
 * @KEXECGUARD_CRASH_RECORDED: it is known when the crash image was loaded
 * @KEXECGUARD_KEPT: memory may have changed since the image's loader read the
 *	memory map, and the policy kept the image: kexec does not refuse it
 * @KEXECGUARD_EARLY: that map may have been read before the module was loaded
 * @KEXECGUARD_HELD: a hold stands (KEXECGUARD_IOC_HOLD): memory operations that
 *	would outdate the image are refused
 */
enum kexecguard_flag {
	KEXECGUARD_LOADED		= 1 << 0,
	KEXECGUARD_CRASH_LOADED		= 1 << 1,
	KEXECGUARD_LOADING		= 1 << 2,
	KEXECGUARD_CHANGING		= 1 << 3,
	KEXECGUARD_OUTDATED		= 1 << 4,
	KEXECGUARD_EXECUTING		= 1 << 5,
	KEXECGUARD_RECORDED		= 1 << 6,
	KEXECGUARD_CONFIRMED		= 1 << 7,
	KEXECGUARD_CRASH_RECORDED	= 1 << 8,
	KEXECGUARD_KEPT			= 1 << 9,
	KEXECGUARD_EARLY		= 1 << 10,
	KEXECGUARD_HELD			= 1 << 11,
};

/**
 * struct kexecguard_status - is the loaded image still valid
 * @size: size of the struct, set by the caller
 * @flags: enum kexecguard_flag bits
 * @generation: completed changes of the memory map since the module was loaded
 * @missing: enum kexecguard_protection bits needed here and not in force now
 * @reserved: zero
 * @changes: memory events seen, including cancelled and ignored ones
 * @unloads: images that the guard unloaded
 * @loads_refused: load syscalls that the guard failed
 * @execs_refused: executions that the guard failed
 * @vetoes: memory operations that the guard failed
 * @last_event: sequence number of the newest queued event, 0 if none yet
 * @last_load_ns: when the newest normal image was loaded, whether it still is or
 *	not, nanoseconds of CLOCK_BOOTTIME; 0 if none was since the module was
 *	loaded
 * @crash_generation: generation of the memory map that the crash image's loader
 *	used, at the oldest
 * @crash_changes: changes of memory completed since, including those that the
 *	policy ignores. Both are known if KEXECGUARD_CRASH_RECORDED is set
 * @hold_until_ns: when the hold that lasts longest ends, nanoseconds of
 *	CLOCK_BOOTTIME; 0 if KEXECGUARD_HELD is clear, as the next two
 * @hold_pid: process that took it, in the initial namespace
 * @nr_holds: holds that stand
 *
 * The hooks are verified for each query. Privilege: none.
 */
struct kexecguard_status {
	__u32 size;
	__u32 flags;
	__u64 generation;
	__u32 missing;
	__u32 reserved;
	__u64 changes;
	__u64 unloads;
	__u64 loads_refused;
	__u64 execs_refused;
	__u64 vetoes;
	__u64 last_event;
	__u64 last_load_ns;
	__u64 crash_generation;
	__u64 crash_changes;
	__u64 hold_until_ns;
	__u32 hold_pid;
	__u32 nr_holds;
};

/**
 * enum kexecguard_level - how suitable memory is for an image
 * @KEXECGUARD_UNSAFE: an image there would corrupt or hang
 * @KEXECGUARD_REMOVABLE: works, but the memory can be removed
 * @KEXECGUARD_SAFE: described by firmware, present at boot, cannot be removed
 * @KEXECGUARD_UNKNOWN: there is no verdict
 */
enum kexecguard_level {
	KEXECGUARD_UNSAFE	= 0,
	KEXECGUARD_REMOVABLE	= 1,
	KEXECGUARD_SAFE		= 2,
	KEXECGUARD_UNKNOWN	= 3,
};

/**
 * enum kexecguard_class - what is known of memory; any number of bits
 * @KEXECGUARD_RAM: system RAM, driver-managed or not
 * @KEXECGUARD_FIRMWARE: described by firmware at boot
 * @KEXECGUARD_HOTADDED: added after boot
 * @KEXECGUARD_HOTPLUGGABLE: may be pulled, according to ACPI (SRAT or a memory
 *	device)
 * @KEXECGUARD_DRIVER: managed by a driver (kmem, virtio-mem)
 * @KEXECGUARD_OFFLINE: in a memory block that is offline
 * @KEXECGUARD_MOVABLE: in a movable zone
 * @KEXECGUARD_RESERVED: firmware or kernel data to keep
 * @KEXECGUARD_CRASH: set aside for the crash kernel
 * @KEXECGUARD_KERNEL: image of the running kernel
 * @KEXECGUARD_NOMAP: must not be mapped by the kernel
 * @KEXECGUARD_SCRATCH: where KHO (Kexec HandOver) lets the next kernel begin;
 *	with KHO active, memory without this class is unsafe
 * @KEXECGUARD_PRESERVED: handed over to the next kernel by KHO
 * @KEXECGUARD_UNACCEPTED: a confidential guest has not accepted it yet
 *
 * In a mask of reasons, a class is present and objectionable; shifted left by
 * KEXECGUARD_WITHOUT_SHIFT, it is required and absent.
 */
enum kexecguard_class {
	KEXECGUARD_RAM		= 1 << 0,
	KEXECGUARD_FIRMWARE	= 1 << 1,
	KEXECGUARD_HOTADDED	= 1 << 2,
	KEXECGUARD_HOTPLUGGABLE	= 1 << 3,
	KEXECGUARD_DRIVER	= 1 << 4,
	KEXECGUARD_OFFLINE	= 1 << 5,
	KEXECGUARD_MOVABLE	= 1 << 6,
	KEXECGUARD_RESERVED	= 1 << 7,
	KEXECGUARD_CRASH	= 1 << 8,
	KEXECGUARD_KERNEL	= 1 << 9,
	KEXECGUARD_NOMAP	= 1 << 10,
	KEXECGUARD_SCRATCH	= 1 << 11,
	KEXECGUARD_PRESERVED	= 1 << 12,
	KEXECGUARD_UNACCEPTED	= 1 << 13,
};

#define KEXECGUARD_WITHOUT_SHIFT	16

/* Reasons that are no class; found by a check of each page of a segment. */
#define KEXECGUARD_POISONED	(1U << 30)	/* the hardware has given a page up */
#define KEXECGUARD_UNBACKED	(1U << 31)	/* the host does not back a page */

/**
 * struct kexecguard_segment - where one segment of the image will go
 * @start: first byte; 0 for a caller without CAP_SYS_ADMIN
 * @end: first byte after it, page aligned; likewise
 * @level: enum kexecguard_level, by the memory map of now
 * @reasons: all reasons against it, see enum kexecguard_class
 */
struct kexecguard_segment {
	__u64 start;
	__u64 end;
	__u32 level;
	__u32 reasons;
};

/**
 * enum kexecguard_record_flag - bits of struct kexecguard_record.flags
 * @KEXECGUARD_RECORD_FILE: loaded by kexec_file_load(), else kexec_load()
 * @KEXECGUARD_RECORD_BEFORE: loaded before the module; no pid, comm and times
 * @KEXECGUARD_RECORD_NO_SEGMENTS: the segments are not known
 * @KEXECGUARD_RECORD_HIDDEN: addresses are zeroed: the caller is unprivileged
 * @KEXECGUARD_RECORD_AUDITED: @copied to @poisoned are known
 * @KEXECGUARD_RECORD_MAPPED: the copying runs with the MMU on; known if the
 *	page counts are
 */
enum kexecguard_record_flag {
	KEXECGUARD_RECORD_FILE		= 1 << 0,
	KEXECGUARD_RECORD_BEFORE	= 1 << 1,
	KEXECGUARD_RECORD_NO_SEGMENTS	= 1 << 2,
	KEXECGUARD_RECORD_HIDDEN	= 1 << 3,
	KEXECGUARD_RECORD_AUDITED	= 1 << 4,
	KEXECGUARD_RECORD_MAPPED	= 1 << 5,
};

/**
 * struct kexecguard_record - the normal image: its loader, time and destinations
 * @size: size of the struct, set by the caller
 * @flags: enum kexecguard_record_flag bits
 * @pid: process ID of the loader in the initial namespace
 * @uid: its user ID in the initial namespace
 * @comm: its name, NUL-terminated
 * @generation: generation of the memory map that the loader used, at the oldest:
 *	for kexec_file_load() that at which the load began, for kexec_load() the
 *	announced one, or that at which the process was started
 * @boottime_ns: when it was loaded, nanoseconds of CLOCK_BOOTTIME
 * @realtime_ns: when it was loaded, nanoseconds of CLOCK_REALTIME
 * @nr_segments: number of valid entries in @segments
 * @level: enum kexecguard_level of the worst segment
 * @reasons: of all segments
 * @copied: pages that execution copies to another place
 * @in_place: pages that are at their destination already
 * @control: pages that the copying itself needs
 * @lost_sources: pages to be copied that are not online system RAM, that
 *	firmware keeps to itself, or that the host does not back
 * @lost_controls: control pages, likewise
 * @lost_destinations: pages that are unsafe to copy to, except poisoned ones
 * @poisoned: pages of any kind that the hardware has given up
 * @reserved: zero
 * @segments: the destinations, in the order of the load
 * @image: number of the image; each image has a new one, never 0
 *
 * @copied to @poisoned are as of the load, and 0 if the image was not audited
 * (KEXECGUARD_RECORD_AUDITED is clear).
 *
 * Errors: ENODATA no image is loaded, or nothing is known of it.
 * Privilege: none; addresses need CAP_SYS_ADMIN.
 */
struct kexecguard_record {
	__u32 size;
	__u32 flags;
	__u32 pid;
	__u32 uid;
	char comm[KEXECGUARD_COMM_LEN];
	__u64 generation;
	__u64 boottime_ns;
	__u64 realtime_ns;
	__u32 nr_segments;
	__u32 level;
	__u32 reasons;
	__u32 copied;
	__u32 in_place;
	__u32 control;
	__u32 lost_sources;
	__u32 lost_controls;
	__u32 lost_destinations;
	__u32 poisoned;
	__u32 reserved[2];
	struct kexecguard_segment segments[KEXECGUARD_SEGMENTS];
	__u64 image;
};

/**
 * enum kexecguard_hook_state - the state of one hook
 * @KEXECGUARD_HOOK_UNUSED: this kernel has nothing to hook here; nothing is lost
 * @KEXECGUARD_HOOK_ARMED: in place, verified by this query
 * @KEXECGUARD_HOOK_MISSING: could not be armed; see @error
 * @KEXECGUARD_HOOK_DEAD: was armed and has been disarmed, or (EEXIST) a live patch
 *	or another user of ftrace may redirect calls before they reach it
 */
enum kexecguard_hook_state {
	KEXECGUARD_HOOK_UNUSED	= 0,
	KEXECGUARD_HOOK_ARMED	= 1,
	KEXECGUARD_HOOK_MISSING	= 2,
	KEXECGUARD_HOOK_DEAD	= 3,
};

/**
 * struct kexecguard_hook - one hook
 * @size: size of the struct, set by the caller
 * @index: 0 to kexecguard_info.nr_hooks - 1, set by the caller
 * @state: enum kexecguard_hook_state, verified by this call
 * @error: errno value of arming it, EEXIST for a live patch or the like, 0 if
 *	none
 * @protections: enum kexecguard_protection bits that are lost without it
 * @reserved: zero
 * @name: short name of the hook, as in sysfs
 * @symbol: kernel function in use, empty if none
 * @without: one sentence: what is not protected while it is not armed
 *
 * Errors: ENOENT @index is past the last hook. Privilege: none.
 */
struct kexecguard_hook {
	__u32 size;
	__u32 index;
	__u32 state;
	__u32 error;
	__u32 protections;
	__u32 reserved;
	char name[24];
	char symbol[48];
	char without[136];
};

/**
 * struct kexecguard_unload - unload the normal image
 * @size: size of the struct, set by the caller
 * @flags: zero
 *
 * Works also under lockdown, with kexec_load_disabled set and without
 * consuming a load limit. No image loaded is success.
 *
 * Errors: EBUSY a load or an execution holds the image; EOPNOTSUPP the unload
 * protection is missing. Privilege: CAP_SYS_BOOT.
 */
struct kexecguard_unload {
	__u32 size;
	__u32 flags;
};

/**
 * struct kexecguard_confirm - keep the image only if the map has not changed
 * @size: size of the struct, set by the caller
 * @flags: zero
 * @generation: the generation at which the caller read the memory map
 * @image: kexecguard_record.image of what the caller has loaded; 0 if it does
 *	not know, and in the first published version
 *
 * A loader reads the generation, then the memory map, loads, and confirms.
 *
 * Errors: ESTALE the map has changed since, and the image has been unloaded,
 * unless its loader used a later map than @generation, so that it belongs to
 * another loader; EBUSY the map is changing, the image is just being loaded,
 * unloaded or executed, or could not be unloaded yet (its execution is
 * refused); ENODATA no image is loaded, or another than @image; EINVAL
 * @generation is ahead of the kernel's. Privilege: CAP_SYS_BOOT.
 */
struct kexecguard_confirm {
	__u32 size;
	__u32 flags;
	__u64 generation;
	__u64 image;
};

/**
 * enum kexecguard_cause - what an event reports
 * @KEXECGUARD_CAUSE_ADD: memory was added
 * @KEXECGUARD_CAUSE_REMOVE: memory was removed
 * @KEXECGUARD_CAUSE_ONLINE: memory went online
 * @KEXECGUARD_CAUSE_OFFLINE: memory went offline
 * @KEXECGUARD_CAUSE_LOAD: a normal image was loaded
 * @KEXECGUARD_CAUSE_UNLOAD: it was unloaded by user space
 * @KEXECGUARD_CAUSE_GUARD_UNLOAD: the guard unloaded it; also a change uevent
 * @KEXECGUARD_CAUSE_LOAD_REFUSED: the guard refused a load
 * @KEXECGUARD_CAUSE_EXEC_REFUSED: the guard refused an execution
 * @KEXECGUARD_CAUSE_VETO: the guard refused a memory operation
 * @KEXECGUARD_CAUSE_EXEC: the image begins to execute
 * @KEXECGUARD_CAUSE_EXEC_FAILED: the kexec returned without having executed
 * @KEXECGUARD_CAUSE_PAGE_LOST: the hardware has given up a page that the image is
 *	copied to, or one of the kernel's that may hold a part of it
 * @KEXECGUARD_CAUSE_HOLD: a process took a hold (KEXECGUARD_IOC_HOLD)
 * @KEXECGUARD_CAUSE_HOLD_ENDED: its hold ended: it was released, unless
 *	KEXECGUARD_EVENT_EXPIRED or @trigger is set
 */
enum kexecguard_cause {
	KEXECGUARD_CAUSE_ADD		= 1,
	KEXECGUARD_CAUSE_REMOVE		= 2,
	KEXECGUARD_CAUSE_ONLINE		= 3,
	KEXECGUARD_CAUSE_OFFLINE	= 4,
	KEXECGUARD_CAUSE_LOAD		= 5,
	KEXECGUARD_CAUSE_UNLOAD		= 6,
	KEXECGUARD_CAUSE_GUARD_UNLOAD	= 7,
	KEXECGUARD_CAUSE_LOAD_REFUSED	= 8,
	KEXECGUARD_CAUSE_EXEC_REFUSED	= 9,
	KEXECGUARD_CAUSE_VETO		= 10,
	KEXECGUARD_CAUSE_EXEC		= 11,
	KEXECGUARD_CAUSE_EXEC_FAILED	= 12,
	KEXECGUARD_CAUSE_PAGE_LOST	= 13,
	KEXECGUARD_CAUSE_HOLD		= 14,
	KEXECGUARD_CAUSE_HOLD_ENDED	= 15,
};

/**
 * enum kexecguard_event_flag - bits of struct kexecguard_event.flags
 * @KEXECGUARD_EVENT_OVERRUN: events before this one were lost to this reader
 * @KEXECGUARD_EVENT_CANCELLED: the memory operation did not happen
 * @KEXECGUARD_EVENT_IGNORED: the policy keeps the image for this event
 * @KEXECGUARD_EVENT_DRIVER: the memory is driver-managed
 * @KEXECGUARD_EVENT_HIDDEN: addresses are zeroed: the reader is unprivileged
 * @KEXECGUARD_EVENT_EXPIRED: the time of the hold has run out
 */
enum kexecguard_event_flag {
	KEXECGUARD_EVENT_OVERRUN	= 1 << 0,
	KEXECGUARD_EVENT_CANCELLED	= 1 << 1,
	KEXECGUARD_EVENT_IGNORED	= 1 << 2,
	KEXECGUARD_EVENT_DRIVER		= 1 << 3,
	KEXECGUARD_EVENT_HIDDEN		= 1 << 4,
	KEXECGUARD_EVENT_EXPIRED	= 1 << 5,
};

/**
 * struct kexecguard_event - what read() on the device returns, whole ones only
 * @sequence: 1, 2, 3 ...; a gap means lost events
 * @boottime_ns: nanoseconds of CLOCK_BOOTTIME
 * @generation: generation after the event
 * @start: first byte of the memory concerned, 0 if none or hidden; for
 *	KEXECGUARD_CAUSE_GUARD_UNLOAD that of the memory event of @trigger
 * @end: first byte after it
 * @cause: enum kexecguard_cause; for an image event what happened to it
 * @flags: enum kexecguard_event_flag bits
 * @trigger: for KEXECGUARD_CAUSE_GUARD_UNLOAD the enum kexecguard_cause of the
 *	memory event that led to it, 0 if user space requested it; for
 *	KEXECGUARD_CAUSE_VETO KEXECGUARD_CAUSE_HOLD if a hold was the reason;
 *	for KEXECGUARD_CAUSE_HOLD_ENDED KEXECGUARD_CAUSE_REMOVE if a removal,
 *	which cannot be refused, broke the hold; otherwise 0
 * @pid: process that acted, in the initial namespace; 0 for a kernel thread;
 *	for a hold, also when it ends, the process that took it
 *
 * A reader starts with the first event after its open(). Each open file has its
 * own position; readers do not take events from each other. read() blocks
 * unless O_NONBLOCK (EAGAIN); a buffer shorter than one event is EINVAL. poll()
 * reports POLLIN while an event is waiting. This struct does not grow.
 */
struct kexecguard_event {
	__u64 sequence;
	__u64 boottime_ns;
	__u64 generation;
	__u64 start;
	__u64 end;
	__u32 cause;
	__u32 flags;
	__u32 trigger;
	__u32 pid;
};

/**
 * struct kexecguard_range - a range of physical memory and what is known of it
 * @start: first byte
 * @end: first byte after it
 * @classes: enum kexecguard_class bits, never 0
 * @reserved: zero
 */
struct kexecguard_range {
	__u64 start;
	__u64 end;
	__u32 classes;
	__u32 reserved;
};

/**
 * enum kexecguard_note - bits of struct kexecguard_map.notes
 * @KEXECGUARD_NOTE_ALL_MARKED: SRAT marks all boot memory hot-pluggable; the mark
 *	then means nothing for boot memory and is left out
 */
enum kexecguard_note {
	KEXECGUARD_NOTE_ALL_MARKED	= 1 << 0,
};

/**
 * struct kexecguard_map - the memory map of the guard
 * @size: size of the struct, set by the caller
 * @flags: zero
 * @ranges: user pointer to an array of @capacity ranges. They are sorted,
 *	disjoint, and each is as long as possible; the gaps are not memory
 * @capacity: set by the caller
 * @nr: how many ranges there are, also with ENOSPC
 * @version: increases with every change of the map
 * @unknown: classes that cannot be read on this kernel
 * @unsafe: classes that make memory unsafe on this architecture
 * @unsafe_without: classes whose absence makes it unsafe
 * @removable: classes that make it removable
 * @removable_without: classes whose absence makes it removable
 * @page_size: bytes
 * @notes: enum kexecguard_note bits; zero on entry
 * @reserved: zero
 *
 * Errors: ENOSPC @capacity is too small; ENODATA the map could not be read.
 * Privilege: CAP_SYS_ADMIN.
 */
struct kexecguard_map {
	__u32 size;
	__u32 flags;
	__u64 ranges;
	__u32 capacity;
	__u32 nr;
	__u64 version;
	__u32 unknown;
	__u32 unsafe;
	__u32 unsafe_without;
	__u32 removable;
	__u32 removable_without;
	__u32 page_size;
	__u32 notes;
	__u32 reserved;
};

/**
 * struct kexecguard_announce - the caller begins to read the memory map now
 * @size: size of the struct, set by the caller
 * @flags: zero
 * @generation: the generation of the memory map
 *
 * kexec_load() passes a map that its caller has read before. It fails with
 * EBUSY if a change of memory that outdates images has ended since the caller's
 * process was started; the cure is to run the loader again. A long-lived
 * process announces each time, before it reads the map; its loads are then
 * judged by that time instead. An announcement covers all threads of the
 * process, until the process announces again through the same open file or the
 * file is closed; if it has announced through several files, the oldest
 * announcement counts. kexec_file_load() reads the map itself and needs none of
 * this; crash images are never judged.
 *
 * Errors: EBUSY memory is changing: wait, and announce again. Privilege:
 * CAP_SYS_BOOT.
 */
struct kexecguard_announce {
	__u32 size;
	__u32 flags;
	__u64 generation;
};

/**
 * struct kexecguard_hold - memory stands still for the caller
 * @size: size of the struct, set by the caller
 * @flags: zero
 * @timeout_ms: for how long at most, 1 to KEXECGUARD_HOLD_MS_MAX, set by the
 *	caller
 * @reserved: zero
 * @until_ns: when the hold ends by itself, nanoseconds of CLOCK_BOOTTIME
 * @generation: the generation of the memory map, which stays what it is
 *
 * Operations that would outdate an image are refused as while a kexec executes:
 * online and offline fail with EBUSY, an addition does so after waiting for a
 * second. What the policy keeps or reports goes on, and so do loads, unloads
 * and executions. A removal, which the kernel cannot fail, waits for 30 seconds
 * at most; then memory is removed, the image is outdated, and all holds have
 * ended. A page that the hardware gives up outdates the image as ever, and what a
 * missing protection does not see is not refused.
 *
 * A hold belongs to the open file. It ends when it is released, when the file
 * is closed (its process dies, for example) and when its time has run out.
 * Holding again through the same file sets a new time; if that fails, the hold
 * that the file has stands. Memory stands still while any file has one.
 *
 * Errors: ENODATA no image is loaded; EBUSY memory is changing, the image is
 * outdated, or being loaded, unloaded or executed; EINVAL @timeout_ms is out of
 * range.
 * Privilege: CAP_SYS_BOOT.
 */
struct kexecguard_hold {
	__u32 size;
	__u32 flags;
	__u32 timeout_ms;
	__u32 reserved;
	__u64 until_ns;
	__u64 generation;
};

#define KEXECGUARD_HOLD_MS_MAX	600000

/**
 * struct kexecguard_release - end the hold of this open file
 * @size: size of the struct, set by the caller
 * @flags: zero
 *
 * Errors: ESTALE it had ended before: its time had run out, or a removal broke
 * it; ENODATA there is none. Privilege: CAP_SYS_BOOT.
 */
struct kexecguard_release {
	__u32 size;
	__u32 flags;
};

/**
 * struct kexecguard_rewind - read events from the past
 * @size: size of the struct, set by the caller
 * @flags: zero
 * @position: the reader's new position: the events after this sequence number
 *	follow. Zero on entry
 *
 * The next read() of this open file returns the oldest event that the queue
 * keeps, with KEXECGUARD_EVENT_OVERRUN clear; if @position is not 0, the events
 * up to it are lost. Privilege: none.
 */
struct kexecguard_rewind {
	__u32 size;
	__u32 flags;
	__u64 position;
};

/**
 * struct kexecguard_unloaded - the newest unload of a normal image
 * @size: size of the struct, set by the caller
 * @reserved: zero
 * @event: its event, KEXECGUARD_CAUSE_GUARD_UNLOAD or KEXECGUARD_CAUSE_UNLOAD,
 *	even if the queue does not keep it any more. Zero on entry
 *
 * Errors: ENODATA there was none since the module was loaded. Privilege: none;
 * addresses need CAP_SYS_ADMIN.
 */
struct kexecguard_unloaded {
	__u32 size;
	__u32 reserved;
	struct kexecguard_event event;
};

/* The struct's size travels in the struct, so it is not part of the number. */
#define KEXECGUARD_IOC_BASE	0xE8
#define KEXECGUARD_IOC_INFO	_IO(KEXECGUARD_IOC_BASE, 0x00)
#define KEXECGUARD_IOC_STATUS	_IO(KEXECGUARD_IOC_BASE, 0x01)
#define KEXECGUARD_IOC_RECORD	_IO(KEXECGUARD_IOC_BASE, 0x02)
#define KEXECGUARD_IOC_HOOK	_IO(KEXECGUARD_IOC_BASE, 0x03)
#define KEXECGUARD_IOC_UNLOAD	_IO(KEXECGUARD_IOC_BASE, 0x04)
#define KEXECGUARD_IOC_CONFIRM	_IO(KEXECGUARD_IOC_BASE, 0x05)
#define KEXECGUARD_IOC_MAP	_IO(KEXECGUARD_IOC_BASE, 0x06)
#define KEXECGUARD_IOC_ANNOUNCE	_IO(KEXECGUARD_IOC_BASE, 0x07)
#define KEXECGUARD_IOC_HOLD	_IO(KEXECGUARD_IOC_BASE, 0x08)
#define KEXECGUARD_IOC_RELEASE	_IO(KEXECGUARD_IOC_BASE, 0x09)
#define KEXECGUARD_IOC_REWIND	_IO(KEXECGUARD_IOC_BASE, 0x0A)
#define KEXECGUARD_IOC_UNLOADED	_IO(KEXECGUARD_IOC_BASE, 0x0B)

#endif /* _UAPI_LINUX_KEXECGUARD_H */
