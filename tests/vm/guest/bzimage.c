// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A file that kexec_file_load() takes for a kernel; see bzimage.h. Offsets are
 * those of the x86 boot protocol.
 */
#define _GNU_SOURCE
#include "bzimage.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SECTOR		512
#define SETUP_SECTORS	1
#define KERNEL_BYTES	(4 * SECTOR)

int bzimage_open(void)
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
	memcpy(image + 0x200, "\xeb\x6a", 2);	/* jump past the header */
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
