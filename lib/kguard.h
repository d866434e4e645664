/* SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later */
/*
 * libkguard - query and control the kexec image guard, and load images.
 *
 * Functions return 0 or a negative errno value, and results through pointers,
 * which an error leaves unchanged. Objects are opaque snapshots that the caller
 * owns and frees; freeing NULL does nothing. Getters cannot fail; the strings
 * that they return are valid as long as their object. Any other function that
 * gets a NULL object calls abort(), by assert(): it is a bug in the caller. The
 * library never prints or exits and has no global state; threads may use
 * different objects at the same time.
 *
 * Constants are those of <linux/kexecguard.h>; a newer module may return
 * others. Addresses are physical, in bytes; ranges are half-open: [start, end).
 */
#ifndef KGUARD_H
#define KGUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <linux/kexecguard.h>

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
struct kguard_loader;

#define KGUARD_DEVICE	"/dev/kexecguard"

/**
 * enum kguard_state - what the guard is doing, in one word
 * @KGUARD_STATE_IDLE: no normal image is loaded, memory is not changing
 * @KGUARD_STATE_LOADED: a normal image is loaded and fits the memory
 * @KGUARD_STATE_CHANGING: memory is changing; loads and executions are refused
 * @KGUARD_STATE_OUTDATED: the image is outdated and not unloaded yet;
 *	executions are refused
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
 * enum kguard_verdict - what can be said of the normal image
 * @KGUARD_VERDICT_UNKNOWN: one is loaded; whether it fits the memory is unknown
 * @KGUARD_VERDICT_VALID: one is loaded and fits the memory
 * @KGUARD_VERDICT_NONE: none is loaded
 * @KGUARD_VERDICT_CHANGING: memory is changing, kexec would be refused
 * @KGUARD_VERDICT_OUTDATED: one is loaded that no longer fits the memory
 * @KGUARD_VERDICT_UNSAFE: one is loaded where it would corrupt or hang
 */
enum kguard_verdict {
	KGUARD_VERDICT_UNKNOWN	= 0,
	KGUARD_VERDICT_VALID	= 1,
	KGUARD_VERDICT_NONE	= 2,
	KGUARD_VERDICT_CHANGING	= 3,
	KGUARD_VERDICT_OUTDATED	= 4,
	KGUARD_VERDICT_UNSAFE	= 5,
};

/**
 * kguard_get_library_version() - version of this library
 *
 * Return: a static string, as kguard_info_get_version() returns for the module.
 */
const char *kguard_get_library_version(void);

/* The device */

/**
 * kguard_open() - open the guard's device
 * @path: the device's path, NULL for KGUARD_DEVICE
 * @guard: where to put the new handle; free it with kguard_close()
 *
 * Events that happen after this call can be read from the handle. The file is
 * opened close-on-exec and non-blocking.
 *
 * Privilege: none.
 * Return: 0; -ENOENT, -ENODEV, -ENXIO no such device; -EACCES; -ENOTTY @path is
 * not the guard; -EPROTONOSUPPORT the module's ABI is incompatible with this
 * library; -ENOMEM, -EMFILE.
 */
int kguard_open(const char *path, struct kguard **guard);

/**
 * kguard_close() - close the device and free the handle
 * @guard: the handle or NULL
 */
void kguard_close(struct kguard *guard);

/**
 * kguard_get_fd() - the handle's file descriptor, for poll() and the like
 * @guard: the handle
 *
 * It is readable if kguard_read_event() has an event. The handle owns it: do
 * not read from it or close it.
 *
 * Return: the file descriptor.
 */
int kguard_get_fd(const struct kguard *guard);

/**
 * kguard_unload() - unload the normal image
 * @guard: the handle
 *
 * Also works under lockdown and with kernel.kexec_load_disabled set, and does
 * not count against a load limit. Succeeds if no image is loaded. Does not
 * touch the crash image.
 *
 * Privilege: CAP_SYS_BOOT.
 * Return: 0; -EPERM; -EBUSY a load or an execution holds the image;
 * -EOPNOTSUPP KEXECGUARD_PROTECT_UNLOAD is missing.
 */
int kguard_unload(struct kguard *guard);

/**
 * kguard_confirm() - keep the image only if the memory map has not changed
 * @guard: the handle
 * @generation: kguard_status_get_generation() from before the load
 *
 * A loader reads the generation, then the memory map, loads, and confirms.
 *
 * Privilege: CAP_SYS_BOOT.
 * Return: 0 the image is good; -ESTALE the map has changed since, and the image
 * has been unloaded, unless it was loaded by a later map than @generation, by
 * another loader; -EBUSY the map is changing, the image is just being loaded,
 * unloaded or executed, or could not be unloaded yet (until then its execution
 * is refused); -ENODATA no image is loaded; -EINVAL @generation is ahead of the
 * kernel's; -EPERM.
 */
int kguard_confirm(struct kguard *guard, uint64_t generation);

/**
 * kguard_confirm_image() - kguard_confirm() for one particular image
 * @guard: the handle
 * @generation: kguard_status_get_generation() from before the load
 * @image: kguard_record_get_image() of the image; 0 for any
 *
 * Privilege: CAP_SYS_BOOT.
 * Return: as kguard_confirm(); -ENODATA also if another image is loaded, which
 * is then kept; -E2BIG the module is too old for an @image.
 */
int kguard_confirm_image(struct kguard *guard, uint64_t generation,
			 uint64_t image);

/**
 * kguard_announce() - this process starts to read the memory map now
 * @guard: the handle
 * @generation: where to put the generation of the map, or NULL
 *
 * The caller of kexec_load(2) has read the memory map before. The load fails
 * with EBUSY if a change that outdates images has ended since the caller's
 * process started. A long-running loader therefore calls this each time before
 * it reads /proc/iomem or the like; this moment then counts, until it closes
 * the handle. If a process has announced through several handles, the oldest
 * announcement counts. kguard_load_file() needs no announcement.
 *
 * Privilege: CAP_SYS_BOOT.
 * Return: 0; -EBUSY memory is changing: wait for an event, then try again;
 * -EPERM; -ENOTTY the module is too old.
 */
int kguard_announce(struct kguard *guard, uint64_t *generation);

/**
 * kguard_hold() - have memory operations refused that would outdate the image
 * @guard: the handle
 * @timeout_ms: for how long at most: 1 to KEXECGUARD_HOLD_MS_MAX
 * @until_ns: where to put when the hold ends by itself, nanoseconds of
 *	CLOCK_BOOTTIME, or NULL
 * @generation: where to put the generation of the map, or NULL
 *
 * Taking memory online or offline and adding memory fail as while a kexec
 * executes. Memory operations that the policy keeps or only reports go on, and
 * so do loads, unloads and executions. A removal cannot be refused: it waits
 * for 30 seconds at most, then it happens, outdates the image and ends all
 * holds. A page that the hardware gives up outdates the image as ever.
 *
 * The hold ends with kguard_release(), with kguard_close(), when the process
 * ends, and when its time has run out. Each handle can have one; holding again
 * sets a new time. If that fails, the previous hold stands.
 *
 * Privilege: CAP_SYS_BOOT.
 * Return: 0; -ENODATA no image is loaded; -EBUSY memory is changing, the image
 * is outdated, or a kexec is executing; -EINVAL @timeout_ms is out of range;
 * -EPERM; -ENOTTY the module is too old.
 */
int kguard_hold(struct kguard *guard, uint32_t timeout_ms, uint64_t *until_ns,
		uint64_t *generation);

/**
 * kguard_release() - end the hold of this handle
 * @guard: the handle
 *
 * Privilege: CAP_SYS_BOOT.
 * Return: 0; -ESTALE it had ended before: its time had run out, or a removal
 * broke it; -ENODATA there is none; -EPERM; -ENOTTY the module is too old.
 */
int kguard_release(struct kguard *guard);

/**
 * kguard_load_file() - load a normal image from files
 * @kernel_fd: the kernel, open for reading
 * @initrd_fd: the initial RAM disk, open for reading, or -1 for none
 * @command_line: the new kernel's command line
 * @flags: zero
 *
 * A thin wrapper of kexec_file_load(2); needs no device. The kernel reads the
 * files to their end. A previously loaded image is replaced on success and kept
 * on an error. Confirm the generation afterwards.
 *
 * Privilege: CAP_SYS_BOOT.
 * Return: 0; -EINVAL a flag, or a command line or kernel that this kernel does
 * not accept; -ENOSYS this kernel has no kexec_file_load(); -EPERM no
 * privilege, loads disabled, limit reached or lockdown; -EBUSY memory is
 * changing, or another load holds the image; -ENOEXEC not a kernel;
 * -EADDRNOTAVAIL no memory to place it in; -EKEYREJECTED, -ENOKEY, -EBADMSG,
 * -ENODATA its signature was not accepted; -ENOMEM; -EBADF.
 */
int kguard_load_file(int kernel_fd, int initrd_fd, const char *command_line,
		     unsigned int flags);

/* The module */

/**
 * kguard_get_info() - read the module's properties
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
 * Return: enum kexecguard_protection bits.
 */
uint32_t kguard_info_get_protections(const struct kguard_info *info);

/**
 * kguard_info_get_nr_hooks() - number of hooks
 * @info: the snapshot
 *
 * Return: the number of rows that kguard_get_hook() can read.
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
 * Return: the number of events.
 */
uint32_t kguard_info_get_queue_length(const struct kguard_info *info);

/* Protections */

/**
 * kguard_protection_get_name() - short name of a protection
 * @protection: one enum kexecguard_protection bit
 *
 * Return: a static string, NULL for an unknown bit.
 */
const char *kguard_protection_get_name(uint32_t protection);

/**
 * kguard_protection_get_consequence() - what can happen without a protection
 * @protection: one enum kexecguard_protection bit
 *
 * Return: a static sentence without a full stop, NULL for an unknown bit.
 */
const char *kguard_protection_get_consequence(uint32_t protection);

/* The guard's state: is the loaded image still good */

/**
 * kguard_get_status() - read the guard's state
 * @guard: the handle
 * @status: where to put the new snapshot; free it with kguard_status_free()
 *
 * Each call verifies the hooks.
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
 * If several hold, the first of: executing, changing, outdated, loaded, idle.
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
 * Return: true if so, also for an outdated one.
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
 * kguard_status_is_crash_recorded() - is the crash image's load recorded
 * @status: the snapshot
 *
 * Return: true if so; false if it was loaded before the module.
 */
bool kguard_status_is_crash_recorded(const struct kguard_status *status);

/**
 * kguard_status_is_loading() - is a normal image being loaded
 * @status: the snapshot
 *
 * Return: true if so.
 */
bool kguard_status_is_loading(const struct kguard_status *status);

/**
 * kguard_status_is_changing() - is memory changing
 * @status: the snapshot
 *
 * Return: true if so; then loads and executions are refused.
 */
bool kguard_status_is_changing(const struct kguard_status *status);

/**
 * kguard_status_is_outdated() - is the loaded image outdated, to be unloaded
 * @status: the snapshot
 *
 * Return: true if so; it will not be executed.
 */
bool kguard_status_is_outdated(const struct kguard_status *status);

/**
 * kguard_status_is_executing() - is a kexec executing
 * @status: the snapshot
 *
 * Return: true if so; then memory operations are refused.
 */
bool kguard_status_is_executing(const struct kguard_status *status);

/**
 * kguard_status_is_recorded() - can kguard_get_record() describe the image
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
 * Return: true if memory may have changed since the image's memory map was
 * read; kexec does not refuse the image.
 */
bool kguard_status_is_kept(const struct kguard_status *status);

/**
 * kguard_status_is_early() - may the image's map be older than the module
 * @status: the snapshot
 *
 * Return: true if the image's memory map may have been read before the module
 * was loaded; earlier memory changes are unknown.
 */
bool kguard_status_is_early(const struct kguard_status *status);

/**
 * kguard_status_is_held() - does a hold stand
 * @status: the snapshot
 *
 * Return: true if memory operations that would outdate the image are refused
 * because of kguard_hold().
 */
bool kguard_status_is_held(const struct kguard_status *status);

/**
 * kguard_status_get_generation() - completed changes of the memory map
 * @status: the snapshot
 *
 * Return: the number since the module was loaded.
 */
uint64_t kguard_status_get_generation(const struct kguard_status *status);

/**
 * kguard_status_get_missing() - protections that are needed but not in force
 * @status: the snapshot
 *
 * Return: enum kexecguard_protection bits.
 */
uint32_t kguard_status_get_missing(const struct kguard_status *status);

/**
 * kguard_status_get_changes() - memory operations seen
 * @status: the snapshot
 *
 * Return: a count, including cancelled and ignored operations.
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
 * kguard_status_get_loads_refused() - loads that the guard refused
 * @status: the snapshot
 *
 * Return: a count.
 */
uint64_t kguard_status_get_loads_refused(const struct kguard_status *status);

/**
 * kguard_status_get_execs_refused() - executions that the guard refused
 * @status: the snapshot
 *
 * Return: a count.
 */
uint64_t kguard_status_get_execs_refused(const struct kguard_status *status);

/**
 * kguard_status_get_vetoes() - memory operations that the guard refused
 * @status: the snapshot
 *
 * Return: a count.
 */
uint64_t kguard_status_get_vetoes(const struct kguard_status *status);

/**
 * kguard_status_get_last_event() - the newest event
 * @status: the snapshot
 *
 * Return: its sequence number, 0 if there was none yet.
 */
uint64_t kguard_status_get_last_event(const struct kguard_status *status);

/**
 * kguard_status_get_last_load_ns() - when the newest normal image was loaded
 * @status: the snapshot
 *
 * The image need not be loaded any more. A loader can find out whether the
 * image that was unloaded was its own.
 *
 * Return: nanoseconds of CLOCK_BOOTTIME, 0 if there was none since the module
 * was loaded.
 */
uint64_t kguard_status_get_last_load_ns(const struct kguard_status *status);

/**
 * kguard_status_get_crash_generation() - memory map of the crash image
 * @status: the snapshot; kguard_status_is_crash_recorded() must be true
 *
 * Return: the generation at which its load started.
 */
uint64_t
kguard_status_get_crash_generation(const struct kguard_status *status);

/**
 * kguard_status_get_crash_changes() - changes since the crash image was loaded
 * @status: the snapshot; kguard_status_is_crash_recorded() must be true
 *
 * Return: completed changes of memory of any kind, including those that do not
 * count in the generation because the policy ignores them.
 */
uint64_t kguard_status_get_crash_changes(const struct kguard_status *status);

/**
 * kguard_status_get_hold_until_ns() - when the longest hold ends by itself
 * @status: the snapshot
 *
 * Return: nanoseconds of CLOCK_BOOTTIME; 0 if no hold stands.
 */
uint64_t kguard_status_get_hold_until_ns(const struct kguard_status *status);

/**
 * kguard_status_get_hold_pid() - who took the hold that lasts longest
 * @status: the snapshot
 *
 * Return: its process ID in the initial namespace; 0 if no hold stands.
 */
pid_t kguard_status_get_hold_pid(const struct kguard_status *status);

/**
 * kguard_status_get_nr_holds() - how many holds stand
 * @status: the snapshot
 *
 * Return: the number.
 */
uint32_t kguard_status_get_nr_holds(const struct kguard_status *status);

/* The load record: who loaded the image, when, and where it goes */

/**
 * kguard_get_record() - read the load record of the normal image
 * @guard: the handle
 * @record: where to put the new snapshot; free it with kguard_record_free()
 *
 * Privilege: none; without CAP_SYS_ADMIN addresses are 0.
 * Return: 0; -ENODATA no image is loaded, or nothing is known about it;
 * -ENOMEM.
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
 * kguard_record_is_before() is true.
 */
bool kguard_record_is_file_load(const struct kguard_record *record);

/**
 * kguard_record_is_before() - was the image loaded before the module
 * @record: the snapshot
 *
 * Return: true if so; then the loader and the time are unknown.
 */
bool kguard_record_is_before(const struct kguard_record *record);

/**
 * kguard_record_has_segments() - are the segments known
 * @record: the snapshot
 *
 * Return: false if the guard could not find them out.
 */
bool kguard_record_has_segments(const struct kguard_record *record);

/**
 * kguard_record_is_hidden() - are the addresses hidden
 * @record: the snapshot
 *
 * Return: true if this process lacks the privilege to see them.
 */
bool kguard_record_is_hidden(const struct kguard_record *record);

/**
 * kguard_record_get_image() - number of the image, for kguard_confirm_image()
 * @record: the snapshot
 *
 * Return: a number that is different for each loaded image; 0 if the module is
 * too old.
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
 * The process chose it; it may contain any byte except NUL.
 *
 * Return: a string.
 */
const char *kguard_record_get_comm(const struct kguard_record *record);

/**
 * kguard_record_get_generation() - generation at which the load started
 * @record: the snapshot
 *
 * Return: as kguard_status_get_generation().
 */
uint64_t kguard_record_get_generation(const struct kguard_record *record);

/**
 * kguard_record_get_boottime_ns() - when the image was loaded
 * @record: the snapshot
 *
 * Return: nanoseconds of CLOCK_BOOTTIME.
 */
uint64_t kguard_record_get_boottime_ns(const struct kguard_record *record);

/**
 * kguard_record_get_realtime_ns() - when the image was loaded
 * @record: the snapshot
 *
 * Return: nanoseconds of CLOCK_REALTIME.
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
 * @end: where to put the end, exclusive, or NULL
 *
 * Return: 0; -ENOENT @index is past the last segment; -EPERM the addresses
 * are hidden.
 */
int kguard_record_get_segment(const struct kguard_record *record, size_t index,
			      uint64_t *start, uint64_t *end);

/**
 * kguard_record_get_level() - how well the image is placed
 * @record: the snapshot
 *
 * Return: the level of the worst segment, by the memory map at the time of the
 * snapshot.
 */
enum kexecguard_level
kguard_record_get_level(const struct kguard_record *record);

/**
 * kguard_record_get_reasons() - the reasons against the image's placement
 * @record: the snapshot
 *
 * Return: bits for kguard_reason_get_name(), of all segments together.
 */
uint32_t kguard_record_get_reasons(const struct kguard_record *record);

/**
 * kguard_record_get_placement() - how well one segment is placed
 * @record: the snapshot
 * @index: 0 to kguard_record_get_nr_segments() - 1
 * @level: where to put the level, or NULL
 * @reasons: where to put the reasons against it, bits for
 *	kguard_reason_get_name(), or NULL
 *
 * Return: 0; -ENOENT @index is past the last segment.
 */
int kguard_record_get_placement(const struct kguard_record *record,
				size_t index, enum kexecguard_level *level,
				uint32_t *reasons);

/**
 * kguard_level_get_name() - name of a level
 * @level: the level
 *
 * Return: a static string, NULL for an unknown level.
 */
const char *kguard_level_get_name(enum kexecguard_level level);

/**
 * kguard_reason_get_name() - name of a reason against a placement
 * @reason: one bit
 *
 * Return: a static string, NULL for an unknown bit.
 */
const char *kguard_reason_get_name(uint32_t reason);

/**
 * kguard_record_is_audited() - are the page counts known
 * @record: the snapshot
 *
 * The pages that executing the image touches are counted when it is loaded; if
 * they were not, the getters below return 0.
 *
 * Return: true if so.
 */
bool kguard_record_is_audited(const struct kguard_record *record);

/**
 * kguard_record_is_mapped() - are the pages copied with the MMU on
 * @record: the snapshot
 *
 * With the MMU, and so the caches, off, copying takes much longer.
 *
 * Return: true if so; false also if the pages were not counted.
 */
bool kguard_record_is_mapped(const struct kguard_record *record);

/**
 * kguard_record_get_copied() - pages that execution copies elsewhere
 * @record: the snapshot
 *
 * Return: pages.
 */
uint32_t kguard_record_get_copied(const struct kguard_record *record);

/**
 * kguard_record_get_in_place() - pages that are already at their destination
 * @record: the snapshot
 *
 * Return: pages.
 */
uint32_t kguard_record_get_in_place(const struct kguard_record *record);

/**
 * kguard_record_get_control() - pages that the copying code needs
 * @record: the snapshot
 *
 * Return: pages.
 */
uint32_t kguard_record_get_control(const struct kguard_record *record);

/**
 * kguard_record_get_lost_sources() - pages to be copied that are unusable
 * @record: the snapshot
 *
 * Return: pages that are not online system RAM.
 */
uint32_t kguard_record_get_lost_sources(const struct kguard_record *record);

/**
 * kguard_record_get_lost_controls() - control pages that are unusable
 * @record: the snapshot
 *
 * Return: pages that are not online system RAM.
 */
uint32_t kguard_record_get_lost_controls(const struct kguard_record *record);

/**
 * kguard_record_get_lost_destinations() - destination pages that are unsafe
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

/* The memory map, and how suitable memory is for an image */

/**
 * kguard_get_map() - read the guard's map of physical memory
 * @guard: the handle
 * @map: where to put the new snapshot; free it with kguard_map_free()
 *
 * Privilege: CAP_SYS_ADMIN, now and when the device was opened.
 * Return: 0; -EPERM; -ENODATA the guard could not read the map; -ENOTTY the
 * module is too old; -E2BIG more ranges than any machine has; -EIO the kernel
 * returned an invalid map; -ENOMEM.
 */
int kguard_get_map(struct kguard *guard, struct kguard_map **map);

/**
 * kguard_map_read() - read the map of physical memory from files
 * @sysroot: NULL for this machine, else a directory with the proc and sys of
 *	any machine, read instead of /
 * @map: where to put the new snapshot; free it with kguard_map_free()
 * @where: on an error, where to put the place of the error, as "FILE" or
 *	"FILE:LINE", to be freed, or NULL if there is no memory; may be NULL
 *
 * Needs no device. Classes that the files do not show are unknown.
 *
 * Privilege: none; for this machine whatever /proc/iomem requires to show
 * addresses.
 * Return: 0; -ENOENT a file is missing; -EACCES /proc/iomem shows no addresses
 * to this process, or was captured without them; -ENODATA it lists no RAM;
 * -EBADMSG content that no kernel writes; -EOPNOTSUPP not x86 and not arm64;
 * -EFBIG, -E2BIG too much content; -ENOMEM; or the error of opening or reading
 * a file.
 */
int kguard_map_read(const char *sysroot, struct kguard_map **map,
		    char **where);

/**
 * kguard_map_free() - free a snapshot
 * @map: the snapshot or NULL
 */
void kguard_map_free(struct kguard_map *map);

/**
 * kguard_map_get_nr_ranges() - number of ranges
 * @map: the snapshot
 *
 * Return: a count.
 */
size_t kguard_map_get_nr_ranges(const struct kguard_map *map);

/**
 * kguard_map_get_range() - one range and its classes
 * @map: the snapshot
 * @index: 0 to kguard_map_get_nr_ranges() - 1, by address
 * @start: where to put the first byte's address, or NULL
 * @end: where to put the end, exclusive, or NULL
 * @classes: where to put the enum kexecguard_class bits, never 0, or NULL
 *
 * Ranges do not overlap. There is no memory between them.
 *
 * Return: 0; -ENOENT @index is past the last range.
 */
int kguard_map_get_range(const struct kguard_map *map, size_t index,
			 uint64_t *start, uint64_t *end, uint32_t *classes);

/**
 * kguard_map_get_unknown() - classes that could not be read
 * @map: the snapshot
 *
 * Memory that an unknown class could make unsafe is removable at best. An
 * unknown class does not by itself turn safe into removable: check this mask
 * before you rely on safe.
 *
 * Return: enum kexecguard_class bits.
 */
uint32_t kguard_map_get_unknown(const struct kguard_map *map);

/**
 * kguard_map_is_all_marked() - does firmware mark all memory hot-pluggable
 * @map: the snapshot
 *
 * The firmware of Hyper-V and Azure does. The mark is then meaningless for
 * memory that was present at boot, and is omitted there.
 *
 * Return: true if SRAT marks all memory that was present at boot.
 */
bool kguard_map_is_all_marked(const struct kguard_map *map);

/**
 * kguard_map_get_version() - version of the guard's map
 * @map: the snapshot
 *
 * Return: a number that increases with each change of the map; 0 if the map was
 * read from files.
 */
uint64_t kguard_map_get_version(const struct kguard_map *map);

/**
 * kguard_map_get_page_size() - the size of a page
 * @map: the snapshot
 *
 * Return: bytes; if the map was read from files, the largest size that the
 * machine can have.
 */
uint32_t kguard_map_get_page_size(const struct kguard_map *map);

/**
 * kguard_map_judge() - how suitable a range is for an image
 * @map: the snapshot
 * @start: first byte
 * @end: end, exclusive
 * @level: where to put the level of the worst page, or NULL
 * @reasons: where to put the reasons against any page, bits for
 *	kguard_reason_get_name(), or NULL
 *
 * Return: 0; -EINVAL the range is empty.
 */
int kguard_map_judge(const struct kguard_map *map, uint64_t start,
		     uint64_t end, enum kexecguard_level *level,
		     uint32_t *reasons);

/**
 * kguard_class_get_name() - name of a class
 * @class_bit: one enum kexecguard_class bit
 *
 * Return: a static string, NULL for an unknown bit.
 */
const char *kguard_class_get_name(uint32_t class_bit);

/* Windows: where an image may be placed */

/**
 * kguard_query_new() - create a query for windows
 * @query: where to put the new query; free it with kguard_query_free()
 *
 * By default a query is for one page of safe memory at any address, lowest
 * first, outside the crash kernel's memory.
 *
 * Return: 0; -ENOMEM.
 */
int kguard_query_new(struct kguard_query **query);

/**
 * kguard_query_free() - free a query
 * @query: the query or NULL
 */
void kguard_query_free(struct kguard_query *query);

/**
 * kguard_query_set_size() - set the size that has to fit
 * @query: the query
 * @size: bytes; 0 for a page
 */
void kguard_query_set_size(struct kguard_query *query, uint64_t size);

/**
 * kguard_query_set_alignment() - set the alignment of the address
 * @query: the query
 * @alignment: bytes, a power of two; at least a page is used
 */
void kguard_query_set_alignment(struct kguard_query *query,
				uint64_t alignment);

/**
 * kguard_query_set_limits() - limit the addresses
 * @query: the query
 * @min: no window starts below this
 * @max: no window ends above this; exclusive
 */
void kguard_query_set_limits(struct kguard_query *query, uint64_t min,
			     uint64_t max);

/**
 * kguard_query_set_avoided() - exclude memory that would be allowed
 * @query: the query
 * @classes: enum kexecguard_class bits
 */
void kguard_query_set_avoided(struct kguard_query *query, uint32_t classes);

/**
 * kguard_query_set_removable() - include removable memory
 * @query: the query
 * @removable: false for safe memory only
 */
void kguard_query_set_removable(struct kguard_query *query, bool removable);

/**
 * kguard_query_set_top_down() - set the direction
 * @query: the query
 * @top_down: true for the highest window first and the highest address in it
 */
void kguard_query_set_top_down(struct kguard_query *query, bool top_down);

/**
 * kguard_map_find_windows() - find out where an image may be placed
 * @map: the snapshot of memory
 * @query: the query; neither is needed once this returns
 * @windows: where to put the new answer; free it with kguard_windows_free()
 *
 * Return: 0, also if there is no window; -EINVAL the alignment is not a power
 * of two, the limits are empty, or a class to avoid is unknown; -ENOMEM.
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
 * kguard_windows_get_nr() - number of windows
 * @windows: the answer
 *
 * Return: a count.
 */
size_t kguard_windows_get_nr(const struct kguard_windows *windows);

/**
 * kguard_windows_get_window() - one window
 * @windows: the answer
 * @index: 0 to kguard_windows_get_nr() - 1, in the order of the query
 * @start: where to put the first byte's address, or NULL
 * @end: where to put the end, exclusive, or NULL
 * @address: where to put the address for the size that was queried, or NULL
 *
 * A window consists of whole pages and is as long as possible.
 *
 * Return: 0; -ENOENT @index is past the last window.
 */
int kguard_windows_get_window(const struct kguard_windows *windows,
			      size_t index, uint64_t *start, uint64_t *end,
			      uint64_t *address);

/**
 * kguard_windows_get_placement() - how suitable one window is
 * @windows: the answer
 * @index: 0 to kguard_windows_get_nr() - 1
 * @level: where to put the level, or NULL
 * @reasons: where to put the reasons against it, bits for
 *	kguard_reason_get_name(), or NULL
 *
 * Return: 0; -ENOENT @index is past the last window.
 */
int kguard_windows_get_placement(const struct kguard_windows *windows,
				 size_t index, enum kexecguard_level *level,
				 uint32_t *reasons);

/**
 * kguard_windows_get_nr_exclusions() - number of pieces that are in no window
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
 * @end: where to put the end, exclusive, or NULL
 * @level: where to put the level that follows from @reasons, or NULL
 * @reasons: where to put all reasons, bits for kguard_reason_get_name(), or
 *	NULL
 *
 * Windows and exclusions together cover everything between the limits.
 *
 * Return: 0; -ENOENT @index is past the last piece.
 */
int kguard_windows_get_exclusion(const struct kguard_windows *windows,
				 size_t index, uint64_t *start, uint64_t *end,
				 enum kexecguard_level *level, uint32_t *reasons);

/* Hooks */

/**
 * kguard_get_hook() - read one row of the hook table
 * @guard: the handle
 * @index: 0 to kguard_info_get_nr_hooks() - 1
 * @hook: where to put the new snapshot; free it with kguard_hook_free()
 *
 * The call verifies the hook.
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
 * kguard_hook_get_state() - state of the hook
 * @hook: the snapshot
 *
 * Return: enum kexecguard_hook_state.
 */
enum kexecguard_hook_state
kguard_hook_get_state(const struct kguard_hook *hook);

/**
 * kguard_hook_state_get_name() - name of a hook's state
 * @state: the state
 *
 * Return: a static string, NULL for an unknown state.
 */
const char *kguard_hook_state_get_name(enum kexecguard_hook_state state);

/**
 * kguard_hook_get_error() - why the hook is not armed
 * @hook: the snapshot
 *
 * Return: 0 or a negative errno value.
 */
int kguard_hook_get_error(const struct kguard_hook *hook);

/**
 * kguard_hook_get_protections() - the protections that need this hook
 * @hook: the snapshot
 *
 * Return: enum kexecguard_protection bits.
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
 * kguard_hook_get_without() - what is unprotected while it is not armed
 * @hook: the snapshot
 *
 * Return: a sentence.
 */
const char *kguard_hook_get_without(const struct kguard_hook *hook);

/* Events */

/**
 * kguard_wait_event() - wait until an event can be read
 * @guard: the handle
 * @timeout_ns: nanoseconds to wait at most; 0 does not wait, below 0 is forever
 *
 * Privilege: none.
 * Return: 0 an event can be read; -ETIMEDOUT; -EINTR a signal came first;
 * -ENODEV the device is gone.
 */
int kguard_wait_event(struct kguard *guard, int64_t timeout_ns);

/**
 * kguard_read_event() - read the next event
 * @guard: the handle
 * @event: where to put the event; free it with kguard_event_free()
 *
 * Each handle gets each event after its kguard_open() once.
 *
 * Privilege: none; without CAP_SYS_ADMIN addresses are 0.
 * Return: 0; -EAGAIN there is no event; -ENOMEM; -EIO the kernel did not
 * return a whole event.
 */
int kguard_read_event(struct kguard *guard, struct kguard_event **event);

/**
 * kguard_rewind_events() - read events from the past next
 * @guard: the handle
 * @lost: where to put how many older events are not kept any more, or NULL
 *
 * The next event of this handle is the oldest that the module keeps; see
 * kguard_info_get_queue_length().
 *
 * Privilege: none.
 * Return: 0; -EINTR; -ENOTTY the module is too old.
 */
int kguard_rewind_events(struct kguard *guard, uint64_t *lost);

/**
 * kguard_get_last_unload() - the event of the newest unload
 * @guard: the handle
 * @event: where to put the event; free it with kguard_event_free()
 *
 * The event is kept even if later ones have replaced it in the queue. It does
 * not take part in the order of kguard_read_event().
 *
 * Privilege: none; without CAP_SYS_ADMIN addresses are 0.
 * Return: 0; -ENODATA no image was unloaded since the module was loaded;
 * -ENOTTY the module is too old; -ENOMEM.
 */
int kguard_get_last_unload(struct kguard *guard, struct kguard_event **event);

/**
 * kguard_event_free() - free an event
 * @event: the event or NULL
 */
void kguard_event_free(struct kguard_event *event);

/**
 * kguard_event_get_sequence() - sequence number of the event
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
 * kguard_event_get_start() - start of the memory concerned
 * @event: the event
 *
 * For KEXECGUARD_CAUSE_GUARD_UNLOAD it is the memory of the event that led to it.
 *
 * Return: an address; start and end are 0 if there is none or it is hidden.
 */
uint64_t kguard_event_get_start(const struct kguard_event *event);

/**
 * kguard_event_get_end() - end of the memory concerned, exclusive
 * @event: the event
 *
 * Return: an address.
 */
uint64_t kguard_event_get_end(const struct kguard_event *event);

/**
 * kguard_event_get_cause() - what happened
 * @event: the event
 *
 * Return: enum kexecguard_cause.
 */
enum kexecguard_cause kguard_event_get_cause(const struct kguard_event *event);

/**
 * kguard_event_get_trigger() - what led to the event
 * @event: the event
 *
 * Return: for KEXECGUARD_CAUSE_GUARD_UNLOAD the cause of the memory event that
 * led to it, 0 if user space requested it; for KEXECGUARD_CAUSE_VETO
 * KEXECGUARD_CAUSE_HOLD if a hold was the reason; for
 * KEXECGUARD_CAUSE_HOLD_ENDED KEXECGUARD_CAUSE_REMOVE if a removal broke the
 * hold; otherwise 0.
 */
enum kexecguard_cause kguard_event_get_trigger(const struct kguard_event *event);

/**
 * kguard_cause_get_name() - short name of a cause
 * @cause: the cause
 *
 * Return: a static string, NULL for an unknown cause and for 0.
 */
const char *kguard_cause_get_name(enum kexecguard_cause cause);

/**
 * kguard_cause_is_memory() - is the cause a change of memory
 * @cause: the cause
 *
 * Return: true for add, remove, online, offline and page-lost.
 */
bool kguard_cause_is_memory(enum kexecguard_cause cause);

/**
 * kguard_event_get_pid() - process that acted
 * @event: the event
 *
 * Return: process ID in the initial namespace, 0 for a kernel thread; for a hold,
 * also when it ends, the process that took it.
 */
pid_t kguard_event_get_pid(const struct kguard_event *event);

/**
 * kguard_event_is_overrun() - has this handle lost events before this one
 * @event: the event
 *
 * Return: true if so.
 */
bool kguard_event_is_overrun(const struct kguard_event *event);

/**
 * kguard_event_is_cancelled() - was the memory operation cancelled
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
 * kguard_event_is_hidden() - are the addresses hidden
 * @event: the event
 *
 * Return: true if this process lacks the privilege to see them.
 */
bool kguard_event_is_hidden(const struct kguard_event *event);

/**
 * kguard_event_is_expired() - did the hold end because its time ran out
 * @event: the event
 *
 * Return: true if so.
 */
bool kguard_event_is_expired(const struct kguard_event *event);

/* The verdict: is the loaded image good? */

/**
 * kguard_get_verdict() - judge the normal image
 * @guard: the handle
 * @verdict: where to put the verdict, or NULL
 * @reasons: where to put the reasons of KGUARD_VERDICT_UNSAFE, bits for
 *	kguard_reason_get_name(), otherwise 0; or NULL
 * @reason: where to put the verdict in one sentence, a static string without a
 *	full stop; or NULL
 *
 * Privilege: none.
 * Return: 0; errors of kguard_get_status() and kguard_get_record().
 */
int kguard_get_verdict(struct kguard *guard, enum kguard_verdict *verdict,
		       uint32_t *reasons, const char **reason);

/**
 * kguard_get_snapshot() - read state and load record of the same moment
 * @guard: the handle
 * @status: where to put the new snapshot; free it with kguard_status_free()
 * @record: where to put the new record, NULL if there is none; free it with
 *	kguard_record_free()
 *
 * They are of different moments if an event comes in each of several tries.
 *
 * Privilege: none.
 * Return: 0; errors of kguard_get_status() and kguard_get_record().
 */
int kguard_get_snapshot(struct kguard *guard, struct kguard_status **status,
			struct kguard_record **record);

/**
 * kguard_judge() - judge an image by what was read
 * @status: the guard's state
 * @record: the image's record, NULL if there is none
 *
 * When in doubt the verdict is unknown.
 *
 * Return: the verdict.
 */
enum kguard_verdict kguard_judge(const struct kguard_status *status,
				 const struct kguard_record *record);

/**
 * kguard_verdict_get_name() - the verdict in one word
 * @verdict: the verdict
 *
 * Return: a static string, NULL for an unknown verdict.
 */
const char *kguard_verdict_get_name(enum kguard_verdict verdict);

/**
 * kguard_verdict_get_reason() - the verdict in one sentence
 * @verdict: the verdict
 * @status: the state that was judged
 * @record: the record that was judged, or NULL
 *
 * Return: a static string without a full stop.
 */
const char *kguard_verdict_get_reason(enum kguard_verdict verdict,
				      const struct kguard_status *status,
				      const struct kguard_record *record);

/* The policy: the module's parameters */

/**
 * kguard_policy_get() - read a parameter of the policy
 * @root: prefix of the path, NULL for this machine
 * @name: the parameter: policy, on_add, on_remove, on_online, on_offline,
 *	on_driver, placement, steer, mark_hotplug
 * @value: where to put its value as text
 * @size: bytes there; 256 suffice
 *
 * "policy" is the name of a preset, or all rows as EVENT=ACTION,...
 *
 * Privilege: none.
 * Return: 0; -ENOENT no module, or it has no such parameter; -EINVAL @name is no
 * name; -ENOBUFS @size is too small; another error of open() or read().
 */
int kguard_policy_get(const char *root, const char *name, char *value,
		      size_t size);

/**
 * kguard_policy_set() - change a parameter of the policy
 * @root: prefix of the path, NULL for this machine
 * @name: as for kguard_policy_get()
 * @value: the new value; for "policy", presets and EVENT=ACTION, separated by
 *	commas, of which all take effect or none
 *
 * Privilege: root.
 * Return: 0; -EINVAL the guard does not accept it; -ENOENT, -EACCES, another
 * error of open() or write().
 */
int kguard_policy_set(const char *root, const char *name, const char *value);

/* Loading until the image is known to fit */

/**
 * kguard_settle() - wait until memory has been quiet for a while
 * @guard: the handle; its waiting events are taken
 * @quiet_ns: how long it has to be quiet, nanoseconds from this call or from a
 *	later change; 0 to wait for the end of a change only
 * @timeout_ns: how long to wait, nanoseconds; below 0 for no limit
 *
 * Privilege: none.
 * Return: 0; -ETIMEDOUT; -EINTR; -ENODEV the module is going.
 */
int kguard_settle(struct kguard *guard, int64_t quiet_ns, int64_t timeout_ns);

/**
 * kguard_skip_events() - take all waiting events
 * @guard: the handle
 * @last_change: raised to the time of the newest change of memory among them,
 *	nanoseconds of CLOCK_BOOTTIME, cancelled changes included; may be NULL
 *
 * Privilege: none.
 * Return: 0; errors of kguard_read_event() except -EAGAIN.
 */
int kguard_skip_events(struct kguard *guard, int64_t *last_change);

/**
 * kguard_loader_new() - create a loader
 * @loader: where to put it; free it with kguard_loader_free()
 *
 * It keeps pointers to the strings that it is given. By default it waits for
 * the end of a change of memory for 60 seconds at most.
 *
 * Return: 0; -ENOMEM.
 */
int kguard_loader_new(struct kguard_loader **loader);

/**
 * kguard_loader_free() - free a loader
 * @loader: the loader or NULL
 */
void kguard_loader_free(struct kguard_loader *loader);

/**
 * kguard_loader_set_root() - set a prefix for all paths, for tests
 * @loader: the loader
 * @root: the prefix, "" for none
 */
void kguard_loader_set_root(struct kguard_loader *loader, const char *root);

/**
 * kguard_loader_set_files() - set what to load
 * @loader: the loader
 * @kernel: path of the kernel
 * @initrd: path of the initial RAM disk, NULL for none
 * @command_line: the new kernel's command line
 */
void kguard_loader_set_files(struct kguard_loader *loader, const char *kernel,
			     const char *initrd, const char *command_line);

/**
 * kguard_loader_set_command() - let a command load instead
 * @loader: the loader
 * @command: a command for the shell, which is run with a fixed PATH
 */
void kguard_loader_set_command(struct kguard_loader *loader,
			       const char *command);

/**
 * kguard_loader_set_settle() - set how long memory has to be quiet first
 * @loader: the loader
 * @quiet_ns: nanoseconds
 */
void kguard_loader_set_settle(struct kguard_loader *loader, int64_t quiet_ns);

/**
 * kguard_loader_set_timeout() - set how long to wait for quiet memory at most
 * @loader: the loader
 * @timeout_ns: nanoseconds from kguard_loader_run(); below 0 for no limit
 */
void kguard_loader_set_timeout(struct kguard_loader *loader,
			       int64_t timeout_ns);

/**
 * kguard_loader_set_yields() - give up for a newer image
 * @loader: the loader
 * @yields: true to give up if another program loads an image first
 */
void kguard_loader_set_yields(struct kguard_loader *loader, bool yields);

/**
 * kguard_loader_set_check() - ask before each load whether it is still wanted
 * @loader: the loader
 * @check: asked before each load and after the last; other than 0 ends
 *	kguard_loader_run(), which returns it; NULL for none
 * @data: its argument
 */
void kguard_loader_set_check(struct kguard_loader *loader,
			     int (*check)(void *data), void *data);

/**
 * kguard_loader_run() - load an image and confirm that it fits the memory
 * @loader: the loader
 * @guard: the handle; its waiting events are taken
 *
 * Waits until memory is quiet, loads, and confirms; starts over if memory has
 * changed meanwhile. Loads by kexec_file_load(2). If the kernel does not have
 * that, or not for this format, it runs "kexec -c -l", confined to the largest
 * window of safe memory; then the caller must not ignore SIGCHLD or wait for
 * unknown children. While it loads, the thread's memory policy prefers NUMA
 * nodes without removable memory.
 *
 * Privilege: CAP_SYS_BOOT.
 * Return: 0 the image is good; -EINVAL nothing to load was set; -EBUSY memory
 * kept changing until the timeout; -ESTALE it changed during each of several
 * loads; -EEXIST another program has loaded an image; -ECANCELED another
 * process unloaded the image; -ENOMSG the command succeeded without loading;
 * -ENOPKG there is neither kexec_file_load(2) nor kexec(8); -EIO the command or
 * kexec(8) failed, see kguard_loader_get_complaint(); what the check returned;
 * errors of open() for a file; other errors of kguard_load_file() and
 * kguard_confirm().
 */
int kguard_loader_run(struct kguard_loader *loader, struct kguard *guard);

/**
 * kguard_loader_get_culprit() - what an error is about
 * @loader: the loader
 *
 * Return: the kernel, the initial RAM disk or the command; NULL before
 * kguard_loader_run().
 */
const char *kguard_loader_get_culprit(const struct kguard_loader *loader);

/**
 * kguard_loader_get_generation() - the generation that was confirmed
 * @loader: the loader
 *
 * Return: the generation.
 */
uint64_t kguard_loader_get_generation(const struct kguard_loader *loader);

/**
 * kguard_loader_get_loaded_ns() - when the last attempt to load was made
 * @loader: the loader
 *
 * Return: nanoseconds of CLOCK_BOOTTIME, 0 for never.
 */
int64_t kguard_loader_get_loaded_ns(const struct kguard_loader *loader);

/**
 * kguard_loader_get_attempts() - how often it tried to load
 * @loader: the loader
 *
 * Return: a number.
 */
unsigned int kguard_loader_get_attempts(const struct kguard_loader *loader);

/**
 * kguard_loader_is_by_tools() - did kexec(8) load the image?
 * @loader: the loader
 *
 * Return: true if so.
 */
bool kguard_loader_is_by_tools(const struct kguard_loader *loader);

/**
 * kguard_loader_get_complaint() - what kexec(8) or the command printed last
 * @loader: the loader
 *
 * Return: the start of it; empty if none was run.
 */
const char *kguard_loader_get_complaint(const struct kguard_loader *loader);

#ifdef __cplusplus
}
#endif

#endif /* KGUARD_H */
