// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fnth WHAT [ARGUMENT [FIRST [LAST]]]: systematic fault injection. Repeats
 * WHAT; the first time the first allocation (or copy from or to user space) of
 * this thread fails, then the second, until each has failed once, or each from
 * FIRST to LAST. After each:
 *
 *   - the result is success or an error that a failed allocation may cause,
 *   - the status can be read, agrees with the kernel, and nothing is pending,
 *   - an image that was loaded still is, unless memory has changed.
 *
 * Prints how many points there were; there must be one at least. fnth
 * insmod-once only inserts the guard, once: busybox would retry with the older
 * system call.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/kexec.h>
#include <linux/kexecguard.h>

#include "../../guest/bzimage.h"
#include "../../guest/page.h"

#define BOOT_ADDRESS	0x20000000UL
#define POINTS_MAX	2000
#define TOLD_EVERY	50
#define SETTLE_STEPS	500
#define GUARD		"/lib/modules/kexecguard.ko"
#define LOADED		"/sys/kernel/kexec_loaded"

static const char *argument = "";
static int device = -1;
static int kernel = -1;

static long number_in(const char *path)
{
	long number = -1;
	FILE *file = fopen(path, "re");

	if (!file)
		return -1;
	if (fscanf(file, "%ld", &number) != 1)
		number = -1;
	fclose(file);
	return number;
}

static int load(unsigned long segments)
{
	static char page[4096];
	struct kexec_segment segment = {
		.buf = page, .bufsz = sizeof(page),
		.mem = (void *)BOOT_ADDRESS, .memsz = page_size(),
	};

	return (int)syscall(SYS_kexec_load, BOOT_ADDRESS, segments, &segment,
			    KEXEC_ARCH_DEFAULT);
}

static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int saved;
	ssize_t done;

	if (fd < 0)
		return -1;
	done = write(fd, text, strlen(text));
	saved = errno;
	close(fd);
	errno = saved;
	return done < 0 ? -1 : 0;
}

/* The operations; each is one call, so that the thread does nothing else. */

static int do_load(void) { return load(1); }
static int do_unload(void) { return load(0); }
static int do_online(void) { return write_file(argument, "online_movable"); }
static int do_offline(void) { return write_file(argument, "offline"); }

static int do_file_load(void)
{
	static const char line[] = "console=ttyS0";

	return (int)syscall(SYS_kexec_file_load, kernel, -1, sizeof(line),
			    line, KEXEC_FILE_NO_INITRAMFS);
}

static int do_open(void)
{
	int fd = open("/dev/kexecguard", O_RDONLY | O_CLOEXEC);

	return fd < 0 ? -1 : close(fd);
}

static int do_read(void)
{
	struct kexecguard_event events[4];

	return read(device, events, sizeof(events)) < 0 ? -1 : 0;
}

static int do_read_file(void)
{
	char text[4096];
	int fd = open(argument, O_RDONLY | O_CLOEXEC);
	ssize_t done;
	int saved;

	if (fd < 0)
		return -1;
	done = read(fd, text, sizeof(text));
	saved = errno;
	close(fd);
	errno = saved;
	return done < 0 ? -1 : 0;
}

static int do_policy(void)
{
	return write_file("/sys/module/kexecguard/parameters/policy", argument);
}

static int do_info(void)
{
	struct kexecguard_info it = { .size = sizeof(it) };

	return ioctl(device, KEXECGUARD_IOC_INFO, &it);
}

static int do_status(void)
{
	struct kexecguard_status it = { .size = sizeof(it) };

	return ioctl(device, KEXECGUARD_IOC_STATUS, &it);
}

static int do_record(void)
{
	struct kexecguard_record it = { .size = sizeof(it) };

	return ioctl(device, KEXECGUARD_IOC_RECORD, &it);
}

static int do_hook(void)
{
	struct kexecguard_hook it = { .size = sizeof(it), .index = 1 };

	return ioctl(device, KEXECGUARD_IOC_HOOK, &it);
}

static int do_guard_unload(void)
{
	struct kexecguard_unload it = { .size = sizeof(it) };

	return ioctl(device, KEXECGUARD_IOC_UNLOAD, &it);
}

static int do_confirm(void)
{
	struct kexecguard_confirm it = { .size = sizeof(it) };

	return ioctl(device, KEXECGUARD_IOC_CONFIRM, &it);
}

static int do_map(void)
{
	static struct kexecguard_range ranges[256];
	struct kexecguard_map it = {
		.size = sizeof(it),
		.ranges = (unsigned long)ranges,
		.capacity = 256,
	};

	return ioctl(device, KEXECGUARD_IOC_MAP, &it);
}

static int do_insmod(void)
{
	int fd = open(GUARD, O_RDONLY | O_CLOEXEC);
	int saved, ret;

	if (fd < 0)
		return -1;
	ret = (int)syscall(SYS_finit_module, fd, "", 0);
	saved = errno;
	close(fd);
	errno = saved;
	return ret;
}

/* Before each: load or unload an image, or bring the block to its state. */

static void fail(const char *what)
{
	printf("fnth: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void image_in(void)
{
	if (load(1))
		fail("load, without injection");
}

static void kernel_open(void)
{
	if (kernel < 0)
		kernel = bzimage_open();
	if (kernel < 0)
		fail("bzimage");
	if (load(0))
		fail("unload, without injection");
}

static void image_out(void)
{
	if (load(0))
		fail("unload, without injection");
}

static void block_offline(void)
{
	if (do_offline() && errno != EINVAL)
		fail("offline, without injection");
	image_in();
}

static void block_online(void)
{
	if (do_online() && errno != EINVAL)
		fail("online, without injection");
	image_in();
}

static void confirmable(void)
{
	struct kexecguard_status it = { .size = sizeof(it) };

	image_in();
	if (ioctl(device, KEXECGUARD_IOC_STATUS, &it))
		fail("status");
}

static void nothing(void) { }

static const struct what {
	const char *name;
	int (*act)(void);
	void (*prepare)(void);
	bool needs_guard;
	bool changes_memory;
} whats[] = {
	{ "load", do_load, image_out, true, false },
	{ "replace", do_load, image_in, true, false },
	{ "unload", do_unload, image_in, true, false },
	{ "file-load", do_file_load, kernel_open, true, false },
	{ "online", do_online, block_offline, true, true },
	{ "offline", do_offline, block_online, true, true },
	{ "open", do_open, nothing, true, false },
	{ "read", do_read, image_in, true, false },
	{ "read-file", do_read_file, image_in, true, false },
	{ "policy", do_policy, nothing, true, false },
	{ "info", do_info, nothing, true, false },
	{ "status", do_status, nothing, true, false },
	{ "record", do_record, image_in, true, false },
	{ "hook", do_hook, nothing, true, false },
	{ "guard-unload", do_guard_unload, image_in, true, false },
	{ "confirm", do_confirm, confirmable, true, false },
	{ "map", do_map, nothing, true, false },
	{ "insmod", do_insmod, nothing, false, false },
};

/* The injection */

static int nth_fd = -1;

static void arm(unsigned int n)
{
	char text[16];
	int length = snprintf(text, sizeof(text), "%u", n);

	if (pwrite(nth_fd, text, (size_t)length, 0) != length)
		fail("fail-nth");
}

/*
 * Whether the point was reached. Reading and disarming also copy from and to
 * user
 * space: a point that is left was not reached by the call, and is used up here.
 */
static bool disarm(void)
{
	char text[16] = "";

	if (pread(nth_fd, text, sizeof(text) - 1, 0) <= 0) {
		if (errno != EFAULT)
			fail("fail-nth");
		return false;
	}
	if (pwrite(nth_fd, "0", 1, 0) != 1 && errno != EFAULT)
		fail("fail-nth");
	return !strtoul(text, NULL, 0);
}

/*
 * EBUSY, EAGAIN, EPERM: an operation that was rolled back, EPERM by another
 * notifier. EIO: arming a hook. EADDRNOTAVAIL: no memory to list the places in.
 */
static bool is_expected(int err)
{
	return err == 0 || err == ENOMEM || err == EFAULT || err == EBUSY ||
	       err == EAGAIN || err == EOPNOTSUPP || err == ENODATA ||
	       err == ENODEV || err == ENOENT || err == EIO || err == EINTR ||
	       err == ENOEXEC || err == ESTALE || err == EPERM ||
	       err == EADDRNOTAVAIL;
}

static bool is_online(void)
{
	char text[16] = "";
	int fd = open(argument, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || read(fd, text, sizeof(text) - 1) <= 0)
		fail(argument);
	close(fd);
	return !strncmp(text, "online", 6);
}

static void check_settled(unsigned int n)
{
	const unsigned int pending = KEXECGUARD_LOADING | KEXECGUARD_CHANGING |
				     KEXECGUARD_OUTDATED | KEXECGUARD_EXECUTING;
	struct kexecguard_status it = { .size = sizeof(it) };
	unsigned int step;

	for (step = 0; step < SETTLE_STEPS; step++) {
		if (ioctl(device, KEXECGUARD_IOC_STATUS, &it))
			fail("status");
		if (!(it.flags & pending))
			break;
		usleep(20000);
	}
	if (it.flags & pending || it.missing ||
	    number_in(LOADED) != !!(it.flags & KEXECGUARD_LOADED)) {
		printf("fnth: point %u: flags %#x missing %#x kexec_loaded %ld\n",
		       n, it.flags, it.missing, number_in(LOADED));
		exit(1);
	}
}

/* An operation that succeeded has unloaded; one that failed has not. */
static void check_change(unsigned int n, bool was_online)
{
	bool changed = is_online() != was_online;

	if (number_in(LOADED) == !changed)
		return;
	printf("fnth: point %u: %s, kexec_loaded %ld\n", n,
	       changed ? "changed" : "not changed", number_in(LOADED));
	exit(1);
}

/*
 * Inserted or not, it is all or nothing: hooks that could not be armed are
 * reported, and rmmod leaves nothing.
 */
static void check_inserted(unsigned int n, int err)
{
	struct kexecguard_status it = { .size = sizeof(it) };
	struct kexecguard_hook hook = { .size = sizeof(hook) };
	unsigned int lost = 0;
	int fd;

	if (err) {
		if (number_in("/sys/module/kexecguard/refcnt") >= 0)
			fail("insmod failed, and it is there");
	} else {
		fd = open("/dev/kexecguard", O_RDONLY | O_CLOEXEC);
		if (fd < 0 || ioctl(fd, KEXECGUARD_IOC_STATUS, &it))
			fail("status");
		for (; !ioctl(fd, KEXECGUARD_IOC_HOOK, &hook); hook.index++)
			if (hook.state != KEXECGUARD_HOOK_ARMED &&
			    hook.state != KEXECGUARD_HOOK_UNUSED)
				lost |= hook.protections;
		close(fd);
		if ((it.missing & lost) != lost) {
			printf("fnth: point %u: missing %#x, lost %#x\n", n,
			       it.missing, lost);
			exit(1);
		}
		if (it.missing)
			printf("fnth: point %u: missing %#x\n", n, it.missing);
		if (syscall(SYS_delete_module, "kexecguard", O_NONBLOCK))
			fail("rmmod");
	}
	if (load(1) || load(0))
		fail("load after rmmod");
}

static const struct what *find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(whats) / sizeof(whats[0]); i++)
		if (!strcmp(whats[i].name, name))
			return &whats[i];
	return NULL;
}

static bool inject(const struct what *what, unsigned int n,
		   unsigned int *failed)
{
	bool was_online = false, reached;
	int err;

	what->prepare();
	if (what->changes_memory)
		was_online = is_online();
	arm(n);
	err = what->act() ? errno : 0;
	reached = disarm();
	if (!is_expected(err)) {
		errno = err;
		printf("fnth: point %u: ", n);
		fail("unexpected");
	}
	*failed += err != 0;
	if (what->changes_memory)
		check_change(n, was_online);
	if (what->needs_guard)
		check_settled(n);
	else
		check_inserted(n, err);
	return reached;
}

/* The points of a range; a range without an end includes all that follow. */
static int inject_range(const struct what *what, unsigned int first,
			unsigned int last)
{
	unsigned int n, end = last ?: POINTS_MAX, failed = 0;

	for (n = first; n <= end; n++) {
		if (!inject(what, n, &failed))
			break;
		if (n % TOLD_EVERY == 0) {
			printf("fnth: %s: %u points\n", what->name, n);
			fflush(stdout);
		}
	}
	printf("fnth: %s: points %u to %u%s, %u failed the call\n", what->name,
	       first, n - 1, n > end ? "" : ", the last", failed);
	return n == first || (!last && n > end);
}

int main(int argc, char **argv)
{
	const struct what *what = argc > 1 ? find(argv[1]) : NULL;

	if (argc > 1 && !strcmp(argv[1], "insmod-once"))
		return do_insmod() != 0;
	if (!what)
		return 2;
	if (argc > 2)
		argument = argv[2];
	nth_fd = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	if (nth_fd < 0)
		fail("fail-nth");
	if (what->needs_guard) {
		device = open("/dev/kexecguard", O_RDONLY | O_NONBLOCK |
			      O_CLOEXEC);
		if (device < 0)
			fail("/dev/kexecguard");
	}
	return inject_range(what, argc > 3 ? (unsigned int)atoi(argv[3]) : 1,
			    argc > 4 ? (unsigned int)atoi(argv[4]) : 0);
}
