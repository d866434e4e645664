/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libkmod, loaded on first use. It pulls in compressors and a library of
 * ciphers, which take much longer to load than the whole tool to run; and only
 * a missing guard is diagnosed with it.
 */
#ifndef CTL_KMOD_H
#define CTL_KMOD_H

#include <libkmod.h>

/* The functions used, each without its prefix "kmod_". */
#define KMOD_FUNCTIONS(X)		\
	X(list_next)			\
	X(module_apply_filter)		\
	X(module_get_info)		\
	X(module_get_install_commands)	\
	X(module_get_module)		\
	X(module_get_path)		\
	X(module_info_free_list)	\
	X(module_info_get_key)		\
	X(module_info_get_value)	\
	X(module_new_from_lookup)	\
	X(module_unref)			\
	X(module_unref_list)		\
	X(new)				\
	X(set_log_fn)			\
	X(unref)

struct kmod {
#define KMOD_FIELD(name) __typeof__(kmod_##name) *name;
	KMOD_FUNCTIONS(KMOD_FIELD)
#undef KMOD_FIELD
};

const struct kmod *kmod(void);

#endif /* CTL_KMOD_H */
