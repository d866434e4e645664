/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where an instruction counter is told to look.
 */
#ifndef KG_BENCH_MEASURED_H
#define KG_BENCH_MEASURED_H

void measured(void (*run)(void));

#endif /* KG_BENCH_MEASURED_H */
