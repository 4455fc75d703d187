/* SPDX-License-Identifier: MIT
   Definitions of converts.h. */
#include "converts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int64_t n_live;

int64_t live(void)
{
    return __atomic_load_n(&n_live, __ATOMIC_RELAXED);
}

static void *made(size_t size)
{
    void *p = calloc(1, size);
    __atomic_add_fetch(&n_live, p != NULL, __ATOMIC_RELAXED);
    return p;
}

static void gone(void *p)
{
    __atomic_sub_fetch(&n_live, p != NULL, __ATOMIC_RELAXED);
    free(p);
}

/* --------------------------------------------------------------------------- money */
int money_parse(const char *text, money *out)
{
    int64_t cents = 0;
    const char *s = text;
    size_t digits = strspn(s, "0123456789");
    if (digits == 0 || digits > 9) {
        return 1;
    }
    for (; digits; digits--) {
        cents = 10 * cents + (*s++ - '0');
    }
    cents *= 100;
    if (s[0] == '.' && strspn(s + 1, "0123456789") == 2) {
        cents += 10 * (s[1] - '0') + s[2] - '0';
        s += 3;
    }
    out->cents = cents;
    return *s != '\0';
}

money money_of(double units)
{
    return (money){fabs(units) < 1e12 ? llround(100 * units) : 0};
}

int64_t cents(money m)
{
    return m.cents;
}

int64_t cents_at(const money *m)
{
    return m->cents;
}

int64_t cents_or(const money *m, int64_t otherwise)
{
    return m ? m->cents : otherwise;
}

static int64_t sum(int64_t a, int64_t b)
{
    return (int64_t)((uint64_t)a + (uint64_t)b);
}

int64_t total(size_t n, const money all[n])
{
    int64_t t = 0;
    for (size_t i = 0; i < n; i++) {
        t = sum(t, all[i].cents);
    }
    return t;
}

void add_to(money *m, money more)
{
    m->cents = sum(m->cents, more.cents);
}

void clear(money *m)
{
    m->cents = 0;
}

money money_plus(money a, money b)
{
    return (money){sum(a.cents, b.cents)};
}

money money_add(money a, money b)
{
    return money_plus(a, b);
}

bool money_has(money whole, money part)
{
    return part.cents <= whole.cents;
}

coin coin_of(money m)
{
    return (coin){m.cents / 50};
}

int64_t coins(coin c)
{
    return c.n;
}

money coin_get_worth(const coin *self)
{
    return (money){(int64_t)((uint64_t)self->n * 50)};
}

void coin_set_worth(coin *self, money worth)
{
    self->n = worth.cents / 50;
}

/* --------------------------------------------------------------------------- angle */
static const double degree = 3.14159265358979323846 / 180;

angle angle_of(double degrees, double scale)
{
    return (angle){degrees * scale * degree};
}

double angle_degrees(angle a)
{
    return round(a.radians / degree * 1e6) / 1e6;
}

angle twice(angle a)
{
    return (angle){2 * a.radians};
}

angle angle_right(void)
{
    return angle_of(90, 1);
}

void parts(angle a, angle *half, int *quadrant, angle *third)
{
    *half = (angle){a.radians / 2};
    *third = (angle){a.radians / 3};
    *quadrant = fabs(a.radians) < 1e6 ? (int)(a.radians / angle_right().radians) : -1;
}

bool nearest(double degrees, angle *found)
{
    *found = angle_of(round(degrees), 1);
    return degrees >= 0;
}

angle angle_negated(angle a)
{
    return (angle){-a.radians};
}

double angle_get_turns(angle a)
{
    return a.radians / degree / 360;
}

/* ----------------------------------------------------------------------------- big */
struct big {
    uint64_t value;
};

big *big_new(uint64_t value)
{
    big *b = made(sizeof *b);
    if (b) {
        b->value = value;
    }
    return b;
}

big *big_parse(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || text[digits]) {
        return text[0] ? cb_raise(CB_ValueError, "bad digits: '%s'", text), NULL : NULL;
    }
    return big_new(strtoull(text, NULL, 10));
}

void big_free(big *self)
{
    gone(self);
}

uint64_t big_get_value(const big *self)
{
    return self->value;
}

void big_set_value(big *self, uint64_t value)
{
    self->value = value;
}

uint64_t big_sum(const big *a, const big *b)
{
    return a->value + b->value;
}

uint64_t value_of(const big *b)
{
    return b->value;
}

uint64_t value_or(const big *b)
{
    return b ? b->value : 0;
}

void change(big *b)
{
    b->value++;
}

uint64_t sum_of(size_t n, const big *const all[n])
{
    uint64_t s = 0;
    for (size_t i = 0; i < n; i++) {
        s += all[i]->value;
    }
    return s;
}

void even_of(size_t n, const big *const all[n], const big *even[n], size_t *found)
{
    *found = 0;
    for (size_t i = 0; i < n; i++) {
        if (all[i]->value % 2 == 0) {
            even[(*found)++] = all[i];
        }
    }
}

const big *same(const big *b)
{
    return b;
}

/* ---------------------------------------------------------------------------- pair */
struct pair {
    const big *a, *b;
};

pair *pair_new(const big *a, const big *b)
{
    pair *p = made(sizeof *p);
    if (p) {
        *p = (pair){a, b};
    }
    return p;
}

void pair_free(pair *self)
{
    gone(self);
}

uint64_t pair_get_sum(const pair *self)
{
    return self->a->value + value_or(self->b);
}

const big *pair_get_first(const pair *self)
{
    return self->a;
}

/* -------------------------------------------------------------------------- handles */
port_t open_port(int number)
{
    __atomic_add_fetch(&n_live, 1, __ATOMIC_RELAXED);
    return number;
}

void port_close(port_t p)
{
    (void)p;
    __atomic_sub_fetch(&n_live, 1, __ATOMIC_RELAXED);
}

int number_of(port_t p)
{
    return p;
}

struct store_impl {
    int items;
};

int open_store(const char *text, store_t *out)
{
    *out = *text == '-' ? NULL : made(sizeof **out);
    if (*out) {
        (*out)->items = (int)(strlen(text) % 1000);
    } else if (*text != '-') {
        cb_raise(CB_MemoryError, "no memory for a store");
    }
    return *text == '-';
}

void store_close(store_t s)
{
    gone(s);
}

int items_of(store_t first, store_t second)
{
    return first->items + (second ? second->items : 0);
}

/* ------------------------------------------------------------------------ page, line */
struct line {
    char text[64];
};
struct page {
    line lines[2];
    const big *kept;
};

static void set_line(line *l, const char *text)
{
    size_t n = strlen(text);
    while (n >= sizeof l->text || (n && n < strlen(text) && (text[n] & 0xC0) == 0x80)) {
        n--;                    /* no half of a character */
    }
    memcpy(l->text, text, n);
    l->text[n] = '\0';
}

page *page_new(const char *first, const char *second)
{
    page *p = made(sizeof *p);
    if (p) {
        set_line(&p->lines[0], first);
        set_line(&p->lines[1], second);
    }
    return p;
}

void page_free(page *self)
{
    gone(self);
}

void line_free(line *self)
{
    gone(self);
}

void page_keep(page *self, const big *b)
{
    self->kept = b;
}

const line *page_line(page *self, bool second)
{
    return &self->lines[second];
}

const line *page_get_first(const page *self)
{
    return &self->lines[0];
}

bool page_item(const page *self, const char *key, const line **found)
{
    *found = &self->lines[strcmp(key, "second") == 0];
    return strcmp(key, "first") == 0 || strcmp(key, "second") == 0;
}

line *line_of(const char *text)
{
    line *l = made(sizeof *l);
    if (l) {
        set_line(l, text);
    }
    return l;
}

line *page_join(const page *self)
{
    char both[130];
    strcpy(both, self->lines[0].text);
    strcat(both, self->lines[1].text);
    return line_of(both);
}

line *fail_line(void)
{
    return NULL;
}

line *no_line(void)
{
    return NULL;
}

const char *line_text(const line *self)
{
    return self->text[0] == '!' ? NULL : self->text;
}

int line_length(const line *self)
{
    return (int)strlen(self->text);
}

/* --------------------------------------------------------------------------- rows */
spot spot_of(const double at[2])
{
    return (spot){at[0], at[1]};
}

double spots(size_t n, const spot s[n])
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += s[i].x + 100 * s[i].y;
    }
    return sum;
}

double spot_rows(size_t n, const spot s[n][3])
{
    return n ? spots(3 * n, s[0]) : 0;
}

double spot_boxes(size_t n, size_t m, const spot s[n][m][2])
{
    return n ? spots(2 * n * m, s[0][0]) : 0;
}

int turned_rows(size_t n, size_t m, const spot s[n][m])
{
    return n && s[0][m - 1].x > 0 ? 1 : -1;
}

int turned_row(size_t n, const spot s[n])
{
    return n && s[0].x > 0 ? 2 : -2;
}

int turned_numbers(size_t n, size_t m, size_t k, const double s[n][m][k])
{
    return n && s[0][m - 1][k - 1] > 0 ? 3 : -3;
}

/* ------------------------------------------------------------- several of one name */
int either_money(money m)
{
    return m.cents != 0;
}

int either_number(int n)
{
    return n;
}

int both_int(money m, int n)
{
    (void)n;
    return m.cents > 0 ? 1 : 0;
}

int both_double(const money *m, double x)
{
    (void)x;
    return m->cents > 0 ? 2 : 0;
}

int meant_money(const money *m)
{
    return m->cents != 0;
}

int meant_big(const big *m)
{
    return m ? 2 : 3;
}

int listed_money(size_t n, const money x[n])
{
    return n && x[0].cents ? 1 : -1;
}

int listed_numbers(size_t n, const double x[n])
{
    return n && x[0] > 0 ? 2 : -2;
}

int listed_big(size_t n, const big *const x[n])
{
    return n && x[0] ? 3 : -3;
}

void emptied_money(money *m)
{
    m->cents = 0;
}

void emptied_numbers(size_t n, double m[n])
{
    for (size_t i = 0; i < n; i++) {
        m[i] = 0;
    }
}

thing thing_of(cb_value v)
{
    return (thing){cb_kind(v)};
}

int last_thing(thing t)
{
    return (int)t.kind;
}

int last_angle(angle t)
{
    return t.radians > 0 ? -1 : -2;
}

int64_t coin_item(const coin *self, int i)
{
    return self->n + (i > 0);
}

money coin_part(const coin *self, money part)
{
    return self->n ? part : (money){0};
}
