/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The one thing that matters most about a range of memory, and the letter that
 * it is drawn with. Pure.
 */
#ifndef CTL_KIND_H
#define CTL_KIND_H

#include <stdbool.h>
#include <stdint.h>

/**
 * enum kind - the kinds, in the order of the legend
 * @KIND_IMAGE: the loaded image will be copied there
 * @KIND_BOOT: RAM that firmware described
 * @KIND_KERNEL: with the running kernel in it
 * @KIND_CRASH: set aside for the crash kernel
 * @KIND_PLUGGABLE: RAM of the boot that may be pulled
 * @KIND_MOVABLE: RAM in a movable zone
 * @KIND_HOTADDED: RAM that came after boot
 * @KIND_OTHER: RAM of which nobody knows where it came from
 * @KIND_DRIVER: RAM that a driver manages
 * @KIND_OFFLINE: RAM that is offline
 * @KIND_NOMAP: RAM that must not be mapped
 * @KIND_UNACCEPTED: RAM that a confidential guest has not accepted yet
 * @KIND_PRESERVED: RAM that KHO hands over to the next kernel
 * @KIND_SCRATCH: RAM in which KHO lets the next kernel begin
 * @KIND_RESERVED: to be kept
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

#endif /* CTL_KIND_H */
