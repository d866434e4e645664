/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What has to work, beside the module, for an image that was unloaded to be
 * loaded again: each link of the chain, examined without changing anything.
 */
#ifndef CTL_CHAIN_H
#define CTL_CHAIN_H

#include "loader/refusal.h"

/**
 * enum link_state - the state of a link
 * @LINK_OK: it works
 * @LINK_NONE: there is none, and none is needed
 * @LINK_UNKNOWN: it could not be examined
 * @LINK_BROKEN: it does not work
 */
enum link_state {
	LINK_OK,
	LINK_NONE,
	LINK_UNKNOWN,
	LINK_BROKEN,
};

/**
 * enum link_id - the links, in the order in which an unload reaches them
 * @LINK_WATCHER: the unit that watches for unloads
 * @LINK_SERVICE: the unit that reloads
 * @LINK_CONFIG: the configuration can be read
 * @LINK_IMAGE: it is known what to load
 * @LINK_LOADS: the kernel permits loads
 * @NR_LINKS: number of links
 */
enum link_id {
	LINK_WATCHER,
	LINK_SERVICE,
	LINK_CONFIG,
	LINK_IMAGE,
	LINK_LOADS,
	NR_LINKS,
};

/**
 * struct link - one link
 * @state: its state
 * @meaning: in a sentence
 * @advice: what to type, one command a line; may be empty
 */
struct link {
	enum link_state state;
	char meaning[600];
	char advice[ADVICE_LEN];
};

void chain_examine(const struct context *ctx, struct link links[NR_LINKS]);
bool chain_is_broken(const struct link links[NR_LINKS]);
const char *link_name(enum link_id id);
const char *link_state_name(enum link_state state);

#endif /* CTL_CHAIN_H */
