/* SPDX-License-Identifier: MIT
 *
 * A sample is determined by how often each value of the scale occurs in it, so the
 * search goes through the values (8 on a scale from 0 to 7), not through the n
 * members of the sample. Values are counted from lo, so all sums are of whole
 * numbers >= 0, and nothing is rounded on the way.
 *
 * For each sum S of values that gives the mean, the limits on the standard deviation
 * are limits on the sum of squares Q, because n Q - S^2 = n (n - 1) sd^2. With r
 * members left to choose between value v and the top, the rest of the sum fixes how
 * small (all as equal as possible) and how large (all but one at the two ends) the
 * rest of Q can be. A branch is entered only if some S keeps both within the limits;
 * the last two counts then follow from S.
 */
#include "closure.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum {
    PADDING = 4,           /* a run is written in steps of four: room behind the end */
    CHECK_EVERY = 1 << 14, /* branches between two looks for Ctrl-C */
};

typedef struct {
    int64_t least, most; /* limits on Q for one S, both included */
} Limits;

/* What is left to choose at one depth, and what is chosen there. */
typedef struct {
    int64_t value;         /* smallest value that may still be taken */
    int64_t left;          /* members not chosen yet */
    int64_t sum, squares;  /* of those chosen */
    int64_t first, beyond; /* range of S that is possible here: [first, beyond) */
    int64_t count;         /* how many members get `value` */
} Branch;

typedef struct {
    int64_t n, top;       /* size of the sample; hi - lo */
    int64_t sum_from;     /* first S with a mean within the limits */
    const Limits *limits; /* of S = sum_from, sum_from + 1, ... */
    Branch *branch;       /* the path to where the search is: one a value, 0 .. top */
    int lo;
    int *samples; /* what was found: `rows` rows of n, room for `room` */
    size_t rows, room;
} Search;

/* ---- limits ---- */

/* Standard deviation from n Q - S^2: the one place where a rounding decides. */
static double deviation(int64_t spread, int64_t n)
{
    return sqrt((double)spread / ((double)n * (double)(n - 1)));
}

/* Smallest spread whose deviation is >= sd, or > sd with `above`; at most `end`. */
static int64_t spread_from(double sd, bool above, int64_t n, int64_t end)
{
    int64_t low = 0;
    while (low < end) {
        int64_t middle = low + (end - low) / 2;
        double found = deviation(middle, n);
        if (above ? found > sd : found >= sd) {
            end = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

static int64_t divide_up(int64_t a, int64_t b)
{
    return a / b + (a % b != 0);
}

/* The limits on Q for `sums` values of S; NULL when out of memory. */
static const Limits *limits_of_squares(const Search *s, size_t sums, double sd_least,
                                       double sd_most)
{
    Limits *limits = cb_scratch(sums * sizeof *limits);
    int64_t end = s->n * s->n * s->top * s->top + 1; /* above any spread */
    int64_t least = spread_from(sd_least, false, s->n, end);
    int64_t beyond = spread_from(sd_most, true, s->n, end);
    for (size_t i = 0; limits != NULL && i < sums; i++) {
        int64_t sum = s->sum_from + (int64_t)i;
        limits[i].least = divide_up(least + sum * sum, s->n);
        limits[i].most = (beyond - 1 + sum * sum) / s->n;
    }
    return limits;
}

/* ---- rows ---- */

/* Room for one row more. */
static bool make_room(Search *s)
{
    size_t n = (size_t)s->n;
    size_t room = s->room == 0 ? 64 + 4096 / n : s->room * 2;
    int *samples = NULL;
    if (room <= (PTRDIFF_MAX / sizeof *samples - PADDING) / n) {
        samples = realloc(s->samples, (room * n + PADDING) * sizeof *samples);
    }
    if (samples == NULL) {
        return cb_raise(CB_MemoryError, "no memory for %zu samples of %zu", room, n),
               false;
    }
    s->samples = samples;
    s->room = room;
    return true;
}

/* The sample that the path's counts make. */
static bool add_row(Search *s)
{
    if (s->rows == s->room && !make_room(s)) {
        return false;
    }
    int *p = s->samples + s->rows * (size_t)s->n;
    int *end = p + s->n;
    int value = s->lo;
    for (const Branch *b = s->branch; p < end; b++, value++) {
        for (int64_t i = 0; i < b->count; i += PADDING) {
            for (int lane = 0; lane < PADDING; lane++) {
                p[i + lane] = value;
            }
        }
        p += b->count;
    }
    s->rows++;
    return true;
}

/* ---- search ---- */

/* Can the members left bring the sum to S and the squares within its limits? */
static bool is_possible(const Search *s, const Branch *b, int64_t sum)
{
    const Limits *limits = &s->limits[sum - s->sum_from];
    int64_t rest = sum - b->sum - b->left * b->value; /* above all at the bottom */
    int64_t span = s->top - b->value;
    if (rest < 0 || rest > b->left * span) {
        return false;
    }
    if (b->left == 0) {
        return b->squares >= limits->least && b->squares <= limits->most;
    }
    /* all members at `value`, then each unit of `rest` raises one of them */
    int64_t base = b->squares + b->value * (b->left * b->value + 2 * rest);
    int64_t each = rest / b->left, more = rest % b->left;
    int64_t smallest = base + each * rest + more * (each + 1);
    if (smallest > limits->most) {
        return false;
    }
    if (span == 0) {
        return base >= limits->least;
    }
    int64_t part = rest % span;
    return base + (rest - part) * span + part * part >= limits->least;
}

/* Narrows the range of S to the sums that are possible; false if none is. */
static bool narrow(const Search *s, Branch *b)
{
    while (b->first < b->beyond && !is_possible(s, b, b->first)) {
        b->first++;
    }
    while (b->first < b->beyond && !is_possible(s, b, b->beyond - 1)) {
        b->beyond--;
    }
    return b->first < b->beyond;
}

/* No more than two values are left: each S fixes how often they occur. */
static bool add_last(Search *s, Branch *b)
{
    for (int64_t sum = b->first; sum < b->beyond; sum++) {
        if (is_possible(s, b, sum)) {
            int64_t high = sum - b->sum - b->left * b->value;
            b[0].count = b->left - high;
            if (b->value < s->top) {
                b[1].count = high;
            }
            if (!add_row(s)) {
                return false;
            }
        }
    }
    return true;
}

/* The most members that can have the smallest value of b, for one of its sums. */
static int64_t most_members(const Search *s, const Branch *b)
{
    int64_t span = s->top - b->value;
    int64_t short_of_top = b->left * s->top - (b->first - b->sum);
    return short_of_top < b->left * span ? short_of_top / span : b->left;
}

/* Fewer leave more than the largest sum, even if all others have the next value. */
static int64_t least_members(const Branch *b)
{
    int64_t over = b->left * (b->value + 1) - (b->beyond - 1 - b->sum);
    return over > 0 ? over : 0;
}

/* The branch below `b` where `count` members have its smallest value. */
static Branch branch_with(const Branch *b, int64_t count)
{
    Branch next = *b;
    next.value++;
    next.left -= count;
    next.sum += count * b->value;
    next.squares += count * b->value * b->value;
    return next;
}

/* All samples, depth first. As many as possible of the smallest value come first:
 * that is the lexicographic order of the samples. False after an error. */
static bool search(Search *s)
{
    size_t branches = 0;
    Branch *b = s->branch;
    b->count = most_members(s, b) + 1;
    for (;;) {
        bool last = b->value + 1 >= s->top || b->left == 0;
        if (last && !add_last(s, b)) {
            return false;
        }
        if (last || b->count <= least_members(b)) {
            if (b == s->branch) {
                return true;
            }
            b--;
            continue;
        }
        b->count--;
        b[1] = branch_with(b, b->count);
        if (narrow(s, b + 1)) {
            b++;
            b->count = most_members(s, b) + 1;
        }
        if (++branches % CHECK_EVERY == 0 && cb_check()) {
            return false;
        }
    }
}

/* Sets up the search; false if there is nothing to find. */
static bool begin(Search *s, double mean, double err_mean, double sd, double err_sd)
{
    double n = (double)s->n, shift = n * s->lo;
    double from = fmax(ceil(mean * n - err_mean * n) - shift, 0.0);
    double last = fmin(floor(mean * n + err_mean * n) - shift, n * (double)s->top);
    if (!(from <= last)) {
        return false;
    }
    size_t sums = (size_t)(last - from) + 1;
    s->sum_from = (int64_t)from;
    s->limits = limits_of_squares(s, sums, sd - err_sd, sd + err_sd);
    s->branch = cb_scratch(((size_t)s->top + 2) * sizeof *s->branch);
    if (s->limits == NULL || s->branch == NULL) {
        return false;
    }
    s->branch[0] = (Branch){
        .left = s->n,
        .first = s->sum_from,
        .beyond = s->sum_from + (int64_t)sums,
    };
    return narrow(s, s->branch);
}

void closure(double mean, double sd, int n, int lo, int hi, double err_mean,
             double err_sd, size_t *rows, int **out)
{
    Search s = {.n = n, .top = (int64_t)hi - lo, .lo = lo};
    *rows = 0;
    *out = NULL;
    if ((double)n * n * (double)s.top * (double)s.top > 0x1p62) {
        cb_raise(CB_OverflowError, "n = %d on a scale of %lld values is too large", n,
                 (long long)s.top + 1);
        return;
    }
    if (begin(&s, mean, err_mean, sd, err_sd) && !search(&s)) {
        free(s.samples);
        return;
    }
    *rows = s.rows;
    *out = s.samples;
}
