// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See kmod.h.
 */
#include "diagnose/kmod.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>

#define LIBRARY "libkmod.so.2"

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
