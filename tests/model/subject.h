/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guard as the search sees it: its interface, its state as bytes, and some
 * questions about that.
 */
#ifndef KG_MODEL_SUBJECT_H
#define KG_MODEL_SUBJECT_H

#include "module/guard.h"
#include "module/kexec.h"

/* Room for its state. */
#define GUARD_SIZE	2048

void guard_save(void *state);
void guard_restore(const void *state);
void guard_normalize(void *state);
bool guard_is_open(void);
bool guard_is_outdated(void);
bool guard_would_execute(void);
bool guard_is_idle(void);
const struct kg_record *guard_record(void);
u64 guard_generation(void);
enum kg_action guard_row(enum kg_row row);
enum kg_action guard_action(enum kg_change change, bool driver, bool overlaps);

#endif /* KG_MODEL_SUBJECT_H */
