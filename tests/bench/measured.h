/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The function that the instruction counter is restricted to.
 */
#ifndef KG_BENCH_MEASURED_H
#define KG_BENCH_MEASURED_H

void measured(void (*run)(void));

#endif /* KG_BENCH_MEASURED_H */
