/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the state of a hook means and what to do about it, in words. Pure.
 */
#ifndef CTL_HOOK_H
#define CTL_HOOK_H

#include <kguard.h>

bool hook_is_lost(const struct kguard_hook *hook);
const char *hook_state(const struct kguard_hook *hook);
const char *hook_meaning(const struct kguard_hook *hook);
const char *hook_advice(const struct kguard_hook *hook);

#endif /* CTL_HOOK_H */
