// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See kmod.h.
 */
#include "diagnose/kmod.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#define LIBRARY "libkmod.so.2"

/*
 * Tells packaging tools of it, as the Package Metadata for ELF Files of
 * systemd.io has it: their tools see only what is linked.
 */
#define NOTE								\
	"[{\"feature\":\"diagnosis\","					\
	"\"description\":\"Why the module is not loaded\","		\
	"\"priority\":\"recommended\",\"soname\":[\"" LIBRARY "\"]}]"

static const struct {
	uint32_t name_size;
	uint32_t text_size;
	uint32_t type;
	char name[4];
	char text[(sizeof(NOTE) + 3) & ~(size_t)3];
} note __attribute__((used, section(".note.dlopen"), aligned(4))) = {
	sizeof("FDO"), sizeof(NOTE), 0x407c0c0a, "FDO", NOTE,
};

static struct kmod functions;
static bool is_loaded;

static void load(void)
{
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);

	if (!library)
		return;
#define FIND(name)							\
	functions.name = (__typeof__(functions.name))			\
			 dlsym(library, "kmod_" #name);			\
	if (!functions.name)						\
		return;
	KMOD_FUNCTIONS(FIND)
#undef FIND
	is_loaded = true;
}

/**
 * kmod() - libkmod's functions
 *
 * The library is loaded once and never unloaded.
 *
 * Return: the functions, or NULL if this machine has no libkmod.
 */
const struct kmod *kmod(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, load);
	return is_loaded ? &functions : NULL;
}
