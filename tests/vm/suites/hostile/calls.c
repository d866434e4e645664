// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Calls on the device, and what must be true of their answers.
 */
#define _GNU_SOURCE
#include "hostile.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define PATTERN 0xa5

static const struct command {
	unsigned long number;
	uint32_t size;
	bool writes;
} commands[] = {
	{ KEXECGUARD_IOC_INFO, sizeof(struct kexecguard_info), true },
	{ KEXECGUARD_IOC_STATUS, sizeof(struct kexecguard_status), true },
	{ KEXECGUARD_IOC_RECORD, sizeof(struct kexecguard_record), true },
	{ KEXECGUARD_IOC_HOOK, sizeof(struct kexecguard_hook), true },
	{ KEXECGUARD_IOC_UNLOAD, sizeof(struct kexecguard_unload), false },
	{ KEXECGUARD_IOC_CONFIRM, sizeof(struct kexecguard_confirm), false },
	{ KEXECGUARD_IOC_MAP, sizeof(struct kexecguard_map), true },
	{ KEXECGUARD_IOC_ANNOUNCE, sizeof(struct kexecguard_announce), true },
	{ KEXECGUARD_IOC_HOLD, sizeof(struct kexecguard_hold), true },
	{ KEXECGUARD_IOC_RELEASE, sizeof(struct kexecguard_release), false },
	{ KEXECGUARD_IOC_REWIND, sizeof(struct kexecguard_rewind), true },
	{ KEXECGUARD_IOC_UNLOADED, sizeof(struct kexecguard_unloaded), true },
};

static const struct command *any_command(struct dice *dice)
{
	return &commands[roll_below(dice, sizeof(commands) /
				    sizeof(commands[0]))];
}

static uint32_t any_size(struct dice *dice, uint32_t right)
{
	switch (roll_below(dice, 12)) {
	case 0:		return 0;
	case 1:		return roll_below(dice, 8);
	case 2:		return right - 1;
	case 3:		return right + 1;
	case 4:		return right + 8 * roll_below(dice, 16);
	case 5:		return page_size() - roll_below(dice, 2);
	case 6:		return page_size() + 1;
	case 7:		return (uint32_t)roll(dice);
	default:	return right;
	}
}

static bool is_documented(int err)
{
	return err == EINVAL || err == E2BIG || err == EOPNOTSUPP ||
	       err == EFAULT || err == EPERM || err == ENODATA ||
	       err == ENOENT || err == EBUSY || err == ESTALE ||
	       err == ENOSPC || err == ENOMEM;
}

/* Input: nothing, noise, or something that is nearly right. */
static void fill(unsigned char *bytes, size_t size, uint32_t claimed,
		 const struct places *places, struct dice *dice)
{
	unsigned int way = roll_below(dice, 4);
	uint64_t where = (uintptr_t)places->whole + 1024;
	uint32_t capacity = roll_below(dice, 100);
	size_t i;

	memset(bytes, PATTERN, size);
	if (claimed > size)
		claimed = (uint32_t)size;
	if (way == 0)
		for (i = 0; i < claimed; i++)
			bytes[i] = (unsigned char)roll(dice);
	else
		memset(bytes, 0, claimed);
	if (way == 1 && claimed > 8)
		bytes[4 + roll_below(dice, claimed - 4)] =
			(unsigned char)roll(dice);
	/* A map's pointer and its capacity. */
	if (way == 2 && claimed >= sizeof(struct kexecguard_map)) {
		memcpy(bytes + 8, &where, 8);
		memcpy(bytes + 16, &capacity, 4);
	}
}

static void check_answer(const struct command *command, long result,
			 const unsigned char *before,
			 const unsigned char *after, size_t size,
			 uint32_t claimed)
{
	size_t known = claimed < command->size ? claimed : command->size;

	if (result && errno != ENOSPC && memcmp(before, after, size))
		broken("ioctl %#lx failed (%d) and wrote", command->number,
		       errno);
	if (!result && !command->writes && memcmp(before, after, size))
		broken("ioctl %#lx wrote", command->number);
	if (!result && command->writes && known <= size &&
	    command->number != KEXECGUARD_IOC_MAP &&
	    memcmp(before + known, after + known, size - known))
		broken("ioctl %#lx wrote past %zu bytes", command->number,
		       known);
	if (!result && memcmp(&claimed, after, sizeof(claimed)))
		broken("ioctl %#lx changed the size", command->number);
}

void call_ioctl(int fd, struct places *places, struct dice *dice)
{
	const struct command *command = any_command(dice);
	uint32_t claimed = any_size(dice, command->size);
	unsigned char *at = any_place(places, dice, claimed);
	unsigned char before[1024], after[1024];
	bool is_ours = is_writable(places, at, sizeof(before));
	long result;

	if (is_ours) {
		fill(at, sizeof(before), claimed, places, dice);
		memcpy(at, &claimed, sizeof(claimed));
		memcpy(before, at, sizeof(before));
	} else if (is_writable(places, at, sizeof(claimed))) {
		memcpy(at, &claimed, sizeof(claimed));
	}
	errno = 0;
	result = ioctl(fd, command->number, at);
	if (result > 0 || (result < 0 && !is_documented(errno)))
		broken("ioctl %#lx: %ld, errno %d", command->number, result,
		       errno);
	if (!is_ours)
		return;
	memcpy(after, at, sizeof(after));
	check_answer(command, result, before, after, sizeof(after), claimed);
	if (!result && !may_see && claimed == command->size &&
	    has_secret(after, command->size))
		broken("ioctl %#lx gives an address away", command->number);
	if (!result && !may_see && (command->number == KEXECGUARD_IOC_MAP ||
				    command->number == KEXECGUARD_IOC_ANNOUNCE ||
				    command->number == KEXECGUARD_IOC_HOLD ||
				    !command->writes))
		broken("ioctl %#lx lets everybody in", command->number);
}

void call_unknown(int fd, struct places *places, struct dice *dice)
{
	unsigned long number = roll(dice);
	size_t i;

	if (roll_below(dice, 2))
		number = (number & ~0xff00ul) | KEXECGUARD_IOC_BASE << 8;
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if ((uint32_t)number == commands[i].number)
			return;
	/* Commands that the kernel itself handles, for any file. */
	if ((number & 0xff00) == 'T' << 8 || (number & 0xff00) == 'f' << 8 ||
	    (number & 0xff00) == 'X' << 8 || (uint32_t)number < 0x100)
		return;
	if (!ioctl(fd, number, any_place(places, dice, 64)) || errno != ENOTTY)
		broken("ioctl %#lx: errno %d", number, errno);
}

static void check_events(const struct kexecguard_event *events, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++) {
		if (i && events[i].sequence != events[i - 1].sequence + 1 &&
		    !(events[i].flags & KEXECGUARD_EVENT_OVERRUN))
			broken("an event is missing, and nothing says so");
		if (may_see)
			continue;
		if (events[i].start || events[i].end ||
		    !(events[i].flags & KEXECGUARD_EVENT_HIDDEN))
			broken("an event gives an address away");
	}
}

void call_read(int fd, struct places *places, struct dice *dice)
{
	static const size_t sizes[] = { 0, 1, 55, 56, 57, 112, 1000, 8192,
					1 << 20, SIZE_MAX / 2 };
	size_t size = sizes[roll_below(dice, sizeof(sizes) /
				       sizeof(sizes[0]))];
	unsigned char *at = any_place(places, dice, size);
	bool is_ours = is_writable(places, at, 2 * page_size());
	ssize_t done;

	if (is_ours)
		memset(at, PATTERN, 2 * page_size());
	done = read(fd, at, size);
	if (done < 0 && errno != EAGAIN && errno != EINVAL && errno != EFAULT)
		broken("read of %zu: errno %d", size, errno);
	if (done < 0 || !is_ours)
		return;
	if (done % (ssize_t)sizeof(struct kexecguard_event) ||
	    (size_t)done > size)
		broken("read of %zu: %zd", size, done);
	check_events((struct kexecguard_event *)at,
		     (size_t)done / sizeof(struct kexecguard_event));
	/* An event that did not fit may be there in part. */
	if ((size_t)done + sizeof(struct kexecguard_event) <= 2 * page_size() &&
	    at[done] != PATTERN)
		broken("read wrote past its end");
}

/* Operations that the device does not implement must fail, not crash. */
void call_other(int fd, struct places *places, struct dice *dice)
{
	struct pollfd pollfd = { .fd = fd, .events = (short)roll(dice) };
	void *at = any_place(places, dice, 64);
	void *mapped;
	int other;

	switch (roll_below(dice, 6)) {
	case 0:
		poll(&pollfd, 1, 0);
		break;
	case 1:
		if (write(fd, at, 64) >= 0)
			broken("write succeeded");
		break;
	case 2:
		mapped = mmap(NULL, page_size(), PROT_READ, MAP_SHARED, fd, 0);
		if (mapped != MAP_FAILED)
			broken("mmap succeeded");
		break;
	case 3:
		if (pread(fd, at, 64, (off_t)roll(dice)) >= 0)
			broken("pread succeeded");
		break;
	case 4:
		lseek(fd, (off_t)roll(dice), (int)roll_below(dice, 5));
		break;
	default:
		other = dup(fd);
		if (other >= 0)
			close(other);
		break;
	}
}
