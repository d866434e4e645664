// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What must not last for ever. The search notes each state, and each step from
 * one to another; here the states in which something lasts are looked through
 * for a circle that a fair scheduler allows: one in which every actor that can
 * always take a step takes one.
 */
#include "live.h"

#include <stdio.h>
#include <stdlib.h>

#include "search.h"

struct edge {
	u32 from, to;
	u8 actor;
};

struct node {
	u32 first;		/* of its edges, when they are sorted */
	u32 index, low;		/* of Tarjan's algorithm; index 0 not seen */
	u16 can;		/* actors that can take a step */
	u8 lasting;
	bool is_on_stack;
};

static struct node *nodes;
static struct edge *edges;
static size_t nr_nodes, max_nodes, nr_edges, max_edges;

static void *room_for(void *array, size_t *max, size_t nr, size_t size)
{
	if (nr < *max)
		return array;
	*max = *max ? 2 * *max : 1 << 16;
	array = realloc(array, *max * size);
	if (array)
		return array;
	perror("search");
	exit(2);
}

void live_begin(void)
{
	nr_nodes = 0;
	nr_edges = 0;
}

void live_state(u32 state, u8 lasting)
{
	nodes = room_for(nodes, &max_nodes, state + 1, sizeof(*nodes));
	nodes[state] = (struct node){ .lasting = lasting };
	if (nr_nodes <= state)
		nr_nodes = state + 1;
}

void live_step(u32 from, u32 to, unsigned int actor)
{
	edges = room_for(edges, &max_edges, nr_edges, sizeof(*edges));
	edges[nr_edges++] = (struct edge){ from, to, actor };
	nodes[from].can |= 1 << actor;
}

/* Counting sort by where they come from. */
static void sort_edges(void)
{
	struct edge *sorted = malloc((nr_edges + 1) * sizeof(*sorted));
	size_t i;
	u32 first = 0, nr;

	if (!sorted)
		exit(2);
	for (i = 0; i < nr_nodes; i++)
		nodes[i].first = 0;
	for (i = 0; i < nr_edges; i++)
		nodes[edges[i].from].first++;
	for (i = 0; i < nr_nodes; i++) {
		nr = nodes[i].first;
		nodes[i].first = first;
		first += nr;
	}
	for (i = 0; i < nr_edges; i++)
		sorted[nodes[edges[i].from].first++] = edges[i];
	for (i = nr_nodes; i-- > 1;)
		nodes[i].first = nodes[i - 1].first;
	if (nr_nodes)
		nodes[0].first = 0;
	free(edges);
	edges = sorted;
	max_edges = nr_edges + 1;
}

static u32 end_of(u32 state)
{
	return state + 1 < nr_nodes ? nodes[state + 1].first : nr_edges;
}

/* The states on the stack from @bottom on lead to each other. */
static bool is_fair_circle(const u32 *stack, size_t bottom, size_t top,
			   u8 what)
{
	u16 moves = 0, always = (1 << model.nr_actors) - 1;
	u32 root = nodes[stack[bottom]].low;
	size_t i;
	u32 e;

	for (i = bottom; i < top; i++) {
		always &= nodes[stack[i]].can;
		for (e = nodes[stack[i]].first; e < end_of(stack[i]); e++)
			if (nodes[edges[e].to].is_on_stack &&
			    nodes[edges[e].to].lasting & what &&
			    nodes[edges[e].to].index >= root)
				moves |= 1 << edges[e].actor;
	}
	return moves && !(always & ~moves);
}

struct visit {
	u32 state, edge;
};

bool live_lasts(u8 what)
{
	u32 *stack = malloc((nr_nodes + 1) * sizeof(*stack));
	struct visit *visits = malloc((nr_nodes + 1) * sizeof(*visits));
	size_t top = 0, depth, bottom, i;
	struct node *node, *next;
	struct visit *visit;
	bool found = false;
	u32 index = 0;

	if (!stack || !visits)
		exit(2);
	sort_edges();
	for (i = 0; i < nr_nodes; i++) {
		nodes[i].index = 0;
		nodes[i].is_on_stack = false;
	}
	for (i = 0; i < nr_nodes && !found; i++) {
		if (nodes[i].index || !(nodes[i].lasting & what))
			continue;
		depth = 0;
		visits[depth++] = (struct visit){ i, nodes[i].first };
		nodes[i].index = nodes[i].low = ++index;
		nodes[i].is_on_stack = true;
		stack[top++] = i;
		while (depth) {
			visit = &visits[depth - 1];
			node = &nodes[visit->state];
			if (visit->edge < end_of(visit->state)) {
				next = &nodes[edges[visit->edge++].to];
				if (!(next->lasting & what))
					continue;
				if (next->is_on_stack)
					node->low = min(node->low, next->index);
				if (next->index)
					continue;
				next->index = next->low = ++index;
				next->is_on_stack = true;
				stack[top++] = next - nodes;
				visits[depth++] = (struct visit){
					next - nodes, next->first };
				continue;
			}
			if (node->low == node->index) {
				for (bottom = top;
				     stack[--bottom] != visit->state;)
					;
				found |= is_fair_circle(stack, bottom, top,
							what);
				while (top > bottom)
					nodes[stack[--top]].is_on_stack = false;
			}
			depth--;
			if (depth)
				nodes[visits[depth - 1].state].low =
					min(nodes[visits[depth - 1].state].low,
					    node->low);
		}
	}
	free(stack);
	free(visits);
	return found;
}
