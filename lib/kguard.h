/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * libkguard - ask the kexec image guard, and load what it may keep.
 *
 * Functions return 0 or a negative errno value and hand results out through
 * pointers; on an error these are left alone. Objects are opaque snapshots
 * that the caller owns and frees; freeing NULL does nothing. Getters cannot
 * fail, and the strings that they return live as long as their object. Passing
 * a NULL object is a bug of the caller. Nothing here prints, exits or keeps
 * global state; different threads may use different objects at the same time.
 *
 * Addresses are physical, in bytes; ranges are half-open: [start, end).
 */
#ifndef KGUARD_H
#define KGUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct kguard;
struct kguard_info;
struct kguard_status;
struct kguard_record;
struct kguard_hook;
struct kguard_event;
struct kguard_map;
struct kguard_query;
struct kguard_windows;

#define KGUARD_DEVICE	"/dev/kexecguard"

/**
 * enum kguard_protection - what the guard promises, one bit each
 * @KGUARD_PROTECT_UNLOAD: an outdated image is unloaded
 * @KGUARD_PROTECT_EXEC: kexec does not execute an outdated image
 * @KGUARD_PROTECT_LOAD: kexec_load() is refused while memory moves
 * @KGUARD_PROTECT_FILE_LOAD: kexec_file_load() likewise
 * @KGUARD_PROTECT_LATE_LOAD: a load that is under way is stopped early
 * @KGUARD_PROTECT_ADD: hot-add is seen, also of memory never onlined
 * @KGUARD_PROTECT_REMOVE: hot-remove is seen, likewise
 * @KGUARD_PROTECT_ONLINE: online and offline are seen
 * @KGUARD_PROTECT_RELEASE: policy "release" can act before isolation
 * @KGUARD_PROTECT_RECORD: what is loaded is known
 * @KGUARD_PROTECT_PLACE: segments are judged, unsafe ones refused
 * @KGUARD_PROTECT_STEER: kexec_file_load() is led to safe memory
 * @KGUARD_PROTECT_AUDIT: what an execution will copy is known
 * @KGUARD_PROTECT_POISON: pages that the hardware gives up are seen
 *
 * A newer module may know more bits.
 */
enum kguard_protection {
	KGUARD_PROTECT_UNLOAD		= 1 << 0,
	KGUARD_PROTECT_EXEC		= 1 << 1,
	KGUARD_PROTECT_LOAD		= 1 << 2,
	KGUARD_PROTECT_FILE_LOAD	= 1 << 3,
	KGUARD_PROTECT_LATE_LOAD	= 1 << 4,
	KGUARD_PROTECT_ADD		= 1 << 5,
	KGUARD_PROTECT_REMOVE		= 1 << 6,
	KGUARD_PROTECT_ONLINE		= 1 << 7,
	KGUARD_PROTECT_RELEASE		= 1 << 8,
	KGUARD_PROTECT_RECORD		= 1 << 9,
	KGUARD_PROTECT_PLACE		= 1 << 10,
	KGUARD_PROTECT_STEER		= 1 << 11,
	KGUARD_PROTECT_AUDIT		= 1 << 12,
	KGUARD_PROTECT_POISON		= 1 << 13,
};

/**
 * enum kguard_state - what the guard is doing, in one word
 * @KGUARD_STATE_IDLE: no normal image is loaded, memory is quiet
 * @KGUARD_STATE_LOADED: a normal image is loaded and fits the memory
 * @KGUARD_STATE_CHANGING: memory is changing; loads and executions are refused
 * @KGUARD_STATE_OUTDATED: the image is outdated and not gone yet; executions
 *	are refused
 * @KGUARD_STATE_EXECUTING: a kexec is executing
 */
enum kguard_state {
	KGUARD_STATE_IDLE	= 0,
	KGUARD_STATE_LOADED	= 1,
	KGUARD_STATE_CHANGING	= 2,
	KGUARD_STATE_OUTDATED	= 3,
	KGUARD_STATE_EXECUTING	= 4,
};

/**
 * enum kguard_level - how good memory is as a place for an image
 * @KGUARD_LEVEL_UNSAFE: an image there would corrupt or hang
 * @KGUARD_LEVEL_REMOVABLE: works, and the memory can be taken away
 * @KGUARD_LEVEL_SAFE: described by firmware, present at boot, cannot go away
 * @KGUARD_LEVEL_UNKNOWN: there is no verdict
 */
enum kguard_level {
	KGUARD_LEVEL_UNSAFE	= 0,
	KGUARD_LEVEL_REMOVABLE	= 1,
	KGUARD_LEVEL_SAFE	= 2,
	KGUARD_LEVEL_UNKNOWN	= 3,
};

/**
 * enum kguard_class - what is known of memory; any number of them
 * @KGUARD_CLASS_RAM: system RAM, driver-managed or not
 * @KGUARD_CLASS_FIRMWARE: described by firmware at boot
 * @KGUARD_CLASS_HOTADDED: came after boot
 * @KGUARD_CLASS_HOTPLUGGABLE: may be pulled, says ACPI: SRAT, or a memory device
 * @KGUARD_CLASS_DRIVER: managed by a driver (kmem, virtio-mem)
 * @KGUARD_CLASS_OFFLINE: in a memory block that is offline
 * @KGUARD_CLASS_MOVABLE: in a movable zone
 * @KGUARD_CLASS_RESERVED: firmware or kernel data to keep
 * @KGUARD_CLASS_CRASH: set aside for the crash kernel
 * @KGUARD_CLASS_KERNEL: image of the running kernel
 * @KGUARD_CLASS_NOMAP: must not be mapped by the kernel
 * @KGUARD_CLASS_SCRATCH: where KHO (Kexec HandOver) lets the next kernel begin
 * @KGUARD_CLASS_PRESERVED: handed over to the next kernel by KHO
 * @KGUARD_CLASS_UNACCEPTED: a confidential guest has not accepted it yet
 *
 * A newer module may know more.
 */
enum kguard_class {
	KGUARD_CLASS_RAM		= 1 << 0,
	KGUARD_CLASS_FIRMWARE		= 1 << 1,
	KGUARD_CLASS_HOTADDED		= 1 << 2,
	KGUARD_CLASS_HOTPLUGGABLE	= 1 << 3,
	KGUARD_CLASS_DRIVER		= 1 << 4,
	KGUARD_CLASS_OFFLINE		= 1 << 5,
	KGUARD_CLASS_MOVABLE		= 1 << 6,
	KGUARD_CLASS_RESERVED		= 1 << 7,
	KGUARD_CLASS_CRASH		= 1 << 8,
	KGUARD_CLASS_KERNEL		= 1 << 9,
	KGUARD_CLASS_NOMAP		= 1 << 10,
	KGUARD_CLASS_SCRATCH		= 1 << 11,
	KGUARD_CLASS_PRESERVED		= 1 << 12,
	KGUARD_CLASS_UNACCEPTED		= 1 << 13,
};

/**
 * enum kguard_hook_state - how one hook is doing
 * @KGUARD_HOOK_UNUSED: this kernel has nothing to hook here; nothing is lost
 * @KGUARD_HOOK_ARMED: in place, verified when the snapshot was taken
 * @KGUARD_HOOK_MISSING: could not be armed
 * @KGUARD_HOOK_DEAD: was armed, and somebody disarmed it, or a live patch, or
 *	another that leads calls elsewhere, stands before it: EEXIST
 */
enum kguard_hook_state {
	KGUARD_HOOK_UNUSED	= 0,
	KGUARD_HOOK_ARMED	= 1,
	KGUARD_HOOK_MISSING	= 2,
	KGUARD_HOOK_DEAD	= 3,
};

/**
 * enum kguard_cause - what an event tells
 * @KGUARD_CAUSE_NONE: nothing; only as a trigger
 * @KGUARD_CAUSE_ADD: memory was added
 * @KGUARD_CAUSE_REMOVE: memory was removed
 * @KGUARD_CAUSE_ONLINE: memory went online
 * @KGUARD_CAUSE_OFFLINE: memory went offline
 * @KGUARD_CAUSE_LOAD: a normal image was loaded
 * @KGUARD_CAUSE_UNLOAD: it was unloaded by user space
 * @KGUARD_CAUSE_GUARD_UNLOAD: the guard unloaded it
 * @KGUARD_CAUSE_LOAD_REFUSED: the guard refused a load
 * @KGUARD_CAUSE_EXEC_REFUSED: the guard refused an execution
 * @KGUARD_CAUSE_VETO: the guard refused a memory operation
 * @KGUARD_CAUSE_EXEC: the image begins to execute
 * @KGUARD_CAUSE_EXEC_FAILED: it came back without having executed
 * @KGUARD_CAUSE_PAGE_LOST: the hardware has given up a page that it needs
 *
 * A newer module may know more.
 */
enum kguard_cause {
	KGUARD_CAUSE_NONE		= 0,
	KGUARD_CAUSE_ADD		= 1,
	KGUARD_CAUSE_REMOVE		= 2,
	KGUARD_CAUSE_ONLINE		= 3,
	KGUARD_CAUSE_OFFLINE		= 4,
	KGUARD_CAUSE_LOAD		= 5,
	KGUARD_CAUSE_UNLOAD		= 6,
	KGUARD_CAUSE_GUARD_UNLOAD	= 7,
	KGUARD_CAUSE_LOAD_REFUSED	= 8,
	KGUARD_CAUSE_EXEC_REFUSED	= 9,
	KGUARD_CAUSE_VETO		= 10,
	KGUARD_CAUSE_EXEC		= 11,
	KGUARD_CAUSE_EXEC_FAILED	= 12,
	KGUARD_CAUSE_PAGE_LOST		= 13,
};

/* The device */

/**
 * kguard_open() - open the guard's device
 * @path: the device's path, NULL for KGUARD_DEVICE
 * @guard: where to put the new handle; free it with kguard_close()
 *
 * Events that happen from here on can be read from this handle. The file is
 * opened close-on-exec and non-blocking.
 *
 * Privilege: none.
 * Return: 0; -ENOENT, -ENODEV, -ENXIO no such device; -EACCES; -ENOTTY the path is something else; -EPROTONOSUPPORT the
 * module breaks a promise that this library was built on; -ENOMEM, -EMFILE.
 */
int kguard_open(const char *path, struct kguard **guard);

/**
 * kguard_close() - close the device and free the handle
 * @guard: the handle or NULL
 */
void kguard_close(struct kguard *guard);

/**
 * kguard_get_fd() - the handle's file descriptor, for poll() and its kin
 * @guard: the handle
 *
 * Readable means that kguard_read_event() has an event. The descriptor stays
 * the handle's; do not read or close it.
 *
 * Return: the file descriptor.
 */
int kguard_get_fd(const struct kguard *guard);

/**
 * kguard_unload() - unload the normal image
 * @guard: the handle
 *
 * Works also under lockdown, with kernel.kexec_load_disabled set and without
 * consuming a load limit. No image loaded is success. The crash image is not
 * touched.
 *
 * Privilege: CAP_SYS_BOOT.
 * Return: 0; -EPERM; -EBUSY a load or an execution holds the image;
 * -EOPNOTSUPP KGUARD_PROTECT_UNLOAD is missing.
 */
int kguard_unload(struct kguard *guard);

/**
 * kguard_confirm() - keep the image only if the memory map has not moved
 * @guard: the handle
 * @generation: kguard_status_get_generation() of before the load
 *
 * A loader reads the generation, then the memory map, loads, and confirms.
 *
 * Privilege: CAP_SYS_BOOT.
 * Return: 0 the image is good; -ESTALE the map has moved since, and the image
 * has been unloaded, but for one that goes by a later map than @generation and
 * so is somebody else's; -EBUSY the map is moving, or the image could not be
 * unloaded yet (execution is refused meanwhile); -ENODATA no image is loaded;
 * -EINVAL @generation is ahead of the kernel's; -EPERM.
 */
int kguard_confirm(struct kguard *guard, uint64_t generation);

/**
 * kguard_confirm_image() - likewise, for one image and no other
 * @guard: the handle
 * @generation: kguard_status_get_generation() of before the load
 * @image: kguard_record_get_image() of what was loaded; 0 whichever it is
 *
 * Privilege: CAP_SYS_BOOT.
 * Return: as kguard_confirm(); -ENODATA, too, if another image is loaded, which
 * is left alone; -E2BIG the module is too old for an @image.
 */
int kguard_confirm_image(struct kguard *guard, uint64_t generation,
			 uint64_t image);

/**
 * kguard_announce() - this process begins to read the memory map now
 * @guard: the handle
 * @generation: where to put the generation of the map, or NULL
 *
 * kexec_load(2) brings a map that its caller has read before. It fails with
 * EBUSY if a change of memory that outdates images has ended since the caller's
 * process was started. A loader that lives long calls this each time before it
 * reads /proc/iomem or its like, and is judged by that instead, until it closes
 * the handle. Keep to one handle: where a process has announced through several,
 * the oldest counts. kguard_load_file() needs none of this.
 *
 * Privilege: CAP_SYS_BOOT.
 * Return: 0; -EBUSY memory is changing: wait for an event, and try again;
 * -EPERM; -ENOTTY the module is too old.
 */
int kguard_announce(struct kguard *guard, uint64_t *generation);

/**
 * kguard_load_file() - load a normal image from files
 * @kernel_fd: the kernel, open for reading
 * @initrd_fd: the initial RAM disk, open for reading, or -1 for none
 * @command_line: the new kernel's command line
 * @flags: zero
 *
 * A thin cover of kexec_file_load(2); needs no device. The kernel reads the
 * files to their end. An image that was loaded before is replaced on success
 * and kept on an error. Confirm the generation afterwards.
 *
 * Privilege: CAP_SYS_BOOT.
 * Return: 0; -EINVAL a flag, or a command line or kernel that this kernel does
 * not accept; -ENOSYS this kernel has no kexec_file_load(); -EPERM no
 * privilege, loads disabled, limit reached or lockdown; -EBUSY memory is
 * changing, or another load holds the image; -ENOEXEC not a kernel;
 * -EADDRNOTAVAIL no place for it; -EKEYREJECTED, -ENOKEY, -EBADMSG, -ENODATA
 * its signature was not accepted; -ENOMEM; -EBADF.
 */
int kguard_load_file(int kernel_fd, int initrd_fd, const char *command_line,
		     unsigned int flags);

/* What the module is */

/**
 * kguard_get_info() - read what this module is
 * @guard: the handle
 * @info: where to put the new snapshot; free it with kguard_info_free()
 *
 * Privilege: none.
 * Return: 0; -ENOMEM.
 */
int kguard_get_info(struct kguard *guard, struct kguard_info **info);

/**
 * kguard_info_free() - free a snapshot
 * @info: the snapshot or NULL
 */
void kguard_info_free(struct kguard_info *info);

/**
 * kguard_info_get_version() - the module's version
 * @info: the snapshot
 *
 * Return: a string.
 */
const char *kguard_info_get_version(const struct kguard_info *info);

/**
 * kguard_info_get_protections() - the protections that this kernel needs
 * @info: the snapshot
 *
 * Return: enum kguard_protection bits.
 */
uint32_t kguard_info_get_protections(const struct kguard_info *info);

/**
 * kguard_info_get_nr_hooks() - how many hooks kguard_get_hook() knows
 * @info: the snapshot
 *
 * Return: a number of rows.
 */
uint32_t kguard_info_get_nr_hooks(const struct kguard_info *info);

/**
 * kguard_info_get_block_size() - size of a memory block
 * @info: the snapshot
 *
 * Return: bytes.
 */
uint64_t kguard_info_get_block_size(const struct kguard_info *info);

/**
 * kguard_info_get_queue_length() - events kept for a slow reader
 * @info: the snapshot
 *
 * Return: a number of events.
 */
uint32_t kguard_info_get_queue_length(const struct kguard_info *info);

/* Protections */

/**
 * kguard_protection_get_name() - short name of a protection
 * @protection: one enum kguard_protection bit
 *
 * Return: a static string, NULL for a bit that this library does not know.
 */
const char *kguard_protection_get_name(uint32_t protection);

/**
 * kguard_protection_get_consequence() - what can happen without a protection
 * @protection: one enum kguard_protection bit
 *
 * Return: a static sentence without a full stop, NULL for an unknown bit.
 */
const char *kguard_protection_get_consequence(uint32_t protection);

/* Is the loaded image still good */

/**
 * kguard_get_status() - read the guard's state
 * @guard: the handle
 * @status: where to put the new snapshot; free it with kguard_status_free()
 *
 * The kernel verifies its hooks for each call.
 *
 * Privilege: none.
 * Return: 0; -ENOMEM.
 */
int kguard_get_status(struct kguard *guard, struct kguard_status **status);

/**
 * kguard_status_free() - free a snapshot
 * @status: the snapshot or NULL
 */
void kguard_status_free(struct kguard_status *status);

/**
 * kguard_status_get_state() - the state in one word
 * @status: the snapshot
 *
 * The first that holds: executing, changing, outdated, loaded, idle.
 *
 * Return: enum kguard_state.
 */
enum kguard_state kguard_status_get_state(const struct kguard_status *status);

/**
 * kguard_state_get_name() - name of a state, as in sysfs
 * @state: the state
 *
 * Return: a static string, NULL for an unknown state.
 */
const char *kguard_state_get_name(enum kguard_state state);

/**
 * kguard_status_is_loaded() - is a normal image loaded
 * @status: the snapshot
 *
 * Return: true if so; an outdated one counts.
 */
bool kguard_status_is_loaded(const struct kguard_status *status);

/**
 * kguard_status_is_crash_loaded() - is a crash image loaded
 * @status: the snapshot
 *
 * Return: true if so.
 */
bool kguard_status_is_crash_loaded(const struct kguard_status *status);

/**
 * kguard_status_is_crash_recorded() - is it known when that was loaded
 * @status: the snapshot
 *
 * Return: true if so; false for one that was loaded before the module.
 */
bool kguard_status_is_crash_recorded(const struct kguard_status *status);

/**
 * kguard_status_is_loading() - is a load of a normal image under way
 * @status: the snapshot
 *
 * Return: true if so.
 */
bool kguard_status_is_loading(const struct kguard_status *status);

/**
 * kguard_status_is_changing() - is memory changing
 * @status: the snapshot
 *
 * Return: true if so; loads and executions are refused meanwhile.
 */
bool kguard_status_is_changing(const struct kguard_status *status);

/**
 * kguard_status_is_outdated() - is the loaded image outdated and not gone yet
 * @status: the snapshot
 *
 * Return: true if so; it will not be executed.
 */
bool kguard_status_is_outdated(const struct kguard_status *status);

/**
 * kguard_status_is_executing() - is a kexec executing
 * @status: the snapshot
 *
 * Return: true if so; memory operations are refused meanwhile.
 */
bool kguard_status_is_executing(const struct kguard_status *status);

/**
 * kguard_status_is_recorded() - does kguard_get_record() know the image
 * @status: the snapshot
 *
 * Return: true if so.
 */
bool kguard_status_is_recorded(const struct kguard_status *status);

/**
 * kguard_status_is_confirmed() - has the image's loader confirmed it
 * @status: the snapshot
 *
 * Return: true if kguard_confirm() succeeded for this image.
 */
bool kguard_status_is_confirmed(const struct kguard_status *status);

/**
 * kguard_status_is_kept() - has the policy kept the image through a change
 * @status: the snapshot
 *
 * Return: true if memory may have changed since the memory map was read that the
 * image goes by; kexec does not refuse it.
 */
bool kguard_status_is_kept(const struct kguard_status *status);

/**
 * kguard_status_is_early() - may the image's map be older than the module
 * @status: the snapshot
 *
 * Return: true if the memory map that the image goes by may have been read
 * before the module came, which has not seen what changed until then.
 */
bool kguard_status_is_early(const struct kguard_status *status);

/**
 * kguard_status_get_generation() - completed changes of the memory map
 * @status: the snapshot
 *
 * Return: a count since the module was loaded.
 */
uint64_t kguard_status_get_generation(const struct kguard_status *status);

/**
 * kguard_status_get_missing() - protections needed here and not in force now
 * @status: the snapshot
 *
 * Return: enum kguard_protection bits.
 */
uint32_t kguard_status_get_missing(const struct kguard_status *status);

/**
 * kguard_status_get_changes() - memory events seen
 * @status: the snapshot
 *
 * Return: a count; the cancelled and the ignored ones are included.
 */
uint64_t kguard_status_get_changes(const struct kguard_status *status);

/**
 * kguard_status_get_unloads() - images that the guard unloaded
 * @status: the snapshot
 *
 * Return: a count.
 */
uint64_t kguard_status_get_unloads(const struct kguard_status *status);

/**
 * kguard_status_get_loads_refused() - load syscalls that the guard failed
 * @status: the snapshot
 *
 * Return: a count.
 */
uint64_t kguard_status_get_loads_refused(const struct kguard_status *status);

/**
 * kguard_status_get_execs_refused() - executions that the guard failed
 * @status: the snapshot
 *
 * Return: a count.
 */
uint64_t kguard_status_get_execs_refused(const struct kguard_status *status);

/**
 * kguard_status_get_vetoes() - memory operations that the guard failed
 * @status: the snapshot
 *
 * Return: a count.
 */
uint64_t kguard_status_get_vetoes(const struct kguard_status *status);

/**
 * kguard_status_get_last_event() - the newest queued event
 * @status: the snapshot
 *
 * Return: its sequence number, 0 if there was none yet.
 */
uint64_t kguard_status_get_last_event(const struct kguard_status *status);

/**
 * kguard_status_get_last_load_ns() - when the newest normal image was loaded
 * @status: the snapshot
 *
 * Whether it is still loaded or not; tells a loader whether what was unloaded
 * was its own.
 *
 * Return: nanoseconds of CLOCK_BOOTTIME, 0 if none was loaded since the module
 * came.
 */
uint64_t kguard_status_get_last_load_ns(const struct kguard_status *status);

/**
 * kguard_status_get_crash_generation() - for which memory the crash image is
 * @status: the snapshot, of which kguard_status_is_crash_recorded() holds
 *
 * Return: generation at which its load began.
 */
uint64_t
kguard_status_get_crash_generation(const struct kguard_status *status);

/**
 * kguard_status_get_crash_changes() - what happened since it was loaded
 * @status: the snapshot, of which kguard_status_is_crash_recorded() holds
 *
 * Return: completed changes of memory of any kind, those included that do not
 * count in the generation because the policy ignores them.
 */
uint64_t kguard_status_get_crash_changes(const struct kguard_status *status);

/* Who loaded the image, when, and where to */

/**
 * kguard_get_record() - read the load record of the normal image
 * @guard: the handle
 * @record: where to put the new snapshot; free it with kguard_record_free()
 *
 * Privilege: none; addresses need CAP_SYS_ADMIN and are 0 without.
 * Return: 0; -ENODATA no image is loaded, or nothing is known of it; -ENOMEM.
 */
int kguard_get_record(struct kguard *guard, struct kguard_record **record);

/**
 * kguard_record_free() - free a snapshot
 * @record: the snapshot or NULL
 */
void kguard_record_free(struct kguard_record *record);

/**
 * kguard_record_is_file_load() - which syscall loaded the image
 * @record: the snapshot
 *
 * Return: true for kexec_file_load(), false for kexec_load(). Meaningless if
 * kguard_record_is_before().
 */
bool kguard_record_is_file_load(const struct kguard_record *record);

/**
 * kguard_record_is_before() - was the image loaded before the module
 * @record: the snapshot
 *
 * Return: true if so; then the loader and the time are not known.
 */
bool kguard_record_is_before(const struct kguard_record *record);

/**
 * kguard_record_has_segments() - are the segments known to the guard
 * @record: the snapshot
 *
 * Return: false if they could not be learnt.
 */
bool kguard_record_has_segments(const struct kguard_record *record);

/**
 * kguard_record_is_hidden() - were the addresses withheld
 * @record: the snapshot
 *
 * Return: true if this process may not see them.
 */
bool kguard_record_is_hidden(const struct kguard_record *record);

/**
 * kguard_record_get_image() - number of the image, for kguard_confirm_image()
 * @record: the snapshot
 *
 * Return: the number; each image that is loaded has another; 0 if the module is
 * too old to tell.
 */
uint64_t kguard_record_get_image(const struct kguard_record *record);

/**
 * kguard_record_get_pid() - process that loaded the image
 * @record: the snapshot
 *
 * Return: process ID in the initial namespace.
 */
pid_t kguard_record_get_pid(const struct kguard_record *record);

/**
 * kguard_record_get_uid() - user that loaded the image
 * @record: the snapshot
 *
 * Return: user ID in the initial namespace.
 */
uid_t kguard_record_get_uid(const struct kguard_record *record);

/**
 * kguard_record_get_comm() - name of the process that loaded the image
 * @record: the snapshot
 *
 * The process chose it; it may hold any byte but NUL.
 *
 * Return: a string.
 */
const char *kguard_record_get_comm(const struct kguard_record *record);

/**
 * kguard_record_get_generation() - generation at which the load began
 * @record: the snapshot
 *
 * Return: as kguard_status_get_generation().
 */
uint64_t kguard_record_get_generation(const struct kguard_record *record);

/**
 * kguard_record_get_boottime_ns() - when the image was loaded
 * @record: the snapshot
 *
 * Return: nanoseconds of CLOCK_BOOTTIME, for ages.
 */
uint64_t kguard_record_get_boottime_ns(const struct kguard_record *record);

/**
 * kguard_record_get_realtime_ns() - when the image was loaded
 * @record: the snapshot
 *
 * Return: nanoseconds of CLOCK_REALTIME, for people.
 */
uint64_t kguard_record_get_realtime_ns(const struct kguard_record *record);

/**
 * kguard_record_get_nr_segments() - number of segments
 * @record: the snapshot
 *
 * Return: a count.
 */
size_t kguard_record_get_nr_segments(const struct kguard_record *record);

/**
 * kguard_record_get_segment() - where one segment will go
 * @record: the snapshot
 * @index: 0 to kguard_record_get_nr_segments() - 1, in the order of the load
 * @start: where to put the first byte's address, or NULL
 * @end: where to put the address behind the last byte, or NULL
 *
 * Return: 0; -ENOENT @index is past the last segment; -EPERM the addresses
 * were withheld.
 */
int kguard_record_get_segment(const struct kguard_record *record, size_t index,
			      uint64_t *start, uint64_t *end);

/**
 * kguard_record_get_level() - how good the places of the image are
 * @record: the snapshot
 *
 * Return: the level of the worst segment, by what memory was when the snapshot
 * was taken.
 */
enum kguard_level kguard_record_get_level(const struct kguard_record *record);

/**
 * kguard_record_get_reasons() - what speaks against the places of the image
 * @record: the snapshot
 *
 * Return: bits for kguard_reason_get_name(), those of all segments together.
 */
uint32_t kguard_record_get_reasons(const struct kguard_record *record);

/**
 * kguard_record_get_placement() - how good the place of one segment is
 * @record: the snapshot
 * @index: 0 to kguard_record_get_nr_segments() - 1
 * @level: where to put the level, or NULL
 * @reasons: where to put what speaks against the place, bits for
 *	kguard_reason_get_name(), or NULL
 *
 * Return: 0; -ENOENT @index is past the last segment.
 */
int kguard_record_get_placement(const struct kguard_record *record,
				size_t index, enum kguard_level *level,
				uint32_t *reasons);

/**
 * kguard_level_get_name() - name of a level
 * @level: the level
 *
 * Return: a static string, NULL for an unknown level.
 */
const char *kguard_level_get_name(enum kguard_level level);

/**
 * kguard_reason_get_name() - name of what speaks against a place
 * @reason: one bit
 *
 * Return: a static string, NULL for an unknown bit.
 */
const char *kguard_reason_get_name(uint32_t reason);

/**
 * kguard_record_is_audited() - are the page counts known
 * @record: the snapshot
 *
 * The pages that an execution of the image touches are counted when it is
 * loaded; the getters below return 0 if they were not.
 *
 * Return: true if so.
 */
bool kguard_record_is_audited(const struct kguard_record *record);

/**
 * kguard_record_is_mapped() - does the copying run with the MMU on
 * @record: the snapshot
 *
 * With the MMU off, and the caches with it, it takes much longer.
 *
 * Return: true if so, false also if the image was not looked at.
 */
bool kguard_record_is_mapped(const struct kguard_record *record);

/**
 * kguard_record_get_copied() - pages that execution copies to another place
 * @record: the snapshot
 *
 * Return: pages.
 */
uint32_t kguard_record_get_copied(const struct kguard_record *record);

/**
 * kguard_record_get_in_place() - pages that are where they have to be
 * @record: the snapshot
 *
 * Return: pages.
 */
uint32_t kguard_record_get_in_place(const struct kguard_record *record);

/**
 * kguard_record_get_control() - pages that the copying itself needs
 * @record: the snapshot
 *
 * Return: pages.
 */
uint32_t kguard_record_get_control(const struct kguard_record *record);

/**
 * kguard_record_get_lost_sources() - pages to be copied that are not there
 * @record: the snapshot
 *
 * Return: pages that are not online system RAM.
 */
uint32_t kguard_record_get_lost_sources(const struct kguard_record *record);

/**
 * kguard_record_get_lost_controls() - control pages that are not there
 * @record: the snapshot
 *
 * Return: pages that are not online system RAM.
 */
uint32_t kguard_record_get_lost_controls(const struct kguard_record *record);

/**
 * kguard_record_get_lost_destinations() - pages of unsafe destinations
 * @record: the snapshot
 *
 * Return: pages.
 */
uint32_t
kguard_record_get_lost_destinations(const struct kguard_record *record);

/**
 * kguard_record_get_poisoned() - pages that the hardware has given up
 * @record: the snapshot
 *
 * Return: pages of any kind.
 */
uint32_t kguard_record_get_poisoned(const struct kguard_record *record);

/* What memory there is, and how good it is as a place for an image */

/**
 * kguard_get_map() - read the physical memory as the guard knows it
 * @guard: the handle
 * @map: where to put the new snapshot; free it with kguard_map_free()
 *
 * Privilege: CAP_SYS_ADMIN, also when the device was opened.
 * Return: 0; -EPERM; -ENODATA the guard could not read the facts; -ENOTTY the
 * module is too old to be asked; -E2BIG more ranges than a machine has; -EIO
 * the kernel returned something else than a map; -ENOMEM.
 */
int kguard_get_map(struct kguard *guard, struct kguard_map **map);

/**
 * kguard_map_read() - read the physical memory from files
 * @sysroot: NULL for this machine, else a directory that is looked at instead
 *	of / (its proc and sys), captured from any machine
 * @map: where to put the new snapshot; free it with kguard_map_free()
 * @where: where to put, on an error, which file it is about, as "FILE" or
 *	"FILE:LINE", to be passed to free(); NULL for want of memory; may be
 *	NULL
 *
 * Needs no device. What the files do not tell is shown as unknown.
 *
 * Privilege: none; for this machine what /proc/iomem needs to show addresses.
 * Return: 0; -ENOENT a file is missing; -EACCES /proc/iomem shows no addresses
 * to this process, or did not when it was captured; -ENODATA it lists no RAM;
 * -EBADMSG content that no kernel writes; -EOPNOTSUPP not x86 and not arm64;
 * -EFBIG, -E2BIG more content than can be; -ENOMEM; or what opening and reading
 * the files met.
 */
int kguard_map_read(const char *sysroot, struct kguard_map **map,
		    char **where);

/**
 * kguard_map_free() - free a snapshot
 * @map: the snapshot or NULL
 */
void kguard_map_free(struct kguard_map *map);

/**
 * kguard_map_get_nr_ranges() - how many ranges there are
 * @map: the snapshot
 *
 * Return: a count.
 */
size_t kguard_map_get_nr_ranges(const struct kguard_map *map);

/**
 * kguard_map_get_range() - one range, and what is known of it
 * @map: the snapshot
 * @index: 0 to kguard_map_get_nr_ranges() - 1, in the order of addresses
 * @start: where to put the first byte's address, or NULL
 * @end: where to put the address behind the last byte, or NULL
 * @classes: where to put the enum kguard_class bits, never 0, or NULL
 *
 * Ranges do not overlap. What lies between them is not memory.
 *
 * Return: 0; -ENOENT @index is past the last range.
 */
int kguard_map_get_range(const struct kguard_map *map, size_t index,
			 uint64_t *start, uint64_t *end, uint32_t *classes);

/**
 * kguard_map_get_unknown() - what could not be read
 * @map: the snapshot
 *
 * Memory that might be unsafe because of it is called removable at best. That it
 * might be removable because of it is no reason; so ask for this before you
 * rely on safe.
 *
 * Return: enum kguard_class bits.
 */
uint32_t kguard_map_get_unknown(const struct kguard_map *map);

/**
 * kguard_map_is_all_marked() - does firmware mark everything hot-pluggable
 * @map: the snapshot
 *
 * Hyper-V's and Azure's does. The mark then means nothing for memory that was
 * there at boot, and is left out there.
 *
 * Return: true if SRAT marks all memory that was there at boot.
 */
bool kguard_map_is_all_marked(const struct kguard_map *map);

/**
 * kguard_map_get_version() - which state of the guard's map this is
 * @map: the snapshot
 *
 * Return: a number that grows with every change of the map; 0 if it was read
 * from files.
 */
uint64_t kguard_map_get_version(const struct kguard_map *map);

/**
 * kguard_map_get_page_size() - the size of a page
 * @map: the snapshot
 *
 * Return: bytes; if it was read from files, the largest size that the machine
 * can have.
 */
uint32_t kguard_map_get_page_size(const struct kguard_map *map);

/**
 * kguard_map_judge() - how good a place is
 * @map: the snapshot
 * @start: first byte
 * @end: first byte behind it
 * @level: where to put the level of the worst page, or NULL
 * @reasons: where to put what speaks against any page, bits for
 *	kguard_reason_get_name(), or NULL
 *
 * Return: 0; -EINVAL the place is empty.
 */
int kguard_map_judge(const struct kguard_map *map, uint64_t start,
		     uint64_t end, enum kguard_level *level,
		     uint32_t *reasons);

/**
 * kguard_class_get_name() - name of a class
 * @class_bit: one enum kguard_class bit
 *
 * Return: a static string, NULL for a bit that this library does not know.
 */
const char *kguard_class_get_name(uint32_t class_bit);

/* Where an image may live */

/**
 * kguard_query_new() - start a question for windows
 * @query: where to put the new question; free it with kguard_query_free()
 *
 * Asks for a page of safe memory anywhere, lowest first, outside of the crash
 * kernel's memory, until it is told otherwise.
 *
 * Return: 0; -ENOMEM.
 */
int kguard_query_new(struct kguard_query **query);

/**
 * kguard_query_free() - free a question
 * @query: the question or NULL
 */
void kguard_query_free(struct kguard_query *query);

/**
 * kguard_query_set_size() - what has to fit
 * @query: the question
 * @size: bytes; 0 for a page
 */
void kguard_query_set_size(struct kguard_query *query, uint64_t size);

/**
 * kguard_query_set_alignment() - what its address must be a multiple of
 * @query: the question
 * @alignment: bytes, a power of two; less than a page is a page
 */
void kguard_query_set_alignment(struct kguard_query *query,
				uint64_t alignment);

/**
 * kguard_query_set_limits() - where to look
 * @query: the question
 * @min: no window begins below
 * @max: no window ends above; an address behind the last byte
 */
void kguard_query_set_limits(struct kguard_query *query, uint64_t min,
			     uint64_t max);

/**
 * kguard_query_set_avoided() - memory that is left alone although it is legal
 * @query: the question
 * @classes: enum kguard_class bits
 */
void kguard_query_set_avoided(struct kguard_query *query, uint32_t classes);

/**
 * kguard_query_set_removable() - take memory, too, that can go away
 * @query: the question
 * @removable: false for safe memory only
 */
void kguard_query_set_removable(struct kguard_query *query, bool removable);

/**
 * kguard_query_set_top_down() - from which end
 * @query: the question
 * @top_down: true for the highest window first and the highest address in it
 */
void kguard_query_set_top_down(struct kguard_query *query, bool top_down);

/**
 * kguard_map_find_windows() - where an image may live
 * @map: the snapshot of memory
 * @query: the question; neither is needed once this returns
 * @windows: where to put the new answer; free it with kguard_windows_free()
 *
 * Return: 0, also if there is no window; -EINVAL an alignment that is no power
 * of two, limits that leave nothing, or an unknown class to avoid; -ENOMEM.
 */
int kguard_map_find_windows(const struct kguard_map *map,
			    const struct kguard_query *query,
			    struct kguard_windows **windows);

/**
 * kguard_windows_free() - free an answer
 * @windows: the answer or NULL
 */
void kguard_windows_free(struct kguard_windows *windows);

/**
 * kguard_windows_get_nr() - how many windows there are
 * @windows: the answer
 *
 * Return: a count.
 */
size_t kguard_windows_get_nr(const struct kguard_windows *windows);

/**
 * kguard_windows_get_window() - one window
 * @windows: the answer
 * @index: 0 to kguard_windows_get_nr() - 1, in the order that was asked for
 * @start: where to put the first byte's address, or NULL
 * @end: where to put the address behind the last byte, or NULL
 * @address: where to put the address at which what was asked for fits, or NULL
 *
 * A window is whole pages, and as long as it can be.
 *
 * Return: 0; -ENOENT @index is past the last window.
 */
int kguard_windows_get_window(const struct kguard_windows *windows,
			      size_t index, uint64_t *start, uint64_t *end,
			      uint64_t *address);

/**
 * kguard_windows_get_placement() - how good one window is
 * @windows: the answer
 * @index: 0 to kguard_windows_get_nr() - 1
 * @level: where to put the level, or NULL
 * @reasons: where to put what speaks against it, bits for
 *	kguard_reason_get_name(), or NULL
 *
 * Return: 0; -ENOENT @index is past the last window.
 */
int kguard_windows_get_placement(const struct kguard_windows *windows,
				 size_t index, enum kguard_level *level,
				 uint32_t *reasons);

/**
 * kguard_windows_get_nr_exclusions() - how many pieces are in no window
 * @windows: the answer
 *
 * Return: a count.
 */
size_t
kguard_windows_get_nr_exclusions(const struct kguard_windows *windows);

/**
 * kguard_windows_get_exclusion() - one piece that is in no window, and why
 * @windows: the answer
 * @index: 0 to kguard_windows_get_nr_exclusions() - 1, lowest first
 * @start: where to put the first byte's address, or NULL
 * @end: where to put the address behind the last byte, or NULL
 * @level: where to put the level that @reasons amount to, or NULL
 * @reasons: where to put every obstacle, bits for kguard_reason_get_name(), or
 *	NULL
 *
 * Windows and exclusions together are all that lies between the limits.
 *
 * Return: 0; -ENOENT @index is past the last piece.
 */
int kguard_windows_get_exclusion(const struct kguard_windows *windows,
				 size_t index, uint64_t *start, uint64_t *end,
				 enum kguard_level *level, uint32_t *reasons);

/* Hooks */

/**
 * kguard_get_hook() - read one row of the hook table
 * @guard: the handle
 * @index: 0 to kguard_info_get_nr_hooks() - 1
 * @hook: where to put the new snapshot; free it with kguard_hook_free()
 *
 * The kernel verifies the hook in this call.
 *
 * Privilege: none.
 * Return: 0; -ENOENT @index is past the last row; -ENOMEM.
 */
int kguard_get_hook(struct kguard *guard, uint32_t index,
		    struct kguard_hook **hook);

/**
 * kguard_hook_free() - free a snapshot
 * @hook: the snapshot or NULL
 */
void kguard_hook_free(struct kguard_hook *hook);

/**
 * kguard_hook_get_name() - the hook's name, as in sysfs
 * @hook: the snapshot
 *
 * Return: a string.
 */
const char *kguard_hook_get_name(const struct kguard_hook *hook);

/**
 * kguard_hook_get_state() - how the hook is doing
 * @hook: the snapshot
 *
 * Return: enum kguard_hook_state; a newer module may know more.
 */
enum kguard_hook_state kguard_hook_get_state(const struct kguard_hook *hook);

/**
 * kguard_hook_state_get_name() - name of a hook's state
 * @state: the state
 *
 * Return: a static string, NULL for an unknown state.
 */
const char *kguard_hook_state_get_name(enum kguard_hook_state state);

/**
 * kguard_hook_get_error() - what arming met
 * @hook: the snapshot
 *
 * Return: 0 or a negative errno value.
 */
int kguard_hook_get_error(const struct kguard_hook *hook);

/**
 * kguard_hook_get_protections() - what is lost without this hook
 * @hook: the snapshot
 *
 * Return: enum kguard_protection bits.
 */
uint32_t kguard_hook_get_protections(const struct kguard_hook *hook);

/**
 * kguard_hook_get_symbol() - the kernel function in use
 * @hook: the snapshot
 *
 * Return: a string, empty if none.
 */
const char *kguard_hook_get_symbol(const struct kguard_hook *hook);

/**
 * kguard_hook_get_without() - what is not protected while it is not armed
 * @hook: the snapshot
 *
 * Return: a sentence.
 */
const char *kguard_hook_get_without(const struct kguard_hook *hook);

/* Events */

/**
 * kguard_wait_event() - wait until an event can be read
 * @guard: the handle
 * @timeout_ns: nanoseconds to wait at most; 0 looks only, below 0 is forever
 *
 * Privilege: none.
 * Return: 0 an event waits; -ETIMEDOUT; -EINTR a signal came first; -ENODEV
 * the device went away.
 */
int kguard_wait_event(struct kguard *guard, int64_t timeout_ns);

/**
 * kguard_read_event() - take the next event
 * @guard: the handle
 * @event: where to put the event; free it with kguard_event_free()
 *
 * Each handle gets each event that came after its kguard_open(), once.
 *
 * Privilege: none; addresses need CAP_SYS_ADMIN and are 0 without.
 * Return: 0; -EAGAIN no event waits; -ENOMEM; -EIO the kernel returned
 * something else than a whole event.
 */
int kguard_read_event(struct kguard *guard, struct kguard_event **event);

/**
 * kguard_event_free() - free an event
 * @event: the event or NULL
 */
void kguard_event_free(struct kguard_event *event);

/**
 * kguard_event_get_sequence() - the event's number
 * @event: the event
 *
 * Return: 1, 2, 3 ...; a gap means lost events.
 */
uint64_t kguard_event_get_sequence(const struct kguard_event *event);

/**
 * kguard_event_get_boottime_ns() - when it happened
 * @event: the event
 *
 * Return: nanoseconds of CLOCK_BOOTTIME.
 */
uint64_t kguard_event_get_boottime_ns(const struct kguard_event *event);

/**
 * kguard_event_get_generation() - generation after the event
 * @event: the event
 *
 * Return: as kguard_status_get_generation().
 */
uint64_t kguard_event_get_generation(const struct kguard_event *event);

/**
 * kguard_event_get_start() - first byte of the memory concerned
 * @event: the event
 *
 * Return: an address; 0 with an end of 0 if there is none or it is hidden.
 */
uint64_t kguard_event_get_start(const struct kguard_event *event);

/**
 * kguard_event_get_end() - first byte behind the memory concerned
 * @event: the event
 *
 * Return: an address.
 */
uint64_t kguard_event_get_end(const struct kguard_event *event);

/**
 * kguard_event_get_cause() - what happened
 * @event: the event
 *
 * Return: enum kguard_cause; a newer module may know more.
 */
enum kguard_cause kguard_event_get_cause(const struct kguard_event *event);

/**
 * kguard_event_get_trigger() - why the guard unloaded
 * @event: the event
 *
 * Return: for KGUARD_CAUSE_GUARD_UNLOAD the cause of the memory event behind
 * it; KGUARD_CAUSE_NONE when user space asked for it, and for other events.
 */
enum kguard_cause kguard_event_get_trigger(const struct kguard_event *event);

/**
 * kguard_cause_get_name() - short name of a cause
 * @cause: the cause
 *
 * Return: a static string, NULL for an unknown cause and for none.
 */
const char *kguard_cause_get_name(enum kguard_cause cause);

/**
 * kguard_cause_is_memory() - is it about memory that changed
 * @cause: the cause
 *
 * Return: true for add, remove, online and offline.
 */
bool kguard_cause_is_memory(enum kguard_cause cause);

/**
 * kguard_event_get_pid() - process that acted
 * @event: the event
 *
 * Return: process ID in the initial namespace, 0 for a kernel thread.
 */
pid_t kguard_event_get_pid(const struct kguard_event *event);

/**
 * kguard_event_is_overrun() - were events before this one lost to this handle
 * @event: the event
 *
 * Return: true if so.
 */
bool kguard_event_is_overrun(const struct kguard_event *event);

/**
 * kguard_event_is_cancelled() - did the memory operation not happen after all
 * @event: the event
 *
 * Return: true if so.
 */
bool kguard_event_is_cancelled(const struct kguard_event *event);

/**
 * kguard_event_is_ignored() - does the policy keep the image for this event
 * @event: the event
 *
 * Return: true if so.
 */
bool kguard_event_is_ignored(const struct kguard_event *event);

/**
 * kguard_event_is_driver() - is the memory managed by a driver
 * @event: the event
 *
 * Return: true if so.
 */
bool kguard_event_is_driver(const struct kguard_event *event);

/**
 * kguard_event_is_hidden() - were the addresses withheld
 * @event: the event
 *
 * Return: true if this process may not see them.
 */
bool kguard_event_is_hidden(const struct kguard_event *event);

#ifdef __cplusplus
}
#endif

#endif /* KGUARD_H */
