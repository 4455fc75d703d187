// SPDX-License-Identifier: MIT
// names.c: names that are also something else. other.c has the other half.
#include <stdlib.h>

#include "inner.h"
#include "levels.h"

static int helper(int x)                // other.c has one of its own
{
    return x + 1;
}

static int own;                         // and these
int tentative;
int tentative;

// Defined without an earlier declaration: other.c declares it for itself.
int undeclared(int x)
{
    return helper(x) * 10;
}

double quick(double x)
{
    return x * 1.5;
}

double gamma(double x)                  // libm has one too
{
    return x + 0.25;
}

double (maxof)(double a, double b)
{
    return maxof(a, b);
}

double greatest(double a, double b)
{
    return (maxof)(maxof(a, b), 0);
}

int by_table(int which, int x)
{
    return steps[which & 1](x);
}

int by_field(int x)
{
    const struct operations *o = &operations;
    int quick = o->quick(x);            // a local called like a function
    return quick + o->unseen(x);
}

int is_own_entry(void)
{
    return steps[0] == first_step && steps[1] == second_step && steps[0] != steps[1];
}

static int compare(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

void sorted(int n, int a[n])
{
    qsort(a, (size_t)n, sizeof *a, compare);
}

__attribute__((weak)) int weak_default(void)
{
    return helper(0);
}

__attribute__((weak)) int replaced(void)
{
    return -1;
}

int weak_replaced(void)
{
    return replaced();
}

const char *described(void)
{
    static char text[40];               // of this level
    text[0] = (char)('a' + own++);
    tentative += 2;
    return text;
}

int positive(int x)
{
    return x;
}
