// SPDX-License-Identifier: MIT
// structs.h: value structs, by value and by address, both ways.
#ifndef STRUCTS_H
#define STRUCTS_H

#include <complex.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "carbide.h"

enum mood { CALM = 1, ANGRY = 4 };
enum __attribute__((flag_enum)) rights { READ = 1, WRITE = 2 };

/** A point of the plane. */
struct point {
    double x;                   /**< to the right */
    double y;                   ///< upwards
};

/** From one point to another. */
typedef struct {
    struct point start, end;
    int weight;
} line_t;

/** One of everything. */
struct all {
    bool flag;
    signed char tiny;
    uint16_t small;
    int64_t big;
    size_t size;
    float single;
    long double wide;
    double _Complex wave;
    char letter;
    enum mood mood;
    enum rights rights;
};

struct arrays {
    double values[3];
    int matrix[2][2];
    bool flags[2];
    enum mood moods[2];
    char name[8];
    unsigned char id[4];
    char words[2][4];
    struct point corners[2];
};

struct __attribute__((packed)) packed {
    char tag;
    double value;
    int _reserved;
};

struct __attribute__((packed)) tight {
    char tag[1];
    double values[2];
    struct packed inner;
};

struct aligned {
    _Alignas(64) double value;
};

/** Fields of an anonymous struct are the struct's own. */
struct mixed {
    int in;                     /* a keyword of Python */
    struct {
        int inner;
    };
};

/** C keeps something of its own in it. */
struct sealed {
    int value;
    int _seal;
};

struct holder {
    struct sealed inner;
    int count;
};

/** What the first pages had no word for. */
struct odd {
    struct timespec when;
    struct timespec lap[2];
    enum { NEAR = 3, FAR = -4 } side;
    __int128 wide;
    unsigned __int128 many[2];
};

/** More of them than anybody sets often. */
struct many {
    double aa, bb, cc, dd, ee, ff, gg, hh, ii, jj, kk, ll, mm, nn, oo, pp, qq, rr, ss, tt,
        uu, vv, ww, xx, yy, zz;
};

struct CB_NAME("Renamed") other_name {
    int value;
};
typedef CB_NAME("Vec") struct {
    float x;
} vec_type_t;
typedef struct other_tag {
    int value;
} CB_NAME("Behind") other_tag_t;
enum kind { SMALL, LARGE } CB_NAME("Kind");

struct odd echo_odd(const struct odd *odd);
struct other_name rename_one(vec_type_t v, enum kind kind);
int value_behind(const struct other_tag *v);
struct sealed seal(int value);
int seal_of(const struct sealed *s);
double norm(struct point p);
double distance(const struct point *a, const struct point *b);
struct point middle(struct point a, CB_IN struct point *b);
void origin(CB_OUT struct point *p);
void move(CB_INOUT struct point *p, double dx);
bool find(int which, CB_OUT struct point *p);
double norm_or(CB_OPT const struct point *p, double other);
line_t mirror(line_t line);
double line_length(const line_t *line);
struct all echo_all(struct all all);
struct arrays echo_arrays(const struct arrays *arrays);
struct packed echo_packed(struct packed p);
struct tight echo_tight(struct tight t);
struct aligned echo_aligned(struct aligned a);
struct aligned misplaced(void);
struct aligned misplaced_of(int64_t n, const double values[n]);
CB_RAISES(return.value >= 64, CB_ValueError, "never") struct aligned misplaced_or(void);
double misplaced_argument(struct aligned a);
CB_RAISES(misplaced().value > 0, CB_SystemError, "misplaced by %g", misplaced().value)
CB_RAISES(misplaced_argument(misplaced()) > 0, CB_SystemError, "so is an argument")
CB_RAISES(return.value < 0, CB_ValueError, "told_aligned(): %g < %g", return.value,
          misplaced().value)
struct aligned told_aligned(double value);
struct mixed echo_mixed(struct mixed m);
CB_RAISES(!return, CB_ValueError, "x is %g", p->x) bool check_point(const struct point *p);

#endif
