/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The exit code for the library's verdict on the image. Pure.
 */
#ifndef CTL_VERDICT_H
#define CTL_VERDICT_H

#include <kguard.h>

#include "context.h"

enum answer verdict_answer(enum kguard_verdict verdict);

#endif /* CTL_VERDICT_H */
