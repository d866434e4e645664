// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The library: objects from the ABI's structs, names, and the errors of opening
 * and loading.
 */
#include "filled.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Flags, and the state that they mean: the first that holds. */
static const struct {
	uint32_t flags;
	enum kguard_state state;
} states[] = {
	{ 0, KGUARD_STATE_IDLE },
	{ KEXECGUARD_CRASH_LOADED, KGUARD_STATE_IDLE },
	{ KEXECGUARD_LOADING, KGUARD_STATE_IDLE },
	{ KEXECGUARD_LOADED, KGUARD_STATE_LOADED },
	{ KEXECGUARD_LOADED | KEXECGUARD_RECORDED, KGUARD_STATE_LOADED },
	{ KEXECGUARD_CHANGING, KGUARD_STATE_CHANGING },
	{ KEXECGUARD_LOADED | KEXECGUARD_CHANGING, KGUARD_STATE_CHANGING },
	{ KEXECGUARD_LOADED | KEXECGUARD_OUTDATED, KGUARD_STATE_OUTDATED },
	{ KEXECGUARD_OUTDATED | KEXECGUARD_CHANGING, KGUARD_STATE_CHANGING },
	{ KEXECGUARD_EXECUTING | KEXECGUARD_LOADED, KGUARD_STATE_EXECUTING },
	{ ~0, KGUARD_STATE_EXECUTING },
	{ 1u << 31, KGUARD_STATE_IDLE },
};

START_TEST(state)
{
	const struct kexecguard_status from = { .flags = states[_i].flags };
	struct kguard_status *status = filled_status(&from);

	ck_assert_int_eq(kguard_status_get_state(status), states[_i].state);
	kguard_status_free(status);
}
END_TEST

static const struct {
	uint32_t flag;
	bool (*is)(const struct kguard_status *status);
} flags[] = {
	{ KEXECGUARD_LOADED, kguard_status_is_loaded },
	{ KEXECGUARD_CRASH_LOADED, kguard_status_is_crash_loaded },
	{ KEXECGUARD_LOADING, kguard_status_is_loading },
	{ KEXECGUARD_CHANGING, kguard_status_is_changing },
	{ KEXECGUARD_OUTDATED, kguard_status_is_outdated },
	{ KEXECGUARD_EXECUTING, kguard_status_is_executing },
	{ KEXECGUARD_RECORDED, kguard_status_is_recorded },
	{ KEXECGUARD_CONFIRMED, kguard_status_is_confirmed },
	{ KEXECGUARD_KEPT, kguard_status_is_kept },
	{ KEXECGUARD_EARLY, kguard_status_is_early },
	{ KEXECGUARD_HELD, kguard_status_is_held },
};

/* Each flag affects its own getter and no other. */
START_TEST(flag)
{
	const struct kexecguard_status from = { .flags = flags[_i].flag };
	struct kguard_status *status = filled_status(&from);
	int i;

	for (i = 0; i < ROWS(flags); i++)
		ck_assert_int_eq(flags[i].is(status), i == _i);
	kguard_status_free(status);
}
END_TEST

START_TEST(status_numbers)
{
	const struct kexecguard_status from = {
		.generation = 1, .missing = 2, .changes = 3, .unloads = 4,
		.loads_refused = 5, .execs_refused = 6, .vetoes = 7,
		.last_event = ~0ull, .hold_until_ns = 8, .hold_pid = 9,
		.nr_holds = 10,
	};
	struct kguard_status *status = filled_status(&from);

	ck_assert_uint_eq(kguard_status_get_generation(status), 1);
	ck_assert_uint_eq(kguard_status_get_missing(status), 2);
	ck_assert_uint_eq(kguard_status_get_changes(status), 3);
	ck_assert_uint_eq(kguard_status_get_unloads(status), 4);
	ck_assert_uint_eq(kguard_status_get_loads_refused(status), 5);
	ck_assert_uint_eq(kguard_status_get_execs_refused(status), 6);
	ck_assert_uint_eq(kguard_status_get_vetoes(status), 7);
	ck_assert_uint_eq(kguard_status_get_last_event(status), ~0ull);
	ck_assert_uint_eq(kguard_status_get_hold_until_ns(status), 8);
	ck_assert_int_eq(kguard_status_get_hold_pid(status), 9);
	ck_assert_uint_eq(kguard_status_get_nr_holds(status), 10);
	kguard_status_free(status);
}
END_TEST

START_TEST(info)
{
	struct kexecguard_info from = {
		.protections = 5, .nr_hooks = 6, .block_size = 1ull << 31,
		.queue_length = 7,
	};
	struct kguard_info *info;

	/* A missing terminating NUL does no harm. */
	memset(from.version, 'v', sizeof(from.version));
	info = filled_info(&from);
	ck_assert_uint_eq(kguard_info_get_protections(info), 5);
	ck_assert_uint_eq(kguard_info_get_nr_hooks(info), 6);
	ck_assert_uint_eq(kguard_info_get_block_size(info), 1ull << 31);
	ck_assert_uint_eq(kguard_info_get_queue_length(info), 7);
	ck_assert_uint_eq(strlen(kguard_info_get_version(info)),
			  sizeof(from.version));
	kguard_info_free(info);
}
END_TEST

START_TEST(record)
{
	const struct kexecguard_record from = {
		.flags = KEXECGUARD_RECORD_FILE, .pid = 12, .uid = 34,
		.comm = "kexec", .generation = 5, .boottime_ns = 6,
		.realtime_ns = 7, .nr_segments = 2,
		.level = KEXECGUARD_REMOVABLE, .reasons = KEXECGUARD_HOTADDED,
		.segments = {
			{ 0x1000, 0x3000, KEXECGUARD_SAFE, 0 },
			{ 0x100000000, 0x108000000, KEXECGUARD_REMOVABLE,
			  KEXECGUARD_HOTADDED },
		},
	};
	struct kguard_record *record = filled_record(&from);
	enum kexecguard_level level;
	uint64_t start, end;
	uint32_t reasons;

	ck_assert(kguard_record_is_file_load(record));
	ck_assert(!kguard_record_is_before(record));
	ck_assert(!kguard_record_is_hidden(record));
	ck_assert(kguard_record_has_segments(record));
	ck_assert_int_eq(kguard_record_get_pid(record), 12);
	ck_assert_uint_eq(kguard_record_get_uid(record), 34);
	ck_assert_str_eq(kguard_record_get_comm(record), "kexec");
	ck_assert_uint_eq(kguard_record_get_generation(record), 5);
	ck_assert_uint_eq(kguard_record_get_boottime_ns(record), 6);
	ck_assert_uint_eq(kguard_record_get_realtime_ns(record), 7);
	ck_assert_uint_eq(kguard_record_get_nr_segments(record), 2);
	ck_assert_int_eq(kguard_record_get_level(record),
			 KEXECGUARD_REMOVABLE);
	ck_assert_int_eq(kguard_record_get_segment(record, 1, &start, &end),
			 0);
	ck_assert_uint_eq(start, 0x100000000);
	ck_assert_uint_eq(end, 0x108000000);
	ck_assert_int_eq(kguard_record_get_placement(record, 1, &level,
						     &reasons), 0);
	ck_assert_int_eq(level, KEXECGUARD_REMOVABLE);
	ck_assert_str_eq(kguard_reason_get_name(reasons), "hot-added");
	ck_assert_int_eq(kguard_record_get_segment(record, 2, &start, &end),
			 -ENOENT);
	ck_assert_int_eq(kguard_record_get_placement(record, 2, &level,
						     &reasons), -ENOENT);
	ck_assert_int_eq(kguard_record_get_segment(record, 0, NULL, NULL), 0);
	kguard_record_free(record);
}
END_TEST

/* A record with more segments than its struct holds. */
START_TEST(record_overflow)
{
	struct kexecguard_record from = { .nr_segments = ~0u };
	struct kguard_record *record;

	memset(from.comm, 'c', sizeof(from.comm));
	record = filled_record(&from);
	ck_assert_uint_eq(kguard_record_get_nr_segments(record),
			  KEXECGUARD_SEGMENTS);
	ck_assert_uint_eq(strlen(kguard_record_get_comm(record)),
			  sizeof(from.comm));
	kguard_record_free(record);
}
END_TEST

START_TEST(record_hidden)
{
	const struct kexecguard_record from = {
		.flags = KEXECGUARD_RECORD_HIDDEN, .nr_segments = 1,
		.level = 77,
	};
	struct kguard_record *record = filled_record(&from);
	uint64_t start = 1;

	ck_assert(kguard_record_is_hidden(record));
	ck_assert_uint_eq(kguard_record_get_nr_segments(record), 1);
	ck_assert_int_eq(kguard_record_get_segment(record, 0, &start, NULL),
			 -EPERM);
	ck_assert_uint_eq(start, 1);
	ck_assert_int_eq(kguard_record_get_level(record),
			 KEXECGUARD_UNKNOWN);
	kguard_record_free(record);
}
END_TEST

START_TEST(record_without_segments)
{
	const struct kexecguard_record from = {
		.flags = KEXECGUARD_RECORD_NO_SEGMENTS, .nr_segments = 3,
	};
	struct kguard_record *record = filled_record(&from);

	ck_assert(!kguard_record_has_segments(record));
	ck_assert_uint_eq(kguard_record_get_nr_segments(record), 0);
	kguard_record_free(record);
}
END_TEST

/* The counts are valid only with the flag. */
START_TEST(record_pages)
{
	struct kexecguard_record from = {
		.copied = 1, .in_place = 2, .control = 3, .lost_sources = 4,
		.lost_controls = 5, .lost_destinations = 6, .poisoned = 7,
	};
	struct kguard_record *record = filled_record(&from);

	ck_assert(!kguard_record_is_audited(record));
	ck_assert_uint_eq(kguard_record_get_copied(record), 0);
	ck_assert_uint_eq(kguard_record_get_poisoned(record), 0);
	kguard_record_free(record);

	from.flags = KEXECGUARD_RECORD_AUDITED;
	record = filled_record(&from);
	ck_assert(kguard_record_is_audited(record));
	ck_assert(!kguard_record_is_mapped(record));
	kguard_record_free(record);

	from.flags |= KEXECGUARD_RECORD_MAPPED;
	record = filled_record(&from);
	ck_assert(kguard_record_is_mapped(record));
	ck_assert_uint_eq(kguard_record_get_copied(record), 1);
	ck_assert_uint_eq(kguard_record_get_in_place(record), 2);
	ck_assert_uint_eq(kguard_record_get_control(record), 3);
	ck_assert_uint_eq(kguard_record_get_lost_sources(record), 4);
	ck_assert_uint_eq(kguard_record_get_lost_controls(record), 5);
	ck_assert_uint_eq(kguard_record_get_lost_destinations(record), 6);
	ck_assert_uint_eq(kguard_record_get_poisoned(record), 7);
	kguard_record_free(record);
}
END_TEST

START_TEST(hook)
{
	struct kexecguard_hook from = {
		.state = KEXECGUARD_HOOK_MISSING, .error = EBUSY,
		.protections = KEXECGUARD_PROTECT_ADD,
	};
	struct kguard_hook *hook;

	memset(from.name, 'n', sizeof(from.name));
	memset(from.symbol, 's', sizeof(from.symbol));
	memset(from.without, 'w', sizeof(from.without));
	hook = filled_hook(&from);
	ck_assert_int_eq(kguard_hook_get_state(hook), KEXECGUARD_HOOK_MISSING);
	ck_assert_int_eq(kguard_hook_get_error(hook), -EBUSY);
	ck_assert_uint_eq(kguard_hook_get_protections(hook),
			  KEXECGUARD_PROTECT_ADD);
	ck_assert_uint_eq(strlen(kguard_hook_get_name(hook)),
			  sizeof(from.name));
	ck_assert_uint_eq(strlen(kguard_hook_get_symbol(hook)),
			  sizeof(from.symbol));
	ck_assert_uint_eq(strlen(kguard_hook_get_without(hook)),
			  sizeof(from.without));
	kguard_hook_free(hook);
}
END_TEST

START_TEST(event)
{
	const struct kexecguard_event from = {
		.sequence = 1, .boottime_ns = 2, .generation = 3,
		.start = 0x1000, .end = 0x2000,
		.cause = KEXECGUARD_CAUSE_GUARD_UNLOAD,
		.flags = KEXECGUARD_EVENT_OVERRUN | KEXECGUARD_EVENT_DRIVER,
		.trigger = KEXECGUARD_CAUSE_REMOVE, .pid = 4,
	};
	struct kguard_event *event = filled_event(&from);

	ck_assert_uint_eq(kguard_event_get_sequence(event), 1);
	ck_assert_uint_eq(kguard_event_get_boottime_ns(event), 2);
	ck_assert_uint_eq(kguard_event_get_generation(event), 3);
	ck_assert_uint_eq(kguard_event_get_start(event), 0x1000);
	ck_assert_uint_eq(kguard_event_get_end(event), 0x2000);
	ck_assert_int_eq(kguard_event_get_cause(event),
			 KEXECGUARD_CAUSE_GUARD_UNLOAD);
	ck_assert_int_eq(kguard_event_get_trigger(event),
			 KEXECGUARD_CAUSE_REMOVE);
	ck_assert_int_eq(kguard_event_get_pid(event), 4);
	ck_assert(kguard_event_is_overrun(event));
	ck_assert(kguard_event_is_driver(event));
	ck_assert(!kguard_event_is_cancelled(event));
	ck_assert(!kguard_event_is_ignored(event));
	ck_assert(!kguard_event_is_hidden(event));
	ck_assert(!kguard_event_is_expired(event));
	kguard_event_free(event);
}
END_TEST

/* Known values have a name, unknown ones have none. */
START_TEST(names)
{
	uint32_t bit;
	int i;

	for (i = KGUARD_STATE_IDLE; i <= KGUARD_STATE_EXECUTING; i++)
		ck_assert_ptr_nonnull(kguard_state_get_name(i));
	ck_assert_ptr_null(kguard_state_get_name(i));
	ck_assert_ptr_null(kguard_state_get_name(-1));
	for (i = KEXECGUARD_HOOK_UNUSED; i <= KEXECGUARD_HOOK_DEAD; i++)
		ck_assert_ptr_nonnull(kguard_hook_state_get_name(i));
	ck_assert_ptr_null(kguard_hook_state_get_name(i));
	ck_assert_ptr_null(kguard_cause_get_name(0));
	for (i = KEXECGUARD_CAUSE_ADD; i <= KEXECGUARD_CAUSE_HOLD_ENDED; i++)
		ck_assert_ptr_nonnull(kguard_cause_get_name(i));
	ck_assert_ptr_null(kguard_cause_get_name(i));
	for (i = KEXECGUARD_UNSAFE; i <= KEXECGUARD_UNKNOWN; i++)
		ck_assert_ptr_nonnull(kguard_level_get_name(i));
	ck_assert_ptr_null(kguard_level_get_name(i));

	for (bit = 1; bit <= KEXECGUARD_PROTECT_POISON; bit <<= 1) {
		ck_assert_ptr_nonnull(kguard_protection_get_name(bit));
		ck_assert_ptr_nonnull(kguard_protection_get_consequence(bit));
	}
	ck_assert_ptr_null(kguard_protection_get_name(bit));
	ck_assert_ptr_null(kguard_protection_get_consequence(bit));
	ck_assert_ptr_null(kguard_protection_get_name(0));
	ck_assert_ptr_null(kguard_protection_get_name(3));
}
END_TEST

START_TEST(hold_ended)
{
	const struct kexecguard_event from = {
		.cause = KEXECGUARD_CAUSE_HOLD_ENDED,
		.flags = KEXECGUARD_EVENT_EXPIRED,
	};
	struct kguard_event *event = filled_event(&from);

	ck_assert(kguard_event_is_expired(event));
	ck_assert(!kguard_event_is_hidden(event));
	kguard_event_free(event);
}
END_TEST

START_TEST(memory_causes)
{
	ck_assert(!kguard_cause_is_memory(0));
	ck_assert(kguard_cause_is_memory(KEXECGUARD_CAUSE_ADD));
	ck_assert(kguard_cause_is_memory(KEXECGUARD_CAUSE_OFFLINE));
	ck_assert(kguard_cause_is_memory(KEXECGUARD_CAUSE_PAGE_LOST));
	ck_assert(!kguard_cause_is_memory(KEXECGUARD_CAUSE_EXEC_FAILED));
	ck_assert(!kguard_cause_is_memory(KEXECGUARD_CAUSE_LOAD));
	ck_assert(!kguard_cause_is_memory(KEXECGUARD_CAUSE_VETO));
	ck_assert(!kguard_cause_is_memory(KEXECGUARD_CAUSE_HOLD_ENDED));
}
END_TEST

START_TEST(open_errors)
{
	struct kguard *guard = (void *)1;

	ck_assert_int_eq(kguard_open("/dev/null/kexecguard", &guard),
			 -ENOTDIR);
	ck_assert_int_eq(kguard_open("/nonexistent", &guard), -ENOENT);
	ck_assert_int_eq(kguard_open("/dev/null", &guard), -ENOTTY);
	ck_assert_int_eq(kguard_open("/", &guard), -ENOTTY);
	ck_assert_ptr_eq(guard, (void *)1);
	kguard_close(NULL);
}
END_TEST

START_TEST(load_errors)
{
	int fd = open("/dev/null", O_RDONLY);

	ck_assert_int_eq(kguard_load_file(fd, -1, "", 1), -EINVAL);
	/* Without privilege, without the syscall, or not a kernel. */
	ck_assert_int_lt(kguard_load_file(fd, -1, "", 0), 0);
	ck_assert_int_lt(kguard_load_file(-1, -1, "", 0), 0);
	close(fd);
}
END_TEST

/*
 * A module that is too old, or another device. The library opens nothing else,
 * so this is its own way to the ioctl, with a handle of the same layout.
 */
START_TEST(hold_errors)
{
	int fd = open("/dev/null", O_RDONLY);
	struct kguard *guard = (struct kguard *)&fd;
	uint64_t until = 1, generation = 2;

	ck_assert_int_eq(kguard_hold(guard, 1000, &until, &generation),
			 -ENOTTY);
	ck_assert_int_eq(kguard_hold(guard, 0, NULL, NULL), -ENOTTY);
	ck_assert_uint_eq(until, 1);
	ck_assert_uint_eq(generation, 2);
	ck_assert_int_eq(kguard_release(guard), -ENOTTY);
	close(fd);
	ck_assert_int_eq(kguard_hold(guard, 1000, &until, &generation),
			 -EBADF);
	ck_assert_int_eq(kguard_release(guard), -EBADF);
}
END_TEST

START_TEST(free_nothing)
{
	kguard_info_free(NULL);
	kguard_status_free(NULL);
	kguard_record_free(NULL);
	kguard_hook_free(NULL);
	kguard_event_free(NULL);
}
END_TEST

static void add(TCase *tcase)
{
	tcase_add_loop_test(tcase, state, 0, ROWS(states));
	tcase_add_loop_test(tcase, flag, 0, ROWS(flags));
	tcase_add_test(tcase, status_numbers);
	tcase_add_test(tcase, info);
	tcase_add_test(tcase, record);
	tcase_add_test(tcase, record_overflow);
	tcase_add_test(tcase, record_hidden);
	tcase_add_test(tcase, record_without_segments);
	tcase_add_test(tcase, record_pages);
	tcase_add_test(tcase, hook);
	tcase_add_test(tcase, event);
	tcase_add_test(tcase, names);
	tcase_add_test(tcase, hold_ended);
	tcase_add_test(tcase, memory_causes);
	tcase_add_test(tcase, open_errors);
	tcase_add_test(tcase, load_errors);
	tcase_add_test(tcase, hold_errors);
	tcase_add_test(tcase, free_nothing);
}

int main(void)
{
	return run_suite("lib", add);
}
