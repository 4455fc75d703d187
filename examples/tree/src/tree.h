// SPDX-License-Identifier: MIT
// tree.h: a tree of named nodes. The tree owns its nodes; walkers and cursors use it.
#ifndef TREE_H
#define TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "carbide.h"

/** Named values in a tree: t["docs/api"] is a node, t[""] the root. */
typedef struct tree tree CB_CLASS(Tree, tree_free);
/** A node; its tree owns it. */
typedef struct node node CB_CLASS(Node);
/** Steps through a tree, each node before what is below it. */
typedef struct walker walker CB_CLASS(Walker, walker_free);
/** A place in a tree, which it keeps while the tree changes. */
typedef struct cursor cursor CB_CLASS(Cursor, cursor_free);

/** Trees, nodes, walkers and cursors that C has made and not freed yet. */
long live(void);

// --------------------------------------------------------------------------- the tree
const char *tree_error_(int code);
typedef CB_RAISES(return == -1, CB_MemoryError)
        CB_RAISES(return, CB_ValueError, "%s", tree_error_(return)) int tree_rc;

/** A tree with nothing but a root. */
tree *tree_new(CB_DEFAULT("") const char *name, CB_DEFAULT(0) double value);
void tree_free(tree *self);
node *tree_get_root(CB_KEEP const tree *self);

/** How many nodes there are. */
CB_NAME("Tree.__len__") size_t tree_size(const tree *self);
/** The node at the end of a path: names, with / between them. */
CB_NAME("Tree.__getitem__") node *tree_at(CB_KEEP const tree *self, const char *path);
CB_NAME("Tree.__contains__") bool tree_has(const tree *self, const char *path);
CB_NAME("Tree.__iter__") walker *tree_walk(const tree *self);
/** The first node of that name, or None. */
node *tree_find(CB_KEEP const tree *self, const char *name);

/** A new node below another, behind those that are there. */
CB_RAISES(!return, CB_MemoryError)
node *tree_add(CB_KEEP tree *self, CB_IN node *below, const char *name,
               CB_DEFAULT(0) double value);
/** Puts a node, with all below it, below another node of the same tree. */
tree_rc tree_move(tree *self, CB_IN node *it, CB_IN node *below);
/** Frees a node, with all below it. Python asks the tree again for those that stay. */
tree_rc tree_remove(tree *self, CB_TAKES node *it);
/** Calls f for each node until it returns false; whether it never did. */
bool tree_visit(const tree *self, bool (*f)(node *it, int depth, void *ctx), void *ctx);

// ---------------------------------------------------------------------------- its nodes
const char *node_get_name(const node *self);
/** Not empty, without /, and none beside it has it. */
tree_rc node_set_name(node *self, const char *name);
double node_get_value(const node *self);
void node_set_value(node *self, double value);
/** None for the root. */
node *node_get_parent(CB_KEEP const node *self);
node *node_get_first(CB_KEEP const node *self);
node *node_get_next(CB_KEEP const node *self);
/** The node, with all below it, as a tree of its own. */
CB_RAISES(!return, CB_MemoryError)
CB_OWNED(tree_free) tree *node_copy(CB_IN const node *self);

// ---------------------------------------------------------------- what goes through it
void walker_free(walker *self);
CB_NAME("Walker.__next__") node *walker_next(CB_KEEP walker *self);

/** At the root of a tree. When its node is removed, it moves to the one above. */
cursor *cursor_new(tree *of);
void cursor_free(cursor *self);
/** Where it is. */
node *cursor_get_node(CB_KEEP const cursor *self);
tree_rc cursor_go(cursor *self, CB_IN node *to);
/** To the node above; false at the root. */
bool cursor_up(cursor *self);
/** To the first node below; false if there is none. */
bool cursor_down(cursor *self);
/** To the node beside it; false behind the last one. */
bool cursor_next(cursor *self);


#endif
