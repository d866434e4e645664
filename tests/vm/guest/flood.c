// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * flood: kexec_file_load() by many processes at once, none of which loads.
 *
 * flood nobody N SECONDS
 *	N processes of user nobody, who may not load: each call must fail with
 *	EPERM.
 * flood root N CALLS
 *	N processes of root, with a flag that does not exist, which the kernel
 *	checks before it takes a lock: each call must fail with EINVAL.
 * flood crash N CALLS
 *	the same for the crash image, whose loads the guard does not order.
 *
 * Prints how many calls were made and how many had another result; exits 1 if
 * there were any.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NOBODY		65534
#define NO_SUCH_FLAG	0x80000000UL
#define ON_CRASH	0x2UL		/* KEXEC_FILE_ON_CRASH */
#define ERRNOS		256

static struct tally {
	atomic_ulong calls;
	atomic_ulong others[ERRNOS];
} *tally;

static void call(unsigned long flags, int wanted)
{
	int answer = syscall(SYS_kexec_file_load, -1, -1, 0L, NULL, flags) ?
		     errno : 0;

	atomic_fetch_add(&tally->calls, 1);
	if (answer != wanted)
		atomic_fetch_add(&tally->others[answer % ERRNOS], 1);
}

static void be_nobody(long seconds)
{
	time_t end = time(NULL) + seconds;

	if (setgid(NOBODY) || setuid(NOBODY))
		_exit(2);
	while (time(NULL) < end)
		call(0, EPERM);
	_exit(0);
}

static void be_root(long calls, unsigned long flags)
{
	while (calls--)
		call(NO_SUCH_FLAG | flags, EINVAL);
	_exit(0);
}

int main(int argc, char **argv)
{
	long n = argc == 4 ? atol(argv[2]) : 0;
	long much = argc == 4 ? atol(argv[3]) : 0;
	int failed = 0;
	int i;

	if (n < 1 || much < 1)
		return 2;
	tally = mmap(NULL, sizeof(*tally), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (tally == MAP_FAILED)
		return 2;
	while (n--)
		if (!fork()) {
			if (!strcmp(argv[1], "nobody"))
				be_nobody(much);
			be_root(much, strcmp(argv[1], "crash") ? 0 : ON_CRASH);
		}
	while (wait(NULL) > 0)
		;
	printf("flood: %s: %lu calls", argv[1], atomic_load(&tally->calls));
	for (i = 0; i < ERRNOS; i++) {
		if (!atomic_load(&tally->others[i]))
			continue;
		printf(", %s %lu times", strerror(i),
		       atomic_load(&tally->others[i]));
		failed = 1;
	}
	putchar('\n');
	return failed;
}
