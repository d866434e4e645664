/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * kexecguard - the control device of the kexec image guard.
 *
 * /dev/kexecguard answers whether the loaded kexec image still fits the
 * machine's memory, and reports each memory hotplug event that made it go.
 *
 * Every struct starts with its own size. User space sets @size to the size
 * that it was built with; a longer struct is accepted while the part that this
 * kernel does not know is zero (else E2BIG), a shorter one while it holds the
 * first published version (else EINVAL). On return @size is unchanged and the
 * fields that both sides know are filled.
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
 * enum kexecguard_protection - what the guard promises, one bit each
 * @KEXECGUARD_PROTECT_UNLOAD: an outdated image is unloaded
 * @KEXECGUARD_PROTECT_EXEC: kexec does not execute an outdated image
 * @KEXECGUARD_PROTECT_LOAD: kexec_load() is refused while memory moves
 * @KEXECGUARD_PROTECT_FILE_LOAD: kexec_file_load() likewise
 * @KEXECGUARD_PROTECT_LATE_LOAD: a load that is under way is stopped early
 * @KEXECGUARD_PROTECT_ADD: hot-add is seen, also of memory never onlined
 * @KEXECGUARD_PROTECT_REMOVE: hot-remove is seen, likewise
 * @KEXECGUARD_PROTECT_ONLINE: online and offline are seen
 * @KEXECGUARD_PROTECT_RELEASE: policy "release" can act before isolation
 * @KEXECGUARD_PROTECT_RECORD: what is loaded is known
 * @KEXECGUARD_PROTECT_PLACE: segments are judged, unsafe ones refused
 * @KEXECGUARD_PROTECT_STEER: kexec_file_load() is led to safe memory
 * @KEXECGUARD_PROTECT_AUDIT: what an execution will copy is known
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
 * @nr_hooks: number of rows that KEXECGUARD_IOC_HOOK knows
 * @block_size: size of a memory block, bytes
 * @queue_length: events that the queue keeps for a slow reader
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
 * @KEXECGUARD_OUTDATED: the image is outdated and not gone yet; kexec refuses
 * @KEXECGUARD_EXECUTING: a kexec is executing; memory operations are refused
 * @KEXECGUARD_RECORDED: KEXECGUARD_IOC_RECORD describes the loaded image
 * @KEXECGUARD_CONFIRMED: its loader confirmed the generation
 * @KEXECGUARD_CRASH_RECORDED: it is known when the crash image was loaded
 * @KEXECGUARD_KEPT: memory may have changed since the memory map was read that
 *	the image goes by, and the policy kept the image: kexec does not refuse
 * @KEXECGUARD_EARLY: that map may have been read before the module came
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
};

/**
 * struct kexecguard_status - is the loaded image still good
 * @size: size of the struct, set by the caller
 * @flags: enum kexecguard_flag bits
 * @generation: completed changes of the memory map since the module came
 * @missing: enum kexecguard_protection bits needed here and not in force now
 * @reserved: zero
 * @changes: memory events seen, the cancelled and the ignored ones included
 * @unloads: images that the guard unloaded
 * @loads_refused: load syscalls that the guard failed
 * @execs_refused: executions that the guard failed
 * @vetoes: memory operations that the guard failed
 * @last_event: sequence number of the newest queued event, 0 if none yet
 * @last_load_ns: when the newest normal image was loaded, loaded still or not,
 *	nanoseconds of CLOCK_BOOTTIME; 0 if none was since the module came
 * @crash_generation: generation of the memory map that the crash image's load
 *	went by, at the oldest
 * @crash_changes: changes of memory completed since, those included that the
 *	policy ignores. Both are known if KEXECGUARD_CRASH_RECORDED is set
 *
 * The hooks are verified anew for each query. Privilege: none.
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
};

/**
 * enum kexecguard_level - how good memory is as a place for an image
 * @KEXECGUARD_UNSAFE: an image there would corrupt or hang
 * @KEXECGUARD_REMOVABLE: works, and the memory can be taken away
 * @KEXECGUARD_SAFE: described by firmware, present at boot, cannot go away
 * @KEXECGUARD_UNKNOWN: there is no verdict
 */
enum kexecguard_level {
	KEXECGUARD_UNSAFE	= 0,
	KEXECGUARD_REMOVABLE	= 1,
	KEXECGUARD_SAFE		= 2,
	KEXECGUARD_UNKNOWN	= 3,
};

/**
 * enum kexecguard_class - what is known of memory; any number of them
 * @KEXECGUARD_RAM: system RAM, driver-managed or not
 * @KEXECGUARD_FIRMWARE: described by firmware at boot
 * @KEXECGUARD_HOTADDED: came after boot
 * @KEXECGUARD_HOTPLUGGABLE: may be pulled, says ACPI: SRAT, or a memory device
 * @KEXECGUARD_DRIVER: managed by a driver (kmem, virtio-mem)
 * @KEXECGUARD_OFFLINE: in a memory block that is offline
 * @KEXECGUARD_MOVABLE: in a movable zone
 * @KEXECGUARD_RESERVED: firmware or kernel data to keep
 * @KEXECGUARD_CRASH: set aside for the crash kernel
 * @KEXECGUARD_KERNEL: image of the running kernel
 * @KEXECGUARD_NOMAP: must not be mapped by the kernel
 * @KEXECGUARD_SCRATCH: where KHO (Kexec HandOver) lets the next kernel begin;
 *	with KHO active memory without it is unsafe
 * @KEXECGUARD_PRESERVED: handed over to the next kernel by KHO
 * @KEXECGUARD_UNACCEPTED: a confidential guest has not accepted it yet
 *
 * As a reason in a verdict, a class speaks against the memory by being there;
 * shifted left by KEXECGUARD_WITHOUT_SHIFT, by being absent.
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

/* Reasons that are no class: what a look at each page of a segment tells. */
#define KEXECGUARD_POISONED	(1U << 30)	/* the hardware gave a page up */
#define KEXECGUARD_UNBACKED	(1U << 31)	/* the host has nothing there */

/**
 * struct kexecguard_segment - where one segment of the image will go
 * @start: first byte; 0 for a caller without CAP_SYS_ADMIN
 * @end: first byte behind it, page aligned; likewise
 * @level: enum kexecguard_level, by what memory is now
 * @reasons: everything that speaks against it, see enum kexecguard_class
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
 * @KEXECGUARD_RECORD_NO_SEGMENTS: the segments could not be learnt
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
 * struct kexecguard_record - who loaded the normal image, when, and where to
 * @size: size of the struct, set by the caller
 * @flags: enum kexecguard_record_flag bits
 * @pid: process ID of the loader in the initial namespace
 * @uid: its user ID in the initial namespace
 * @comm: its name, NUL-terminated
 * @generation: generation of the memory map that the image goes by, at the
 *	oldest: for kexec_file_load() that at which the load began, for
 *	kexec_load() the announced one, or that at which the process was started
 * @boottime_ns: when it was loaded, nanoseconds of CLOCK_BOOTTIME
 * @realtime_ns: when it was loaded, nanoseconds of CLOCK_REALTIME
 * @nr_segments: number of valid entries in @segments
 * @level: enum kexecguard_level of the worst segment
 * @reasons: of all segments
 * @copied: pages that execution copies to another place
 * @in_place: pages that are where they have to be
 * @control: pages that the copying itself needs
 * @lost_sources: pages to be copied that are not online system RAM, that
 *	firmware keeps to itself, or behind which the host has nothing
 * @lost_controls: control pages, likewise
 * @lost_destinations: pages that are unsafe to copy to, poisoned ones aside
 * @poisoned: pages of any kind that the hardware has given up
 * @reserved: zero
 * @segments: the destinations, in the order of the load
 * @image: number of the image; each that is loaded has another, never 0
 *
 * @copied to @poisoned are what was seen when the image was loaded, all 0 if
 * it was not looked at (KEXECGUARD_RECORD_AUDITED is clear).
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
 * enum kexecguard_hook_state - how one hook is doing
 * @KEXECGUARD_HOOK_UNUSED: this kernel has nothing to hook here; nothing lost
 * @KEXECGUARD_HOOK_ARMED: in place, verified a moment ago
 * @KEXECGUARD_HOOK_MISSING: could not be armed; see @error
 * @KEXECGUARD_HOOK_DEAD: was armed, and somebody disarmed it, or a live patch, or
 *	another that leads calls elsewhere, stands before it: EEXIST
 */
enum kexecguard_hook_state {
	KEXECGUARD_HOOK_UNUSED	= 0,
	KEXECGUARD_HOOK_ARMED	= 1,
	KEXECGUARD_HOOK_MISSING	= 2,
	KEXECGUARD_HOOK_DEAD	= 3,
};

/**
 * struct kexecguard_hook - one row of the hook table
 * @size: size of the struct, set by the caller
 * @index: row, 0 to kexecguard_info.nr_hooks - 1, set by the caller
 * @state: enum kexecguard_hook_state, verified by this call
 * @error: errno value that arming met, EEXIST for a live patch or the
 *	like, 0 if none
 * @protections: enum kexecguard_protection bits that are lost without it
 * @reserved: zero
 * @name: short name of the hook, as in sysfs
 * @symbol: kernel function in use, empty if none
 * @without: one sentence: what is not protected while it is not armed
 *
 * Errors: ENOENT @index is past the last row. Privilege: none.
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
 * struct kexecguard_confirm - keep the image only if the map has not moved
 * @size: size of the struct, set by the caller
 * @flags: zero
 * @generation: the generation at which the caller read the memory map
 * @image: kexecguard_record.image of what the caller has loaded; 0 if it does
 *	not know, and in the first published version
 *
 * A loader reads the generation, then the memory map, loads, and confirms.
 *
 * Errors: ESTALE the map has moved since, and the image has been unloaded, but
 * for one that goes by a later map than @generation and so is somebody else's;
 * EBUSY the map is moving, or the image could not be unloaded yet (execution
 * is refused meanwhile); ENODATA no image is loaded, or another than @image;
 * EINVAL @generation is ahead of the kernel's. Privilege: CAP_SYS_BOOT.
 */
struct kexecguard_confirm {
	__u32 size;
	__u32 flags;
	__u64 generation;
	__u64 image;
};

/**
 * enum kexecguard_cause - what an event tells
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
 * @KEXECGUARD_CAUSE_EXEC_FAILED: it came back without having executed
 * @KEXECGUARD_CAUSE_PAGE_LOST: the hardware has given up a page that the image is
 *	copied to, or one of the kernel's that may hold a part of it
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
};

/**
 * enum kexecguard_event_flag - bits of struct kexecguard_event.flags
 * @KEXECGUARD_EVENT_OVERRUN: events before this one were lost to this reader
 * @KEXECGUARD_EVENT_CANCELLED: the memory operation did not happen
 * @KEXECGUARD_EVENT_IGNORED: the policy keeps the image for this event
 * @KEXECGUARD_EVENT_DRIVER: the memory is driver-managed
 * @KEXECGUARD_EVENT_HIDDEN: addresses are zeroed: the reader is unprivileged
 */
enum kexecguard_event_flag {
	KEXECGUARD_EVENT_OVERRUN	= 1 << 0,
	KEXECGUARD_EVENT_CANCELLED	= 1 << 1,
	KEXECGUARD_EVENT_IGNORED	= 1 << 2,
	KEXECGUARD_EVENT_DRIVER		= 1 << 3,
	KEXECGUARD_EVENT_HIDDEN		= 1 << 4,
};

/**
 * struct kexecguard_event - what read() on the device returns, whole ones only
 * @sequence: 1, 2, 3 ...; a gap means lost events
 * @boottime_ns: nanoseconds of CLOCK_BOOTTIME
 * @generation: generation after the event
 * @start: first byte of the memory concerned, 0 if none or hidden
 * @end: first byte behind it
 * @cause: enum kexecguard_cause; for an image event what happened to it
 * @flags: enum kexecguard_event_flag bits
 * @trigger: for KEXECGUARD_CAUSE_GUARD_UNLOAD the enum kexecguard_cause of the
 *	memory event behind it, 0 when user space asked for it
 * @pid: process that acted, in the initial namespace; 0 for a kernel thread
 *
 * A reader starts with the events that come after its open(). Each open file
 * has its own position; readers do not take events from each other. read()
 * blocks unless O_NONBLOCK (EAGAIN); a buffer shorter than one event is
 * EINVAL. poll() says POLLIN when an event waits. This struct does not grow.
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
 * @end: first byte behind it
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
 * @KEXECGUARD_NOTE_ALL_MARKED: SRAT marks all memory that was there at boot
 *	hot-pluggable; so the mark means nothing there, and is left out
 */
enum kexecguard_note {
	KEXECGUARD_NOTE_ALL_MARKED	= 1 << 0,
};

/**
 * struct kexecguard_map - the physical memory as the guard knows it
 * @size: size of the struct, set by the caller
 * @flags: zero
 * @ranges: user pointer to room for @capacity ranges; sorted, disjoint ones,
 *	each as long as it can be; what lies between is not memory
 * @capacity: set by the caller
 * @nr: how many ranges there are, also with ENOSPC
 * @version: grows with every change of the map
 * @unknown: classes that cannot be read on this kernel
 * @unsafe: classes that make memory unsafe on this architecture
 * @unsafe_without: classes whose absence does
 * @removable: classes that make it removable
 * @removable_without: classes whose absence does
 * @page_size: bytes
 * @notes: enum kexecguard_note bits; zero on entry
 * @reserved: zero
 *
 * Errors: ENOSPC @capacity is too small; ENODATA the facts could not be read.
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
 * kexec_load() brings a map that its caller has read before. It fails with
 * EBUSY if a change of memory that outdates images has ended since the caller's
 * process was started; running the loader again is the cure. A process that
 * lives long announces each time, before it reads; its loads are then judged by
 * that instead. What a process has announced stands for all its threads, until
 * it announces again through the same open file or the file is closed; where it
 * has announced through several files, the oldest counts. kexec_file_load()
 * reads the map itself and needs none of this; crash images are never judged.
 *
 * Errors: EBUSY memory is changing: wait, and announce again. Privilege:
 * CAP_SYS_BOOT.
 */
struct kexecguard_announce {
	__u32 size;
	__u32 flags;
	__u64 generation;
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

#endif /* _UAPI_LINUX_KEXECGUARD_H */
