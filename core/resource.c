// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * The names in /proc/iomem. Pure: the module and the library compile this file,
 * and it calls nothing outside itself.
 */
#include "resource.h"

static bool begins(const char *name, size_t length, const char *word)
{
	size_t i;

	for (i = 0; word[i]; i++)
		if (i == length || name[i] != word[i])
			return false;
	return true;
}

static bool is(const char *name, size_t length, const char *word)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (!word[i] || name[i] != word[i])
			return false;
	return !word[length];
}

/*
 * "System RAM (kmem)": the driver's name is in parentheses. With mark_hotplug=1
 * the module puts another word there.
 */
static u32 ram_classes(const char *name, size_t length)
{
	if (is(name, length, "System RAM"))
		return KEXECGUARD_RAM;
	if (is(name, length, "System RAM (hotplug)"))
		return KEXECGUARD_RAM | KEXECGUARD_HOTADDED;
	if (begins(name, length, "System RAM ("))
		return KEXECGUARD_RAM | KEXECGUARD_DRIVER;
	return 0;
}

/*
 * Anything in RAM with a name of its own is not free for an image. Some kernels
 * call a part of the crash kernel's memory "Crash kernel (low)".
 */
static u32 child_classes(const char *name, size_t length)
{
	if (begins(name, length, "Crash kernel"))
		return KEXECGUARD_CRASH;
	if (begins(name, length, "Kernel "))
		return KEXECGUARD_KERNEL;
	return KEXECGUARD_RESERVED;
}

/**
 * kg_resource_classes - what a resource is
 * @name: its name; need not end with a NUL
 * @length: characters in it
 * @in_ram: it lies in System RAM, as a child or deeper
 *
 * System RAM in System RAM is memory like any other: the kernel enters it when
 * the crash kernel's part is shrunk.
 *
 * Return: the classes, 0 for what is neither RAM nor reserved.
 */
u32 kg_resource_classes(const char *name, size_t length, bool in_ram)
{
	u32 classes = ram_classes(name, length);

	if (classes)
		return classes;
	if (in_ram)
		return child_classes(name, length);
	/* x86 has a capital, arm64 has none. */
	if (is(name, length, "Reserved") || is(name, length, "reserved"))
		return KEXECGUARD_RESERVED;
	return 0;
}
