// SPDX-License-Identifier: MIT
#include "tree.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct node {
    tree *of;
    node *parent, *first, *next;
    char *name;
    double value;
};

struct tree {
    node *root;
    size_t n;
    unsigned long changes;      // of the tree's form: walkers compare it
    cursor *cursors;
};

struct cursor {
    tree *of;
    node *at;
    cursor *next;
};

struct walker {
    const tree *of;
    node *at;
    unsigned long changes;
};

static atomic_long n_live;

long live(void)
{
    return n_live;
}

static void *born(size_t size)
{
    void *p = calloc(1, size);
    n_live += p != NULL;
    return p;
}

static void died(void *p)
{
    n_live -= p != NULL;
    free(p);
}

enum { NO_MEMORY = -1, NO_NAME = 1, NAME_TAKEN, OTHER_TREE, BELOW_ITSELF, IS_ROOT };

const char *tree_error_(int code)
{
    switch (code) {
    case NO_NAME:
        return "a name must not be empty or contain /";
    case NAME_TAKEN:
        return "there is a node of that name";
    case OTHER_TREE:
        return "this node is in another tree";
    case BELOW_ITSELF:
        return "a node cannot be below itself";
    default:
        return "the root stays";
    }
}

// ------------------------------------------------------------------------------ nodes
static node *child(const node *at, const char *name, size_t n)
{
    node *it = at->first;
    while (it && (strncmp(it->name, name, n) || it->name[n])) {
        it = it->next;
    }
    return it;
}

// Whether a node below `parent` may have that name.
static tree_rc check_name(const node *parent, const char *name)
{
    return !*name || strchr(name, '/') ? NO_NAME
           : child(parent, name, strlen(name)) ? NAME_TAKEN : 0;
}

static tree_rc rename_to(node *it, const char *name)
{
    size_t size = strlen(name) + 1;
    char *copy = malloc(size);
    if (!copy) {
        return NO_MEMORY;
    }
    memcpy(copy, name, size);
    free(it->name);
    it->name = copy;
    return 0;
}

static node *make(tree *of, const char *name, double value)
{
    node *it = born(sizeof *it);
    if (it && rename_to(it, name)) {
        died(it);
        return NULL;
    }
    if (it) {
        it->of = of;
        it->value = value;
        of->n++;
        of->changes++;
    }
    return it;
}

static void hang_in(node *it, node *below)
{
    node **last = &below->first;
    while (*last) {
        last = &(*last)->next;
    }
    *last = it;
    it->parent = below;
}

static void take_out(node *it)
{
    node **at = &it->parent->first;
    while (*at != it) {
        at = &(*at)->next;
    }
    *at = it->next;
    it->next = NULL;
}

static bool is_below(const node *it, const node *top)
{
    while (it && it != top) {
        it = it->parent;
    }
    return it;
}

// The next one, each before what is below it; NULL at the end of what is below `top`.
static node *after(const node *it, const node *top)
{
    if (it->first) {
        return it->first;
    }
    while (it != top && !it->next) {
        it = it->parent;
    }
    return it == top ? NULL : it->next;
}

// With all below it, which a long chain of nodes must not do by recursion.
static void destroy(node *top)
{
    for (node *it = top; it;) {
        if (it->first) {
            node *below = it->first;
            it->first = below->next;
            below->next = NULL;
            below->parent = it;
            it = below;
        } else {
            node *done = it;
            it = it == top ? NULL : it->parent;
            done->of->n--;
            free(done->name);
            died(done);
        }
    }
}

static bool copy_below(const node *from, node *to)
{
    const node *top = from;
    for (const node *it = after(top, top); it; from = it, it = after(it, top)) {
        for (; it->parent != from; from = from->parent) {
            to = to->parent;
        }
        node *new = make(to->of, it->name, it->value);
        if (!new) {
            return false;
        }
        hang_in(new, to);
        to = new;
    }
    return true;
}

const char *node_get_name(const node *self)
{
    return self->name;
}

tree_rc node_set_name(node *self, const char *name)
{
    if (!strcmp(self->name, name)) {
        return 0;
    }
    tree_rc code = self->parent ? check_name(self->parent, name) : 0;
    return code ? code : rename_to(self, name);
}

double node_get_value(const node *self)
{
    return self->value;
}

void node_set_value(node *self, double value)
{
    self->value = value;
}

node *node_get_parent(const node *self)
{
    return self->parent;
}

node *node_get_first(const node *self)
{
    return self->first;
}

node *node_get_next(const node *self)
{
    return self->next;
}

tree *node_copy(const node *self)
{
    tree *copy = tree_new(self->name, self->value);
    if (copy && !copy_below(self, copy->root)) {
        tree_free(copy);
        return NULL;
    }
    return copy;
}

// --------------------------------------------------------------------------- the tree
tree *tree_new(const char *name, double value)
{
    tree *self = born(sizeof *self);
    if (self && !(self->root = make(self, name, value))) {
        died(self);
        return NULL;
    }
    return self;
}

void tree_free(tree *self)
{
    destroy(self->root);
    died(self);
}

node *tree_get_root(const tree *self)
{
    return self->root;
}

size_t tree_size(const tree *self)
{
    return self->n;
}

node *tree_at(const tree *self, const char *path)
{
    node *it = self->root;
    while (it && *path) {
        size_t n = strcspn(path, "/");
        it = child(it, path, n);
        path += n + (path[n] == '/');
    }
    return it;
}

bool tree_has(const tree *self, const char *path)
{
    return tree_at(self, path);
}

node *tree_find(const tree *self, const char *name)
{
    node *it = self->root;
    while (it && strcmp(it->name, name)) {
        it = after(it, self->root);
    }
    return it;
}

node *tree_add(tree *self, node *below, const char *name, double value)
{
    tree_rc code = below->of == self ? check_name(below, name) : OTHER_TREE;
    if (code) {
        return cb_raise(CB_ValueError, "%s", tree_error_(code)), NULL;
    }
    node *it = make(self, name, value);
    if (it) {
        hang_in(it, below);
    }
    return it;
}

tree_rc tree_move(tree *self, node *it, node *below)
{
    if (it->of != self || below->of != self) {
        return OTHER_TREE;
    }
    if (is_below(below, it)) {
        return BELOW_ITSELF;
    }
    if (it->parent != below && check_name(below, it->name)) {
        return NAME_TAKEN;
    }
    take_out(it);
    hang_in(it, below);
    self->changes++;
    return 0;
}

tree_rc tree_remove(tree *self, node *it)
{
    if (it->of != self || !it->parent) {
        return it->parent ? OTHER_TREE : IS_ROOT;
    }
    for (cursor *c = self->cursors; c; c = c->next) {
        if (is_below(c->at, it)) {
            c->at = it->parent;
        }
    }
    take_out(it);
    destroy(it);
    self->changes++;
    return 0;
}

static bool visit(node *it, int depth, bool (*f)(node *it, int depth, void *ctx), void *ctx)
{
    bool more = f(it, depth, ctx);
    for (node *below = it->first; more && below; below = below->next) {
        more = visit(below, depth + 1, f, ctx);
    }
    return more;
}

bool tree_visit(const tree *self, bool (*f)(node *it, int depth, void *ctx), void *ctx)
{
    return visit(self->root, 0, f, ctx);
}

// ---------------------------------------------------------------- walkers and cursors
walker *tree_walk(const tree *self)
{
    walker *it = born(sizeof *it);
    if (it) {
        *it = (walker){self, self->root, self->changes};
    }
    return it;
}

void walker_free(walker *self)
{
    died(self);
}

node *walker_next(walker *self)
{
    if (self->at && self->changes != self->of->changes) {
        return cb_raise(CB_RuntimeError, "the tree changed during the iteration"), NULL;
    }
    node *it = self->at;
    self->at = it ? after(it, self->of->root) : NULL;
    return it;
}

cursor *cursor_new(tree *of)
{
    cursor *self = born(sizeof *self);
    if (self) {
        *self = (cursor){of, of->root, of->cursors};
        of->cursors = self;
    }
    return self;
}

void cursor_free(cursor *self)
{
    cursor **at = &self->of->cursors;
    while (*at != self) {
        at = &(*at)->next;
    }
    *at = self->next;
    died(self);
}

node *cursor_get_node(const cursor *self)
{
    return self->at;
}

tree_rc cursor_go(cursor *self, node *to)
{
    if (to->of != self->of) {
        return OTHER_TREE;
    }
    self->at = to;
    return 0;
}

static bool step(cursor *self, node *to)
{
    self->at = to ? to : self->at;
    return to;
}

bool cursor_up(cursor *self)
{
    return step(self, self->at->parent);
}

bool cursor_down(cursor *self)
{
    return step(self, self->at->first);
}

bool cursor_next(cursor *self)
{
    return step(self, self->at->next);
}
