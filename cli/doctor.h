/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a hook's state means and what to do about it, in words. Pure.
 */
#ifndef CTL_DOCTOR_H
#define CTL_DOCTOR_H

#include <kguard.h>

bool doctor_is_lost(const struct kguard_hook *hook);
const char *doctor_state(const struct kguard_hook *hook);
const char *doctor_meaning(const struct kguard_hook *hook);
const char *doctor_advice(const struct kguard_hook *hook);

#endif /* CTL_DOCTOR_H */
