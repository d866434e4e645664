// SPDX-License-Identifier: GPL-2.0-only
/*
 * How to read the kernel's kexec state. With data symbols in kallsyms:
 * kexec_image and __kexec_lock. Otherwise the functions of
 * /sys/kernel/kexec_loaded and /sys/kernel/kexec_crash_size; the latter returns
 * -EBUSY while the lock is held. It takes the lock for a moment, as each reader
 * of that file does, and is called at module init only.
 */
#include <linux/atomic.h>
#include <linux/err.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/spinlock.h>
#include <linux/static_call.h>

#include "compat.h"
#include "kexec.h"

static long show_nothing(void *kobject, void *attribute, char *text)
{
	return -ENOSYS;
}

static long size_of_nothing(void)
{
	return -EBUSY;
}

static void free_nothing(struct kimage *image)
{
}

DEFINE_STATIC_CALL(kg_loaded_show, show_nothing);
DEFINE_STATIC_CALL(kg_kimage_free, free_nothing);
DEFINE_STATIC_CALL(kg_crash_size, size_of_nothing);

static struct kimage **image_at;	/* the kernel's kexec_image, or NULL */
static atomic_t *lock_at;		/* the kernel's __kexec_lock, or NULL */
static bool has_show;			/* kg_loaded_show is bound */
static bool has_free;			/* kg_kimage_free is bound */

/* A whole page, as the function expects; its content is under text_lock. */
static char *text;
static DEFINE_SPINLOCK(text_lock);

static bool shows_loaded(void)
{
	bool is_loaded;

	spin_lock(&text_lock);
	is_loaded = static_call(kg_loaded_show)(NULL, NULL, text) > 0 &&
		    text[0] == '1';
	spin_unlock(&text_lock);
	return is_loaded;
}

bool kg_kexec_is_known(void)
{
	return image_at || has_show;
}

bool kg_kexec_is_loaded(void)
{
	if (image_at)
		return READ_ONCE(*image_at);
	return shows_loaded();
}

const struct kimage *kg_kexec_image(void)
{
	if (image_at)
		return READ_ONCE(*image_at);
	if (has_show && !shows_loaded())
		return NULL;
	return ERR_PTR(-ENODATA);
}

bool kg_kexec_is_locked(void)
{
	if (lock_at)
		return atomic_read(lock_at);
	return static_call(kg_crash_size)() == -EBUSY;
}

bool kg_kexec_can_unload(void)
{
	return image_at && lock_at && has_free;
}

/*
 * The lock is held for three stores, with interrupts off: a crash that finds it
 * taken takes no dump. After that no other path can reach the image.
 */
static int take_away(struct kimage **image)
{
	unsigned long flags;
	int err = -EBUSY;

	local_irq_save(flags);
	if (!atomic_cmpxchg_acquire(lock_at, 0, 1)) {
		*image = xchg(image_at, NULL);
		atomic_set_release(lock_at, 0);
		err = 0;
	}
	local_irq_restore(flags);
	return err;
}

int kg_kexec_unload(void)
{
	struct kimage *image;
	int err;

	if (!kg_kexec_can_unload())
		return -EOPNOTSUPP;
	err = take_away(&image);
	if (err)
		return err;
	static_call(kg_kimage_free)(image);
	return 0;
}

int __init kg_kexec_init(void)
{
	void *function;

	if (!kg_compat_text("kernel_kexec"))
		return -ENODEV;
	image_at = kg_compat_data("kexec_image");
	lock_at = kg_compat_data("__kexec_lock");

	function = image_at ? NULL : kg_compat_text("kexec_loaded_show");
	if (function)
		text = (char *)get_zeroed_page(GFP_KERNEL);
	has_show = text;
	if (has_show)
		static_call_update(kg_loaded_show,
				   (typeof(&show_nothing))function);
	function = lock_at ? NULL : kg_compat_text("crash_get_memory_size");
	if (function)
		static_call_update(kg_crash_size,
				   (typeof(&size_of_nothing))function);

	function = kg_compat_text("kimage_free");
	has_free = function;
	if (has_free)
		static_call_update(kg_kimage_free,
				   (typeof(&free_nothing))function);
	return 0;
}

void kg_kexec_exit(void)
{
	free_page((unsigned long)text);
}
