// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See lease.h. The timer runs "unload --expired", which believes the file and
 * not the timer; so a timer that is left over from an earlier lease does
 * nothing, and one that is late unloads late.
 */
#include "lease.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "clock.h"
#include "format.h"

#define SYSTEMD_RUN "/usr/bin/systemd-run"

/**
 * lease_watch() - have systemd look when a lease is over
 * @lease_ns: from now on, nanoseconds
 * @complaint: where to put what systemd-run printed
 *
 * Return: 0; -EIO it failed; -errno it cannot be run.
 */
int lease_watch(int64_t lease_ns, char complaint[COMPLAINT_LEN])
{
	char tool[PATH_MAX], unit[64], time[64];
	char *argv[] = {
		(char *)"systemd-run", (char *)"--quiet", (char *)"--collect",
		(char *)"--description=End of the lease of a kexec image",
		unit, time, (char *)"--timer-property=AccuracySec=1s", tool,
		(char *)"unload", (char *)"--expired", NULL,
	};
	ssize_t length;
	int ret;

	complaint[0] = '\0';
	length = readlink("/proc/self/exe", tool, sizeof(tool) - 1);
	if (length < 0)
		return -errno;
	tool[length] = '\0';
	/* A name of its own: an earlier lease's timer may be there still. */
	snprintf(unit, sizeof(unit), "--unit=kexecguard-lease-%" PRId64,
		 clock_now());
	/* Rounded up: on time or late, never early. */
	snprintf(time, sizeof(time), "--on-active=%" PRId64 "s",
		 (lease_ns + NSEC_PER_SEC - 1) / NSEC_PER_SEC);
	ret = program_run(SYSTEMD_RUN, argv, complaint);
	return ret > 0 ? -EIO : ret;
}

/**
 * lease_is_over() - is an image's lease over
 * @request: the image
 *
 * Return: true if it had one, and it is.
 */
bool lease_is_over(const struct load_request *request)
{
	return request->lease_end_ns &&
	       !clock_remaining(request->lease_end_ns);
}

/**
 * load_is_foreign() - have others loaded an image since
 * @guard: the device
 * @request: what this tool loaded last
 * @foreign: where to put the answer
 *
 * Return: 0 or -errno.
 */
int load_is_foreign(struct kguard *guard, const struct load_request *request,
		    bool *foreign)
{
	struct kguard_status *status;
	int err;

	err = kguard_get_status(guard, &status);
	if (err)
		return err;
	*foreign = request->loaded_ns &&
		   kguard_status_get_last_load_ns(status) >
		   (uint64_t)request->loaded_ns;
	kguard_status_free(status);
	return 0;
}
