// SPDX-License-Identifier: MIT
#include "structs.h"

#include <math.h>

struct sealed seal(int value)
{
    return (struct sealed){ value, 42 };
}

int seal_of(const struct sealed *s)
{
    return s->_seal;
}

double norm(struct point p)
{
    return hypot(p.x, p.y);
}

double distance(const struct point *a, const struct point *b)
{
    return hypot(a->x - b->x, a->y - b->y);
}

struct point middle(struct point a, struct point *b)
{
    return (struct point){ (a.x + b->x) / 2, (a.y + b->y) / 2 };
}

void origin(struct point *p)
{
    p->x = 0;
}

void move(struct point *p, double dx)
{
    p->x += dx;
}

bool find(int which, struct point *p)
{
    *p = (struct point){ which, -which };
    return which > 0;
}

double norm_or(const struct point *p, double other)
{
    return p ? norm(*p) : other;
}

line_t mirror(line_t line)
{
    return (line_t){ line.end, line.start, line.weight };
}

double line_length(const line_t *line)
{
    return distance(&line->start, &line->end);
}

struct all echo_all(struct all all)
{
    return all;
}

struct arrays echo_arrays(const struct arrays *arrays)
{
    return *arrays;
}

struct packed echo_packed(struct packed p)
{
    return p;
}

struct tight echo_tight(struct tight t)
{
    return t;
}

struct aligned echo_aligned(struct aligned a)
{
    a.value += (double)((uintptr_t)&a % 64);
    return a;
}

struct mixed echo_mixed(struct mixed m)
{
    return m;
}

bool check_point(const struct point *p)
{
    return p->x >= 0;
}

struct odd echo_odd(const struct odd *odd)
{
    return *odd;
}

struct other_name rename_one(vec_type_t v, enum kind kind)
{
    return (struct other_name){ (int)v.x + (kind == LARGE) };
}

int value_behind(const struct other_tag *v)
{
    return v->value;
}
