/* SPDX-License-Identifier: MIT
   Definitions of ends.h. */
#include "ends.h"

#include <stdlib.h>
#include <string.h>

static long living;

long alive(void) { return living; }

static void *make(size_t size)
{
    void *made = calloc(1, size);
    living += made != NULL;
    return made;
}

static void end(void *made)
{
    living--;
    free(made);
}

struct guest {
    int id;
    int (*f)(int v, void *ctx);
    void *ctx;
};

guest *guest_new(int id, bool now, int (*f)(int v, void *ctx), void *ctx)
{
    guest *g = make(sizeof *g);
    if (g) {
        *g = (guest){id, f, ctx};
        if (f && now) {
            f(id, ctx);
        }
    }
    return g;
}

void guest_free(guest *g)
{
    if (g->f) {
        g->f(g->id, g->ctx);
    }
    end(g);
}

int guest_get_id(const guest *g) { return g->id; }

struct host { guest *own; };

host *host_new(void)
{
    host *h = make(sizeof *h);
    if (h) {
        h->own = guest_new(1, false, NULL, NULL);
    }
    return h;
}

void host_free(host *h)
{
    if (h->own) {
        guest_free(h->own);
    }
    end(h);
}

guest *host_guest(host *h) { return h->own; }

void host_dismiss(host *h, guest *one)
{
    h->own = one == h->own ? NULL : h->own;
    guest_free(one);
}

struct grumbler { char what[40]; };

grumbler *grumbler_new(void) { return make(sizeof(grumbler)); }

grumbler *grumbler_new_below(const grumbler *above)
{
    (void)above;
    return grumbler_new();
}

void grumbler_free(grumbler *g)
{
    if (*g->what) {
        cb_raise(CB_ValueError, "%s", g->what);
    }
    end(g);
}

void grumbler_tell(grumbler *g, const char *what)
{
    strncpy(g->what, what ? what : "", sizeof g->what - 1);
}

void grumbler_replace(grumbler *g, grumbler *other)
{
    *g = *other;
    end(other);
}

grumbler *grumbler_copy(const grumbler *g, bool fail)
{
    grumbler *made = grumbler_new();
    (void)fail;
    if (made) {
        *made = *g;
    }
    return made;
}

struct line { int status; };

line *line_new(int status)
{
    line *l = make(sizeof *l);
    if (l) {
        l->status = status;
    }
    return l;
}

int line_close(line *l)
{
    int status = l->status;
    end(l);
    errno = status == 2 ? ENOENT : 0;
    return status;
}

door door_open(int number)
{
    living++;
    return number;
}

int door_shut(door this_one, int who)
{
    living--;
    return this_one == 13 && who == 7;
}

int box_init(box *b, int how, const char *label)
{
    (void)label;
    b->how = how;
    b->memory_ = how == 0 || how == 1 ? make(8) : NULL;
    return how != 0 && how != 1 ? 2 : !b->memory_ ? 3 : how;
}

void box_clear(box *b) { end(b->memory_); }
int box_get_how(const box *b) { return b->how; }

static bool row_may_fail;

double *row(size_t n)
{
    double *p = calloc(n ? n : 1, sizeof *p);
    if (!p) {
        cb_raise(CB_MemoryError, NULL);
    }
    return p;
}

void row_free(double *p)
{
    if (row_may_fail) {
        cb_raise(CB_ValueError, "row");
    }
    free(p);
}

void row_fails(bool whether) { row_may_fail = whether; }
