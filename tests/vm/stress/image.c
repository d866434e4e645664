// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The kexec syscalls. Images are pages of zeros: none is ever executed, as
 * kgexec.ko stops the kernel where it would jump.
 */
#define _GNU_SOURCE
#include "stress.h"

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

#ifndef LINUX_REBOOT_CMD_KEXEC
#define LINUX_REBOOT_CMD_KEXEC 0x45584543
#endif

static char page[PAGE];

static int load(unsigned long address, unsigned int segments,
		unsigned long flags)
{
	struct kexec_segment segment[16];
	unsigned int i;

	for (i = 0; i < segments; i++)
		segment[i] = (struct kexec_segment){
			.buf = page,
			.bufsz = PAGE,
			.mem = (void *)(address + i * PAGE),
			.memsz = PAGE,
		};
	return syscall(SYS_kexec_load, address, segments, segment,
		       flags | KEXEC_ARCH_DEFAULT) ? errno : 0;
}

int load_at(unsigned long address, unsigned int segments)
{
	return load(address, segments, 0);
}

int unload(void)
{
	return load(0, 0, 0);
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
	return start ? load(start, 1, KEXEC_ON_CRASH) : ENOENT;
}

#define SECTOR		512
#define SETUP_SECTORS	1
#define KERNEL_BYTES	(4 * SECTOR)

/* The smallest file that the kernel takes for a bzImage (x86 boot protocol). */
static int open_bzimage(void)
{
	static unsigned char image[(1 + SETUP_SECTORS) * SECTOR + KERNEL_BYTES];
	static const char path[] = "/tmp/bzimage";
	const uint32_t alignment = 0x200000, size = 0x10000;
	const uint64_t preferred = 0x1000000;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd >= 0)
		return fd;
	image[0x1f1] = SETUP_SECTORS;
	memcpy(image + 0x1fe, "\x55\xaa", 2);	/* boot_flag */
	memcpy(image + 0x200, "\xeb\x6a", 2);	/* jump behind the header */
	memcpy(image + 0x202, "HdrS", 4);
	memcpy(image + 0x206, "\x0f\x02", 2);	/* version 2.15 */
	image[0x211] = 1;			/* loadflags: loaded high */
	memcpy(image + 0x22c, "\xff\xff\xff\x7f", 4);	/* initrd_addr_max */
	memcpy(image + 0x230, &alignment, 4);
	image[0x234] = 1;			/* relocatable_kernel */
	/* xloadflags: 64 bit, above 4 GiB, knows five level paging */
	image[0x236] = 1 << 0 | 1 << 1 | 1 << 5;
	memcpy(image + 0x238, "\xff\x07", 2);	/* cmdline_size */
	memcpy(image + 0x258, &preferred, 8);
	memcpy(image + 0x260, &size, 4);

	fd = open("/tmp/bzimage.new", O_CREAT | O_TRUNC | O_WRONLY, 0600);
	if (fd < 0 || write(fd, image, sizeof(image)) != sizeof(image))
		return -1;
	close(fd);
	if (rename("/tmp/bzimage.new", path))
		return -1;
	return open(path, O_RDONLY | O_CLOEXEC);
}

int file_load(void)
{
	int fd = open_bzimage();
	int ret;

	if (fd < 0)
		return errno;
	ret = syscall(SYS_kexec_file_load, fd, -1, 1, "",
		      KEXEC_FILE_NO_INITRAMFS) ? errno : 0;
	close(fd);
	return ret;
}

int file_unload(void)
{
	return syscall(SYS_kexec_file_load, -1, -1, 0, NULL,
		       KEXEC_FILE_UNLOAD) ? errno : 0;
}

/* In a child: the kernel pins whoever executes to the first processor. */
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
