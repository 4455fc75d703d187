// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>
#include "carbide.h"

/** The integral of f from a to b.
 * @param f  what is integrated */
double integrate(double (*f)(double x, void *ctx), void *ctx, double a, double b);
typedef CB_ON_RAISE(-1) int (*visitor)(const char *name, int64_t size, void *data);
CB_RAISES(return < 0, CB_ValueError, "no such folder: %s", path)
int walk(const char *path, CB_OPT visitor enter, visitor leave, void *data);
void solve(void (*f)(double t, size_t n, const double y[n], CB_OUT double dydt[n], void *),
           size_t n, double y[n], void *ctx);
void sort(size_t n, double a[n], int (*compare)(double a, double b));
struct handler { void (*call)(int event, void *data); void *data; };
void on_event(CB_KEEP struct handler handler);
CB_FROM_PYTHON("math", "floor") int64_t python_floor(double x);
