// SPDX-License-Identifier: MIT
#include "keepers.h"

#include <stdlib.h>

static long n_alive;

long alive(void)
{
    return n_alive;
}

struct thing {
    int number;
};

thing *thing_new(int number)
{
    thing *self = malloc(sizeof *self);
    if (self) {
        self->number = number;
        n_alive++;
    }
    return self;
}

void thing_free(thing *self)
{
    self->number = -99;
    n_alive--;
    free(self);
}

int thing_get_number(const thing *self)
{
    return self->number;
}

// ------------------------------------------------------------------------- the module
static struct {
    const double *x, *y;
    size_t n, k, n_spots;
    const char *name, *path;
    const spot *spots;
} kept;

static double sum(const double *x, size_t n)
{
    double s = 0;
    for (size_t i = 0; x && i < n; i++) {
        s += x[i];
    }
    return s;
}

static const thing *of_named;

void named_init(named *self, const char *name, thing *it)
{
    self->number = it->number;
    kept.name = name;
    of_named = it;
}

int look_at_named(void)
{
    return of_named ? of_named->number : 0;
}

void keep_row(size_t n, const double x[n])
{
    kept.x = x;
    kept.n = n;
}

void keep_rows(size_t n, const double x[n], size_t k, const double y[k])
{
    keep_row(n, x);
    kept.y = y;
    kept.k = k;
}

void keep_mixed(const char *name, size_t n, const spot s[n], const char *path, size_t k,
                const double x[k])
{
    kept.name = name;
    kept.spots = s;
    kept.n_spots = n;
    keep_path(path);
    keep_row(k, x);
}

void keep_path(const char *path)
{
    kept.path = path;
}

double sum_rows(void)
{
    return sum(kept.x, kept.n) + sum(kept.y, kept.k);
}

const char *read_name(void)
{
    return kept.name ? kept.name : "";
}

const char *read_path(void)
{
    return kept.path ? kept.path : "";
}

double read_spots(void)
{
    double s = 0;
    for (size_t i = 0; i < kept.n_spots; i++) {
        s += kept.spots[i].x + kept.spots[i].y;
    }
    return s;
}

// -------------------------------------------------------------------- a shelf of things
struct shelf {
    thing *put, *best, *good;
    thing *const *things;
    size_t n_things, n_row;
    const double *row;
    const spot *at;
    int (*hook)(int v, void *ctx);
    void *ctx;
    shelf *adopted;
    adder *adder;
    shelf *next;
};

struct adder {
    const thing *to;
};

shelf *shelf_new(void)
{
    return calloc(1, sizeof(shelf));
}

static double last;

double last_look(void)
{
    return last;
}

void shelf_free(shelf *self)
{
    const double look = shelf_look(self);
    __atomic_store(&last, &look, __ATOMIC_RELAXED);
    if (self->adopted) {
        shelf_free(self->adopted);
    }
    if (self->adder) {
        adder_free(self->adder);
    }
    free(self);
}

void shelf_put(shelf *self, thing *it)
{
    self->put = it;
}

void shelf_put_all(shelf *self, size_t n, thing *const things[n])
{
    self->things = things;
    self->n_things = n;
}

void shelf_put_row(shelf *self, size_t n, const double x[n])
{
    self->row = x;
    self->n_row = n;
}

void shelf_mark(shelf *self, const spot *at)
{
    self->at = at;
}

static int number_of(const thing *it)
{
    return it ? it->number : 0;
}

double shelf_look(const shelf *self)
{
    double s = number_of(self->put) + number_of(self->best) + number_of(self->good);
    for (size_t i = 0; i < self->n_things; i++) {
        s += self->things[i]->number;
    }
    s += self->at ? self->at->x + self->at->y : 0;
    s += self->adopted ? shelf_look(self->adopted) : 0;
    s += self->adder ? self->adder->to->number : 0;
    return s + sum(self->row, self->n_row);
}

const thing *shelf_get_best(const shelf *self)
{
    return self->best;
}

void shelf_set_best(shelf *self, thing *it)
{
    self->best = it;
}

int shelf_get_good(const shelf *self)
{
    return number_of(self->good);
}

int shelf_set_good(shelf *self, thing *it)
{
    if (it->number >= 0 || it->number == -2) {
        self->good = it;
    }
    return it->number < 0;
}

double shelf_get_row(const shelf *self)
{
    return sum(self->row, self->n_row);
}

void shelf_set_row(shelf *self, size_t n, const double x[n])
{
    shelf_put_row(self, n, x);
}

bool shelf_get_hook(const shelf *self)
{
    return self->hook;
}

void shelf_set_hook(shelf *self, int (*f)(int v, void *ctx), void *ctx)
{
    self->hook = f;
    self->ctx = ctx;
}

int shelf_call(shelf *self, int v)
{
    return self->hook ? self->hook(v, self->ctx) : -1;
}

void shelf_adopt(shelf *self, shelf *other)
{
    if (self->adopted) {
        shelf_free(self->adopted);
    }
    self->adopted = other;
}

adder *adder_new(const thing *to)
{
    adder *self = malloc(sizeof *self);
    if (self) {
        self->to = to;
    }
    return self;
}

void adder_free(adder *self)
{
    free(self);
}

int adder_get_sum(const adder *self)
{
    return self->to->number;
}

void shelf_take_adder(shelf *self, adder *one)
{
    if (self->adder) {
        adder_free(self->adder);
    }
    self->adder = one;
}

shelf *shelf_of_some(size_t n, shelf *const shelves[n])
{
    shelf *found = NULL;
    for (size_t i = 0; i < n && !found; i++) {
        found = shelf_give_back(shelves[i]);
    }
    return found;
}

adder *adder_of_some(size_t n, shelf *const shelves[n], size_t k, shelf *const more[k])
{
    adder *found = NULL;
    for (size_t i = 0; i < n + k && !found; i++) {
        found = shelf_give_adder(i < n ? shelves[i] : more[i - n]);
    }
    return found;
}

void shelf_visit(shelf *self, void (*f)(shelf *it, void *ctx), void *ctx)
{
    if (self->adopted) {
        f(self->adopted, ctx);
    }
}

const shelf *shelf_get_next(const shelf *self)
{
    return self->next;
}

void shelf_set_next(shelf *self, shelf *it)
{
    self->next = it;
}

shelf *shelf_split(const shelf *self)
{
    shelf *made = shelf_new();
    if (made) {
        made->row = self->row;
        made->n_row = self->n_row;
    }
    return made;
}

shelf *shelf_give_back(shelf *self)
{
    shelf *given = self->adopted;
    self->adopted = NULL;
    return given;
}

adder *shelf_give_adder(shelf *self)
{
    adder *given = self->adder;
    self->adder = NULL;
    return given;
}

struct cursor {
    shelf *on;
    const double *row;
    size_t n;
};

cursor *cursor_new(shelf *on)
{
    cursor *self = calloc(1, sizeof *self);
    if (self) {
        self->on = on;
    }
    return self;
}

void cursor_free(cursor *self)
{
    if (self->row) {
        const double look = sum(self->row, self->n);
        __atomic_store(&last, &look, __ATOMIC_RELAXED);
    }
    free(self);
}

void cursor_put_row(cursor *self, size_t n, const double x[n])
{
    self->row = x;
    self->n = n;
}

const shelf *cursor_get_on(const cursor *self)
{
    return self->on;
}

void cursor_set_on(cursor *self, shelf *on)
{
    self->on = on;
}

shelf *cursor_give_back(cursor *self)
{
    return self->on ? shelf_give_back(self->on) : NULL;
}

void cursor_insert(cursor *self, shelf *other)
{
    if (self->on) {
        shelf_adopt(self->on, other);
    } else {
        shelf_free(other);
    }
}

cursor *cursor_again(cursor *self)
{
    return cursor_new(self->on);
}

cursor *cursor_fill(shelf *on, shelf *other)
{
    cursor *made = cursor_new(on);
    if (made) {
        shelf_adopt(on, other);
    } else {
        shelf_free(other);
    }
    return made;
}

adder *adder_of(shelf *of)
{
    return shelf_give_adder(of);
}

int shelf_give_out(shelf *self, shelf **given)
{
    *given = shelf_give_back(self);
    return *given ? 0 : -1;
}

struct sorted {
    shelf *of;
};

sorted *sort_shelf(shelf *self)
{
    sorted *s = malloc(sizeof *s);
    if (s) {
        s->of = self;
    } else {
        shelf_free(self);
        cb_raise(CB_MemoryError, "no memory");
    }
    return s;
}

void sorted_free(sorted *self)
{
    shelf_free(self->of);
    free(self);
}

double sorted_look(const sorted *self)
{
    return shelf_look(self->of);
}

// -------------------------------------------------- parts, which live in a whole
struct part {
    thing *payload;
    part *other;
    const double *row;
    size_t n_row;
    const char *label;
    int (*hook)(int v, void *ctx);
    void *ctx;
};

struct whole {
    part *parts[2];
};

whole *whole_new(void)
{
    whole *self = calloc(1, sizeof *self);
    for (int i = 0; self && i < 2; i++) {
        self->parts[i] = calloc(1, sizeof(part));
        if (!self->parts[i]) {
            whole_free(self);
            return NULL;
        }
    }
    return self;
}

void whole_free(whole *self)
{
    free(self->parts[0]);
    free(self->parts[1]);
    free(self);
}

void part_free(part *self)
{
    self->payload = NULL;
    free(self);
}

const part *whole_get_first(const whole *self)
{
    return self->parts[0];
}

part *whole_get_second(whole *self)
{
    return self->parts[1] ? self->parts[1] : self->parts[0];
}

part *whole_fill(whole *self, thing *payload)
{
    self->parts[0]->payload = payload;
    return self->parts[0];
}

part *whole_label(whole *self, const char *label)
{
    self->parts[0]->label = label;
    return self->parts[0];
}

double whole_look(const whole *self)
{
    double s = 0;
    for (int i = 0; i < 2; i++) {
        s += self->parts[i] ? part_look(self->parts[i]) : 0;
    }
    return s;
}

int part_look(const part *self)
{
    int linked = self->other && self->other != self ? number_of(self->other->payload) : 0;
    return number_of(self->payload) + linked;
}

const thing *part_get_payload(const part *self)
{
    return self->payload;
}

void part_set_payload(part *self, thing *it)
{
    self->payload = it;
}

void part_hang(part *self, thing *it)
{
    self->payload = it;
}

void part_link(part *self, part *other)
{
    self->other = other;
}

bool part_get_row(const part *self)
{
    return self->row;
}

void part_set_row(part *self, size_t n, const double x[n])
{
    self->row = x;
    self->n_row = n;
}

double part_sum(const part *self)
{
    return sum(self->row, self->n_row);
}

const char *part_get_label(const part *self)
{
    return self->label ? self->label : "";
}

void part_set_label(part *self, const char *label)
{
    self->label = label;
}

bool part_get_hook(const part *self)
{
    return self->hook;
}

void part_set_hook(part *self, int (*f)(int v, void *ctx), void *ctx)
{
    self->hook = f;
    self->ctx = ctx;
}

int part_call(part *self, int v)
{
    return self->hook ? self->hook(v, self->ctx) : -1;
}

const part *larger_part(const whole *a, const whole *b)
{
    return part_look(a->parts[0]) > part_look(b->parts[0]) ? a->parts[0] : b->parts[0];
}

part *whole_release(whole *self)
{
    part *last = self->parts[1];
    self->parts[1] = NULL;
    return last;
}

// ----------------------------------------------------------------- made of what is kept
struct mix {
    const char *name;
    const double *x;
    size_t n, k;
    thing *const *things;
};

mix *mix_new(const char *name, size_t n, const double x[n], size_t k,
             thing *const things[k])
{
    mix *self = malloc(sizeof *self);
    if (self) {
        *self = (mix){name, x, n, k, things};
    }
    return self;
}

void mix_free(mix *self)
{
    free(self);
}

double mix_look(const mix *self)
{
    double s = sum(self->x, self->n);
    for (size_t i = 0; i < self->k; i++) {
        s += self->things[i]->number;
    }
    return s;
}

const char *mix_get_name(const mix *self)
{
    return self->name;
}

mix *mix_two(const char *name, size_t n, const double x[n], mix **other)
{
    *other = mix_new(name, n, x, 0, NULL);
    mix *first = mix_new(name, n, x, 0, NULL);
    if (!first || !*other) {
        cb_raise(CB_MemoryError, "no memory");
    }
    return first;
}

struct bell {
    int (*f)(int v, void *ctx);
    void *ctx;
};

bell *bell_new(int (*f)(int v, void *ctx), void *ctx)
{
    bell *self = malloc(sizeof *self);
    if (self) {
        *self = (bell){f, ctx};
    }
    return self;
}

void bell_free(bell *self)
{
    free(self);
}

int bell_ring(bell *self, int v)
{
    return self->f(v, self->ctx);
}

// ----------------------------------------------------------------- C's own, for ever
struct desk {
    const char *text, *label;
};
static desk only;

const desk *the_desk(void)
{
    return &only;
}

void desk_write(const desk *self, const char *text)
{
    (void)self;
    only.text = text;
}

const char *desk_read(const desk *self)
{
    return self->text ? self->text : "";
}

const char *desk_get_label(const desk *self)
{
    return self->label ? self->label : "";
}

void label_desk(const desk *self, const char *text)
{
    (void)self;
    only.label = text;
}
