// SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
/*
 * The handle: owns the device's file descriptor. All ioctls go through
 * kg_ioctl(). The requests whose only result is an errno are here.
 */
#include "internal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <linux/kexecguard.h>

struct kguard {
	int fd;
};

/* Is the module's ABI the one that this library was built for? */
static int check_abi(const struct kguard *guard)
{
	struct kexecguard_info info = { .size = sizeof(info) };
	int err;

	err = kg_ioctl(guard, KEXECGUARD_IOC_INFO, &info);
	if (err)
		return err;
	return info.abi == KEXECGUARD_ABI ? 0 : -EPROTONOSUPPORT;
}

KGUARD_API int kguard_open(const char *path, struct kguard **guard)
{
	struct kguard *new;
	int err;

	new = calloc(1, sizeof(*new));
	if (!new)
		return -ENOMEM;

	new->fd = open(path ? path : KGUARD_DEVICE,
		       O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (new->fd < 0) {
		err = -errno;
		goto err_free;
	}

	err = check_abi(new);
	if (err)
		goto err_close;

	*guard = new;
	return 0;

err_close:
	close(new->fd);
err_free:
	free(new);
	return err;
}

KGUARD_API void kguard_close(struct kguard *guard)
{
	if (!guard)
		return;
	close(guard->fd);
	free(guard);
}

KGUARD_API int kguard_get_fd(const struct kguard *guard)
{
	assert(guard);
	return guard->fd;
}

int kg_ioctl(const struct kguard *guard, unsigned long request, void *argument)
{
	assert(guard);
	return ioctl(guard->fd, request, argument) < 0 ? -errno : 0;
}

KGUARD_API int kguard_unload(struct kguard *guard)
{
	struct kexecguard_unload unload = { .size = sizeof(unload) };

	return kg_ioctl(guard, KEXECGUARD_IOC_UNLOAD, &unload);
}

KGUARD_API int kguard_confirm(struct kguard *guard, uint64_t generation)
{
	return kguard_confirm_image(guard, generation, 0);
}

KGUARD_API int kguard_confirm_image(struct kguard *guard, uint64_t generation,
				    uint64_t image)
{
	struct kexecguard_confirm confirm = {
		.size = sizeof(confirm),
		.generation = generation,
		.image = image,
	};

	return kg_ioctl(guard, KEXECGUARD_IOC_CONFIRM, &confirm);
}

KGUARD_API int kguard_announce(struct kguard *guard, uint64_t *generation)
{
	struct kexecguard_announce announce = { .size = sizeof(announce) };
	int err = kg_ioctl(guard, KEXECGUARD_IOC_ANNOUNCE, &announce);

	if (!err && generation)
		*generation = announce.generation;
	return err;
}

KGUARD_API int kguard_hold(struct kguard *guard, uint32_t timeout_ms,
			   uint64_t *until_ns, uint64_t *generation)
{
	struct kexecguard_hold hold = {
		.size = sizeof(hold),
		.timeout_ms = timeout_ms,
	};
	int err = kg_ioctl(guard, KEXECGUARD_IOC_HOLD, &hold);

	if (!err && until_ns)
		*until_ns = hold.until_ns;
	if (!err && generation)
		*generation = hold.generation;
	return err;
}

KGUARD_API int kguard_release(struct kguard *guard)
{
	struct kexecguard_release release = { .size = sizeof(release) };

	return kg_ioctl(guard, KEXECGUARD_IOC_RELEASE, &release);
}

void kg_copy_string(char *to, const char *from, size_t size)
{
	size_t length = strnlen(from, size);

	memcpy(to, from, length);
	to[length] = '\0';
}
