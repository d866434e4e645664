// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * Loading by kexec_file_load(2), which the C library does not wrap.
 */
#include "internal.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/kexec.h>

static int file_load(int kernel_fd, int initrd_fd, const char *command_line,
		     unsigned long flags)
{
#ifdef SYS_kexec_file_load
	long ret = syscall(SYS_kexec_file_load, kernel_fd, initrd_fd,
			   strlen(command_line) + 1, command_line, flags);

	return ret < 0 ? -errno : 0;
#else
	(void)kernel_fd;
	(void)initrd_fd;
	(void)command_line;
	(void)flags;
	return -ENOSYS;
#endif
}

KGUARD_API int kguard_load_file(int kernel_fd, int initrd_fd,
				const char *command_line, unsigned int flags)
{
	assert(command_line);
	if (flags)
		return -EINVAL;

	return file_load(kernel_fd, initrd_fd, command_line,
			 initrd_fd < 0 ? KEXEC_FILE_NO_INITRAMFS : 0);
}
