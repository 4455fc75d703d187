// SPDX-License-Identifier: MIT
// other.c: the other half of names.c.
#include "inner.h"
#include "levels.h"

int undeclared(int x);
extern int tentative;

static int helper(int x)
{
    return x - 1;
}

static int own = 7;

static int gemm_like(int x)
{
    int sorted = x * 2;
    return sorted + own;
}

static int bump_static_(int x)
{
    static int quick;                   // static, and called like a function
    return quick += x;
}

int first_step(int x)
{
    return helper(x);
}

int second_step(int x)
{
    return gemm_like(x);
}

static int triple(int x)
{
    return 3 * x;
}

step *const steps[2] = {first_step, second_step};
const struct operations operations = {.quick = triple, .unseen = undeclared};
step *handler = first_step;

int replaced(void)
{
    return 42;
}

int unseen(int x)
{
    return undeclared(x) + bump_static_(1);
}

int tentative_of_other(void)
{
    return tentative;
}

int swap_handler(int x)
{
    int before = handler(x);
    handler = handler == first_step ? second_step : first_step;
    return before;
}

bool handler_is_first(void)
{
    return handler == first_step;
}
