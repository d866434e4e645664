/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the search asks of a model: its scenarios, its state as bytes, and the
 * steps that its actors can take.
 */
#ifndef KG_MODEL_SEARCH_H
#define KG_MODEL_SEARCH_H

#include "kernel.h"

/**
 * struct model - a model
 * @nr_scenarios: it has so many
 * @nr_actors: at most 16
 * @nr_choices: the most that an actor can choose from in one step
 * @actors: their names
 * @nr_lasting: what may last in a state, one bit each
 * @lasts: the promise that is broken if it lasts for ever
 * @size: of its state
 */
struct model {
	unsigned int nr_scenarios, nr_actors, nr_choices, nr_lasting;
	const char *const *actors;
	const struct {
		int invariant;
		const char *what;
	} lasts[2];
	size_t size;
};

extern const struct model model;

const char *model_scenario(unsigned int scenario);

/* The ways in which a scenario begins; NULL after the last one. */
const char *model_beginning(unsigned int beginning);

/* Return: false if the scenario does not begin so. */
bool model_begin(unsigned int scenario, unsigned int beginning);

/* Does something have to end in this scenario? */
bool model_is_live(void);

void model_save(char *state);
void model_restore(const char *state);

/* Leave out of a saved state what nothing depends on any more. */
void model_normalize(char *state);

/**
 * model_step() - one actor does one thing
 * @actor: who
 * @choice: which of the things that it could do
 *
 * Return: false if it cannot do that now; nothing has changed then.
 */
bool model_step(unsigned int actor, unsigned int choice);

/* What the last step was. */
const char *model_said(void);

/* In each state: what must hold; may change the state. */
void model_check(void);

/* No step is left: is all as it must be? */
void model_is_quiet(void);

/* Which things last in this state, one bit each. */
u8 model_lasting(void);

/* A promise is broken; does not return. @invariant: its number in the design. */
void broken(int invariant, const char *what) __attribute__((noreturn));

#endif /* KG_MODEL_SEARCH_H */
