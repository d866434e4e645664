// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hostile root|nobody|namespace CALLS SEED BLOCK
 *
 * BLOCK is the state file of a memory block that goes online and offline during
 * the run; seed 0 means a random one.
 *
 * As root; without any privilege; or as root of a user namespace that an
 * unprivileged process made. Promises:
 *
 *   - only the documented errors; a failed call has written nothing
 *   - nothing is written past the caller's buffer
 *   - without CAP_SYS_ADMIN no call discloses an address, or can unload, confirm
 *     or change a policy, even through a file that root opened
 *   - readers do not take events from each other, and the queue is bounded
 */
#define _GNU_SOURCE
#include "hostile.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/kexec.h>
#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define THREADS	3
#define NOBODY	65534
#define DEVICE	"/dev/kexecguard"

bool may_see;

static atomic_ulong calls;
static unsigned long wanted;
static atomic_bool has_failed;
static unsigned char *shared;
static int from_root;		/* a file that root opened */

uint64_t roll(struct dice *dice)
{
	uint64_t value = dice->state += 0x9e3779b97f4a7c15u;

	value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
	value = (value ^ value >> 27) * 0x94d049bb133111ebu;
	return value ^ value >> 31;
}

unsigned int roll_below(struct dice *dice, unsigned int bound)
{
	return (unsigned int)(roll(dice) >> 16) % bound;
}

void broken(const char *format, ...)
{
	char text[256];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	printf("hostile: %s (after %lu calls)\n", text, atomic_load(&calls));
	fflush(stdout);
	atomic_store(&has_failed, true);
}

bool has_secret(const void *bytes, size_t size)
{
	uint64_t value;
	size_t i;

	for (i = 0; i + 8 <= size; i += 4) {
		memcpy(&value, (const char *)bytes + i, 8);
		if (value >= SECRET_START &&
		    value <= SECRET_START + SECRET_PAGES * page_size())
			return true;
		if (value >= 0xffff800000000000 && value < UINT64_MAX - 4096)
			return true;
	}
	return false;
}

static bool is_over(void)
{
	return atomic_load(&has_failed) || atomic_load(&calls) >= wanted;
}

static int load(unsigned long segments)
{
	static char page[4096];
	struct kexec_segment segment[SECRET_PAGES];
	unsigned int i;

	for (i = 0; i < SECRET_PAGES; i++)
		segment[i] = (struct kexec_segment){
			.buf = page, .bufsz = sizeof(page), .memsz = page_size(),
			.mem = (void *)(SECRET_START + i * page_size()),
		};
	return (int)syscall(SYS_kexec_load, SECRET_START, segments, segment,
			    KEXEC_ARCH_DEFAULT);
}

/* Changes the arguments of the other threads during their calls. */
static void *flip(void *data)
{
	struct dice dice = { .state = (uintptr_t)data };

	while (!is_over()) {
		((volatile uint32_t *)shared)[roll_below(&dice, 64)] =
			roll_below(&dice, 8) ? roll_below(&dice, 600) :
					       (uint32_t)roll(&dice);
		if (!roll_below(&dice, 64))
			sched_yield();
	}
	return NULL;
}

static void *attack(void *data)
{
	struct dice dice = { .state = (uintptr_t)data };
	struct places places;
	int own = -1, fd;

	make_places(&places, shared);
	while (!is_over()) {
		if (own < 0 || !roll_below(&dice, 200)) {
			close(own);
			own = open(DEVICE, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
			if (own < 0)
				broken("open: errno %d", errno);
		}
		fd = roll_below(&dice, 4) ? own : from_root;
		switch (roll_below(&dice, 20)) {
		case 0:
			call_unknown(fd, &places, &dice);
			break;
		case 1: case 2: case 3:
			call_read(fd, &places, &dice);
			break;
		case 4:
			call_other(fd, &places, &dice);
			break;
		case 5:
			call_file(&dice);
			break;
		case 6:
			/* Refused without privilege; otherwise it causes events. */
			load(roll_below(&dice, 2) ? SECRET_PAGES : 0);
			break;
		default:
			call_ioctl(fd, &places, &dice);
			break;
		}
		atomic_fetch_add(&calls, 1);
	}
	return NULL;
}

static int next_event(int fd, struct kexecguard_event *event)
{
	return read(fd, event, sizeof(*event)) == sizeof(*event) ? 0 : -1;
}

/* Two readers get the same events; one that does not read delays nothing. */
static void check_queue(void)
{
	struct kexecguard_event one, two;
	int a = open(DEVICE, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	int b = open(DEVICE, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	unsigned int i, nr;

	if (load(SECRET_PAGES) || next_event(a, &one) || next_event(b, &two) ||
	    one.sequence != two.sequence)
		broken("two readers do not hear the same");
	if (!next_event(a, &one))
		broken("an event is told twice");
	for (i = 0; i < 600; i++)
		load(i & 1 ? SECRET_PAGES : 0);
	if (next_event(b, &two) || !(two.flags & KEXECGUARD_EVENT_OVERRUN))
		broken("an overrun is not told");
	for (nr = 1; !next_event(b, &two); nr++)
		;
	if (nr > 256)
		broken("the queue holds %u events", nr);
	close(a);
	close(b);
}

/* Opened without privilege, used with it: addresses stay hidden. */
static void check_opener(void)
{
	struct kexecguard_record record = { .size = sizeof(record) };
	int fd;

	if (load(SECRET_PAGES) || seteuid(NOBODY))
		broken("preparing: errno %d", errno);
	fd = open(DEVICE, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || seteuid(0))
		broken("open as nobody: errno %d", errno);
	if (ioctl(fd, KEXECGUARD_IOC_RECORD, &record))
		broken("record: errno %d", errno);
	if (!(record.flags & KEXECGUARD_RECORD_HIDDEN) ||
	    has_secret(&record, sizeof(record)))
		broken("a file that nobody opened shows addresses");
	close(fd);

	/* The check can fail: a privileged caller sees addresses. */
	fd = open(DEVICE, O_RDONLY | O_CLOEXEC);
	record = (struct kexecguard_record){ .size = sizeof(record) };
	if (ioctl(fd, KEXECGUARD_IOC_RECORD, &record) ||
	    !has_secret(&record, sizeof(record)))
		broken("root sees no address");
	close(fd);
}

static bool write_state(const char *path, const char *state)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool done = fd >= 0 && write(fd, state, strlen(state)) >= 0;

	close(fd);
	return done;
}

/* Causes events with addresses as long as this process lives. */
static void move_memory(const char *path)
{
	pid_t parent = getpid();

	if (!write_state(path, "online_movable"))
		broken("%s: errno %d", path, errno);
	if (fork())
		return;
	while (getppid() == parent) {
		write_state(path, "offline");
		write_state(path, "online_movable");
	}
	_exit(0);
}

static void become(const char *who)
{
	may_see = !strcmp(who, "root");
	if (may_see)
		return;
	if (setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) ||
	    setresuid(NOBODY, NOBODY, NOBODY))
		exit(2);
	if (!strcmp(who, "namespace") && unshare(CLONE_NEWUSER)) {
		printf("hostile: no user namespace: errno %d\n", errno);
		exit(2);
	}
}

int main(int argc, char **argv)
{
	pthread_t threads[THREADS + 1];
	struct timespec began, now;
	uint64_t seed = 0;
	uintptr_t i;

	if (argc < 5)
		return 2;
	wanted = strtoul(argv[2], NULL, 0);
	seed = strtoull(argv[3], NULL, 0);
	if (!seed && getrandom(&seed, 6, 0) != 6)
		return 2;
	printf("hostile: %s, seed %llu, %lu calls\n", argv[1],
	       (unsigned long long)seed, wanted);
	fflush(stdout);
	clock_gettime(CLOCK_MONOTONIC, &began);

	check_opener();
	check_queue();
	from_root = open(DEVICE, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	shared = mmap(NULL, page_size(), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (load(SECRET_PAGES))
		broken("load: errno %d", errno);
	move_memory(argv[4]);
	become(argv[1]);
	pthread_create(&threads[THREADS], NULL, flip, (void *)(uintptr_t)seed);
	for (i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, attack,
			       (void *)(uintptr_t)(seed ^ (i + 1) << 48));
	for (i = 0; i <= THREADS; i++)
		pthread_join(threads[i], NULL);

	clock_gettime(CLOCK_MONOTONIC, &now);
	printf("hostile: %s, seed %llu: %lu calls in %ld s: %s\n", argv[1],
	       (unsigned long long)seed, atomic_load(&calls),
	       (long)(now.tv_sec - began.tv_sec),
	       atomic_load(&has_failed) ? "FAILED" : "ok");
	return atomic_load(&has_failed);
}
