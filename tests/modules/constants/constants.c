/* SPDX-License-Identifier: MIT
   Definitions of constants.h. */
#include "constants.h"

#include <string.h>

static const enum color all[] = { COLOR_RED, COLOR_YELLOW, COLOR_GREEN };

enum color next_color(enum color c)
{
    return c == COLOR_RED ? COLOR_YELLOW : c == COLOR_YELLOW ? COLOR_GREEN : COLOR_RED;
}

enum color unknown_color(int number)
{
    return (enum color)number;
}

enum part join(enum part a, enum part b)
{
    return (enum part)((int)a | (int)b);
}

int value_of_part(enum part a)
{
    return (int)a;
}

enum access_mode combine(enum access_mode a, enum access_mode b)
{
    return a | b;
}

enum access_mode without(enum access_mode a, enum access_mode b)
{
    return a & ~b & ACCESS_ALL;
}

side other_side(side s)
{
    return s == SIDE_LEFT ? SIDE_RIGHT : s == SIDE_RIGHT ? SIDE_LEFT : SIDE_NONE;
}

enum big echo_big(enum big b)
{
    return b;
}

word echo_word(word w)
{
    return w;
}

void both_sides(side *left, side *right)
{
    *left = SIDE_LEFT;
    *right = SIDE_RIGHT;
}

void turn(enum color *c)
{
    *c = next_color(*c);
}

bool color_of(const char *name, enum color *c)
{
    static const char *const names[] = { "red", "yellow", "green" };
    for (int i = 0; i < 3; i++) {
        if (strcmp(name, names[i]) == 0) {
            *c = all[i];
            return true;
        }
    }
    return false;
}

size_t count_color(size_t n, const enum color c[n], enum color which)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        count += c[i] == which;
    }
    return count;
}

size_t count_modes(size_t n, const enum access_mode m[n])
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        count += m[i] != 0;
    }
    return count;
}

void rainbow(size_t n, enum color c[n])
{
    for (size_t i = 0; i < n; i++) {
        c[i] = all[i % 3];
    }
}
