/* SPDX-License-Identifier: MIT
   Definitions of names.h. */
#include "names.h"

int lambda(int in, int from, int is)
{
    return 100 * in + 10 * from + is;
}

int keyword_names(int None, int def, int class, int async)
{
    return None + def + class + async;
}

int builtin_names(int list, int len, int self, int args, int kwargs)
{
    return list + len + self + args + kwargs;
}

int unnamed(int a, int b)
{
    return 10 * a + b;
}

int half_named(int a, int b)
{
    return 10 * a + b;
}

int position_only(int a, int b, int c)
{
    return 100 * a + 10 * b + c;
}

int position_and_keyword(int a, int b, int c)
{
    return 100 * a + 10 * b + c;
}

int position_default(int a)
{
    return a;
}

int with_defaults(int a, int b, int c)
{
    return 100 * a + 10 * b + c;
}

int moved(int first, int second, int third, int fourth)
{
    return 1000 * first + 100 * second + 10 * third + fourth;
}

double float_defaults(double a, double b, double c)
{
    return a + b + (c < -1e299 ? 100 : 0);
}

const char *text_defaults(const char *s, char c)
{
    return c == 'x' ? s : "other";
}

int bool_defaults(bool a, bool b)
{
    return 2 * a + b;
}

int macro_default(int limit)
{
    return limit;
}

int computed_default(short a, int b, int c)
{
    return 10000 * a + 100 * b + c;
}

double length_default(size_t n, const double x[n], size_t count)
{
    double s = 0;
    for (size_t i = 0; i < count && i < n; i++) {
        s += x[i];
    }
    return s;
}

enum names_mode enum_default(enum names_mode mode)
{
    return mode;
}

double address_default(const double *x)
{
    return *x;
}

bool null_default(const double *x)
{
    return x == NULL;
}

const char *none_default(const char *s)
{
    return s;
}

int fixed(short a, int b, int c)
{
    return 100 * a + 10 * b + c;
}

bool fixed_null(int a, const double *x)
{
    return a && !x;
}

int fixed_pointee(int a, const int *x)
{
    return a + *x;
}

int a_very_long_name_of_a_library(int the_first, int the_second)
{
    return 10 * the_first + the_second;
}

int keyword_only(int a, int b, int c)
{
    return 100 * a + 10 * b + c;
}

int all_keyword_only(int a, int b)
{
    return 10 * a + b;
}

int _private(int x)
{
    return x;
}

int private_(int x)
{
    return x;
}

int documented(int a)
{
    return a;
}

int documented_doxygen(int a, int b)
{
    return a + b;
}

int documented_slashes(int x)
{
    return x;
}

int documented_gtk(int x)
{
    return x;
}

int documented_behind(int x)
{
    return x;
}

int documented_badly(int x)
{
    return x;
}

int old(int x)
{
    return x;
}

long many(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k,
          int l)
{
    return (long)a + b + c + d + e + f + g + h + i + 10L * j + 100L * k + 1000L * l;
}

int taken_scalars(int type, int *view, double *bytes, int *bad, int *length, int *fail,
                  short *wide)
{
    *view = type + 1;
    *bytes = type + 0.5;
    *bad += type;
    *length = type + 2;
    *fail = type + 3;
    *wide = (short)(type + 4);
    return type;
}
