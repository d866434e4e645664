// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One operation of each kind, and the results that are legal for it.
 */
#define _GNU_SOURCE
#include "stress.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define SAFE_START	0x20000000UL
#define SAFE_PAGES	4096

/* Policies that all keep outdated images from running. */
static const char *const strict_policies[][2] = {
	{ "policy", "strict" },
	{ "policy", "pin" },
	{ "on_offline", "release" },
	{ "on_offline", "unload" },
	{ "on_driver", "report" },
	{ "on_driver", "keep" },
	{ "placement", "unsafe" },
	{ "steer", "0" },
	{ "steer", "1" },
};

static unsigned long any_address(struct dice *dice)
{
	return SAFE_START + roll_below(dice, SAFE_PAGES) * page_size();
}

static int do_load(struct dice *dice)
{
	if (!roll_below(dice, 8))
		return load_large(SAFE_START);
	return load_at(any_address(dice), 1 + roll_below(dice, 16));
}

/*
 * A loader that places by a map which it has read: until it confirms, only it
 * can tell that the image may be outdated.
 */
static int do_load_confirmed(struct dice *dice)
{
	struct kexecguard_status status;
	unsigned long address;
	int err;

	pthread_rwlock_rdlock(&world.modules);
	pthread_rwlock_rdlock(&world.confirming);
	err = guard_status(&status);
	address = dimm_address(dice);
	if (!err)
		err = load_at(address ?: any_address(dice), 1);
	if (!err)
		while ((err = guard_confirm(status.generation)) == EBUSY &&
		       !is_over())
			usleep(1000);
	/* Another worker may have unloaded it. */
	if (err == ENODATA)
		err = 0;
	pthread_rwlock_unlock(&world.confirming);
	pthread_rwlock_unlock(&world.modules);
	return err;
}

/* Under a policy that keeps images, a change in the middle does not matter. */
static int do_load_held(struct dice *dice)
{
	int err = ENODEV;

	pthread_rwlock_rdlock(&world.modules);
	if (!world.is_lax)
		err = load_held(dice, any_address(dice));
	pthread_rwlock_unlock(&world.modules);
	return err;
}

/* A policy that keeps images lets memory change. */
static int do_hold(struct dice *dice)
{
	int err = ENODEV;

	pthread_rwlock_rdlock(&world.modules);
	if (!world.is_lax)
		err = hold_still(dice);
	pthread_rwlock_unlock(&world.modules);
	rest(dice);
	return err;
}

/* Mostly loads first: half of the time no other worker's image is loaded. */
static int do_exec(struct dice *dice)
{
	int err;

	if (roll_below(dice, 4))
		load_at(any_address(dice), 1);
	pthread_rwlock_rdlock(&world.modules);
	pthread_rwlock_wrlock(&world.confirming);
	err = execute();
	pthread_rwlock_unlock(&world.confirming);
	pthread_rwlock_unlock(&world.modules);
	return err;
}

static int do_ask(struct dice *dice)
{
	union {
		struct kexecguard_info info;
		struct kexecguard_status status;
		struct kexecguard_record record;
		struct kexecguard_hook hook;
	} it = { .info.size = 0 };
	static const struct {
		unsigned long command;
		uint32_t size;
	} asks[] = {
		{ KEXECGUARD_IOC_INFO, sizeof(it.info) },
		{ KEXECGUARD_IOC_STATUS, sizeof(it.status) },
		{ KEXECGUARD_IOC_RECORD, sizeof(it.record) },
		{ KEXECGUARD_IOC_HOOK, sizeof(it.hook) },
	};
	unsigned int i = roll_below(dice, sizeof(asks) / sizeof(asks[0]));
	int fd = open("/dev/kexecguard", O_RDONLY | O_CLOEXEC);
	int ret;

	if (fd < 0)
		return errno;
	it.info.size = asks[i].size;
	if (asks[i].command == KEXECGUARD_IOC_HOOK)
		it.hook.index = roll_below(dice, 16);
	ret = ioctl(fd, asks[i].command, &it) ? errno : 0;
	close(fd);
	return ret;
}

static int do_confirm(struct dice *dice)
{
	struct kexecguard_status status;
	int err = guard_status(&status);

	/* Any generation up to the current one, which is half of them. */
	if (!err && roll_below(dice, 2) && status.generation)
		status.generation = roll(dice) % status.generation;
	return err ?: guard_confirm(status.generation);
}

static int do_policy(struct dice *dice)
{
	unsigned int i = roll_below(dice, sizeof(strict_policies) /
				    sizeof(strict_policies[0]));

	return set_parameter("kexecguard", strict_policies[i][0],
			     strict_policies[i][1]);
}

static int do_bad_call(struct dice *dice)
{
	char buffer[64];
	int fd = open("/dev/kexecguard", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	int ret;

	if (fd < 0)
		return errno;
	memset(buffer, (int)roll(dice), sizeof(buffer));
	switch (roll_below(dice, 4)) {
	case 0:
		ret = ioctl(fd, roll(dice), buffer);
		break;
	case 1:
		ret = ioctl(fd, KEXECGUARD_IOC_STATUS, roll(dice) << 3);
		break;
	case 2:
		ret = (int)read(fd, buffer, roll_below(dice, 56));
		break;
	default:
		ret = load_at(any_address(dice) + 8, 1) ? -1 : 0;
		break;
	}
	ret = ret ? errno : 0;
	close(fd);
	return ret;
}

/*
 * Policies that let outdated images run: only while the oracle is paused, and
 * images loaded under them are unloaded before it resumes.
 */
static int do_other_policy(struct dice *dice)
{
	int err;

	pthread_rwlock_wrlock(&world.modules);
	world.is_lax = true;
	set_parameter("kgexec", "quiet", "1");
	err = set_parameter("kexecguard", "policy",
			    roll_below(dice, 2) ? "map" : "observe");
	pthread_rwlock_unlock(&world.modules);
	usleep(roll_below(dice, 20000));

	pthread_rwlock_wrlock(&world.modules);
	if (!err)
		err = set_parameter("kexecguard", "policy", "strict");
	while (guard_unload() == EBUSY && !is_over())
		usleep(1000);
	set_parameter("kgexec", "quiet", "0");
	world.is_lax = false;
	pthread_rwlock_unlock(&world.modules);
	return err;
}

static int do_it(enum kind kind, struct dice *dice)
{
	switch (kind) {
	case DO_LOAD:		return do_load(dice);
	case DO_LOAD_CONFIRMED:	return do_load_confirmed(dice);
	case DO_FILE_LOAD:	return file_load();
	case DO_LOAD_HELD:	return do_load_held(dice);
	case DO_UNLOAD:		return unload();
	case DO_FILE_UNLOAD:	return file_unload();
	case DO_GUARD_UNLOAD:	return guard_unload();
	case DO_EXEC:		return do_exec(dice);
	case DO_PLUG:		return plug(dice);
	case DO_UNPLUG:		return unplug(dice);
	case DO_ONLINE:		return set_block(dice, true);
	case DO_OFFLINE:	return set_block(dice, false);
	case DO_ASK:		return do_ask(dice);
	case DO_CONFIRM:	return do_confirm(dice);
	case DO_READ_EVENTS:	return read_events();
	case DO_POLICY:		return do_policy(dice);
	case DO_BAD_CALL:	return do_bad_call(dice);
	case DO_OTHER_POLICY:	return do_other_policy(dice);
	case DO_HOLD:		return do_hold(dice);
	case DO_RELOAD_MODULE:	return exchange_modules();
	default:		return EINVAL;
	}
}

/* Without the module there is neither its device nor its parameters. */
#define AWAY	ENOENT, ENODEV, ENXIO

static const int legal[NR_KINDS][10] = {
	[DO_LOAD]		= { EBUSY },
	[DO_LOAD_CONFIRMED]	= { EBUSY, ESTALE, EADDRNOTAVAIL, AWAY },
	[DO_FILE_LOAD]		= { EBUSY, EADDRNOTAVAIL },
	[DO_LOAD_HELD]		= { EBUSY, EADDRNOTAVAIL, ENODEV },
	[DO_UNLOAD]		= { EBUSY },
	[DO_FILE_UNLOAD]	= { EBUSY },
	[DO_GUARD_UNLOAD]	= { EBUSY, AWAY },
	[DO_EXEC]		= { EBUSY, EINVAL, EADDRNOTAVAIL },
	[DO_PLUG]		= { EBUSY, ENOSPC },
	[DO_UNPLUG]		= { EBUSY, ENODEV },
	[DO_ONLINE]		= { EBUSY, EINVAL, EAGAIN, EPERM, AWAY },
	[DO_OFFLINE]		= { EBUSY, EINVAL, EAGAIN, EPERM, AWAY },
	[DO_ASK]		= { ENODATA, AWAY },
	[DO_CONFIRM]		= { EBUSY, ESTALE, ENODATA, EINVAL, AWAY },
	[DO_READ_EVENTS]	= { EAGAIN, AWAY },
	[DO_POLICY]		= { AWAY },
	[DO_BAD_CALL]		= { ENOTTY, EFAULT, EINVAL, E2BIG, EADDRNOTAVAIL,
				    EBUSY, AWAY },
	[DO_OTHER_POLICY]	= { AWAY },
	[DO_HOLD]		= { EBUSY, ENODATA, AWAY },
};

int operate(enum kind kind, struct dice *dice)
{
	int err = do_it(kind, dice);
	unsigned int i;

	if (!err)
		return 0;
	for (i = 0; i < sizeof(legal[0]) / sizeof(legal[0][0]); i++)
		if (legal[kind][i] == err)
			return err;
	violated("operation %d: %s", kind, strerror(err));
	return err;
}
