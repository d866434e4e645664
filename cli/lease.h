/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The lease of an image: /run/kexecguard/loaded says when it ends, a transient
 * timer of systemd comes to look.
 */
#ifndef CTL_LEASE_H
#define CTL_LEASE_H

#include <stdint.h>

#include "guard.h"
#include "remember.h"
#include "program.h"

int lease_watch(int64_t lease_ns, char complaint[COMPLAINT_LEN]);
bool lease_is_over(const struct load_request *request);
int load_is_foreign(struct kguard *guard, const struct load_request *request,
		    bool *foreign);

#endif /* CTL_LEASE_H */
