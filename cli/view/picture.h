/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The address space drawn in characters: each line begins with its address, a
 * letter stands for a stretch of memory, long stretches without RAM are
 * omitted.
 */
#ifndef CTL_PICTURE_H
#define CTL_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "memory.h"

/**
 * enum kind - what matters most about a range, in the order of the legend
 * @KIND_IMAGE: the loaded image will be copied there
 * @KIND_BOOT: RAM that firmware described
 * @KIND_KERNEL: RAM that holds the running kernel
 * @KIND_CRASH: set aside for the crash kernel
 * @KIND_PLUGGABLE: RAM present at boot that may be pulled
 * @KIND_MOVABLE: RAM in a movable zone
 * @KIND_HOTADDED: RAM added after boot
 * @KIND_OTHER: RAM of unknown origin
 * @KIND_DRIVER: RAM that a driver manages
 * @KIND_OFFLINE: RAM that is offline
 * @KIND_NOMAP: RAM that must not be mapped
 * @KIND_UNACCEPTED: RAM that a confidential guest has not accepted yet
 * @KIND_PRESERVED: RAM that KHO hands over to the next kernel
 * @KIND_SCRATCH: RAM in which KHO lets the next kernel start
 * @KIND_RESERVED: reserved by firmware or the kernel
 * @KIND_ROOM: where memory can be plugged
 * @KIND_UNUSED: firmware says RAM, the kernel does not use it as such
 * @KIND_HOLE: nothing
 * @NR_KINDS: how many there are
 */
enum kind {
	KIND_IMAGE,
	KIND_BOOT,
	KIND_KERNEL,
	KIND_CRASH,
	KIND_PLUGGABLE,
	KIND_MOVABLE,
	KIND_HOTADDED,
	KIND_OTHER,
	KIND_DRIVER,
	KIND_OFFLINE,
	KIND_NOMAP,
	KIND_UNACCEPTED,
	KIND_PRESERVED,
	KIND_SCRATCH,
	KIND_RESERVED,
	KIND_ROOM,
	KIND_UNUSED,
	KIND_HOLE,
	NR_KINDS,
};

enum kind kind_of(uint32_t classes);
char kind_letter(enum kind kind);
const char *kind_name(enum kind kind);

int picture_print(const struct memory *memory, size_t width, bool colour);

#endif /* CTL_PICTURE_H */
