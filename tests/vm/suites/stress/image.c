// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The kexec syscalls. Images are pages of zeros: none is ever executed, as
 * kgexec.ko stops the kernel where it would jump.
 */
#define _GNU_SOURCE
#include "stress.h"

#include "../../guest/bzimage.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/kexec.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define LARGE_SEGMENT	(1UL << 20)

#ifndef LINUX_REBOOT_CMD_KEXEC
#define LINUX_REBOOT_CMD_KEXEC 0x45584543
#endif

static char content[LARGE_SEGMENT];

/* If memory is changing, the last announcement counts, if there was one. */
static int load_announced(unsigned long address, unsigned long segments,
			  const struct kexec_segment *segment,
			  unsigned long flags)
{
	int fd = guard_announce();
	int ret = syscall(SYS_kexec_load, address, segments, segment,
			  flags | KEXEC_ARCH_DEFAULT) ? errno : 0;

	if (fd >= 0)
		close(fd);
	return ret;
}

static int load(unsigned long address, unsigned int segments,
		unsigned long size, unsigned long flags)
{
	struct kexec_segment segment[16];
	unsigned int i;

	for (i = 0; i < segments; i++)
		segment[i] = (struct kexec_segment){
			.buf = content,
			.bufsz = size,
			.mem = (void *)(address + i * size),
			.memsz = size,
		};
	return load_announced(address, segments, segment, flags);
}

int load_at(unsigned long address, unsigned int segments)
{
	return load(address, segments, page_size(), 0);
}

int load_large(unsigned long address)
{
	return load(address, 16, LARGE_SEGMENT, 0);
}

/* Two segments, the second of which is this page. */
int load_page(unsigned long address, const void *page)
{
	struct kexec_segment segment[] = {
		{
			.buf = content, .bufsz = page_size(),
			.mem = (void *)address, .memsz = page_size(),
		}, {
			.buf = page, .bufsz = page_size(),
			.mem = (void *)(address + page_size()),
			.memsz = page_size(),
		},
	};

	return load_announced(address, 2, segment, 0);
}

int unload(void)
{
	return load(0, 0, 0, 0);
}

/* The lowest page of the crash kernel's memory, from /proc/iomem. */
int crash_load(void)
{
	unsigned long start = 0;
	char line[128];
	FILE *file;

	file = fopen("/proc/iomem", "re");
	while (file && fgets(line, sizeof(line), file))
		if (strstr(line, "Crash kernel"))
			start = strtoul(line, NULL, 16);
	if (file)
		fclose(file);
	return start ? load(start, 1, page_size(), KEXEC_ON_CRASH) : ENOENT;
}

int file_load_line(const char *line)
{
	int fd = bzimage_open();
	int ret;

	if (fd < 0)
		return errno;
	ret = syscall(SYS_kexec_file_load, fd, -1, 1, line,
		      KEXEC_FILE_NO_INITRAMFS) ? errno : 0;
	close(fd);
	return ret;
}

int file_load(void)
{
	return file_load_line("");
}

int file_unload(void)
{
	return syscall(SYS_kexec_file_load, -1, -1, 0, NULL,
		       KEXEC_FILE_UNLOAD) ? errno : 0;
}

/* In a child: the kernel pins the task that executes to the first processor. */
int execute(void)
{
	int status;
	pid_t child = fork();

	if (child < 0)
		return errno;
	if (!child)
		_exit(reboot(LINUX_REBOOT_CMD_KEXEC) ? errno : 0);
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : EFAULT;
}
