// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A page that a reader waits for; see fault.h.
 */
#define _GNU_SOURCE
#include "fault.h"
#include "page.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>


int fault_page(void **page)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register range = {
		.range.len = page_size(),
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};
	int saved, fd;

	*page = mmap(NULL, page_size(), PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (*page == MAP_FAILED)
		return -1;
	range.range.start = (unsigned long)*page;
	fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	if (fd >= 0 && !ioctl(fd, UFFDIO_API, &api) &&
	    !ioctl(fd, UFFDIO_REGISTER, &range))
		return fd;
	saved = errno;
	if (fd >= 0)
		close(fd);
	munmap(*page, page_size());
	errno = saved;
	return -1;
}

bool fault_is_met(int fd, int timeout)
{
	struct pollfd one = { .fd = fd, .events = POLLIN };

	return poll(&one, 1, timeout) > 0;
}

int fault_answer(int fd, void *page, const void *content)
{
	struct uffdio_copy copy = {
		.dst = (unsigned long)page,
		.src = (unsigned long)content,
		.len = page_size(),
	};

	return ioctl(fd, UFFDIO_COPY, &copy);
}
