/* SPDX-License-Identifier: MIT
   Definitions of hooks.h. */
#include "hooks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void note(struct hooks_state_ *st, const char *word)
{
    size_t used = strlen(st->log);
    snprintf(st->log + used, sizeof st->log - used, "%s;", word);
}

static bool fails(const char *word)
{
    const char *which = getenv("HOOKS_FAIL");
    return which && strcmp(which, word) == 0;
}

static void write_log(const char *word, int calls)
{
    const char *path = getenv("HOOKS_LOG");
    FILE *file = path ? fopen(path, "a") : NULL;
    if (file) {
        fprintf(file, "%s %d\n", word, calls);
        fclose(file);
    }
}

void hooks_first_(struct hooks_state_ *st)
{
    note(st, st->calls == 0 && st->self == NULL ? "first" : "not zeroed");
    st->self = st;
    if (fails("warning")) {
        cb_raise(CB_UserWarning, "careful");
    }
}

int _hooks_second(int number)
{
    struct hooks_state_ *st = cb_state();
    note(st, number == 7 ? "second" : "wrong number");
    errno = fails("errno") ? ENOENT : 0;
    return fails("status") ? 1 : fails("errno") ? 2 : 0;
}

void hooks_third(struct hooks_state_ *st, enum mood mood)
{
    note(st, mood == ANGRY ? "third" : "wrong mood");
    if (fails("raise")) {
        cb_raise(CB_ValueError, "no %s", "license \xff");
    }
    if (fails("interrupt")) {
        cb_raise(CB_KeyboardInterrupt, "stop");
    }
    if (fails("memory")) {
        (void)cb_scratch(SIZE_MAX / 2);
    }
}

int hooks_fifth(void)
{
    return fails("python") ? python_greet(0) : 0;
}

void hooks_close(struct hooks_state_ *st)
{
    write_log("close", st->calls);
}

void hooks_last_(void)
{
    write_log("last", 0);
}

int hooks_stuck_(void)
{
    write_log("stuck", 0);
    return fails("exit");
}

void hold_for(double seconds, int times)
{
    for (int i = 0; i < times; i++) {
        python_sleep(seconds);
    }
}
void hooks_locked_(void) {}

int greet(struct hooks_state_ *st) { return python_greet(st->calls); }

void keep(struct hooks_state_ *st, cb_value v) { st->kept = v; }

void at_end(struct hooks_state_ *st, int (*f)(int calls, void *ctx), void *ctx)
{
    st->farewell = f;
    st->ctx = ctx;
}

void hooks_farewell_(struct hooks_state_ *st)
{
    if (st->kept) {
        write_log("kept", (int)cb_size(st->kept));
    }
    if (st->farewell) {
        write_log("farewell", st->farewell(st->calls, st->ctx));
    }
    if (fails("greet")) {
        write_log("greet", python_greet(st->calls));
    }
}

int count(struct hooks_state_ *st) { return ++st->calls; }
int calls(const struct hooks_state_ *st) { return st->calls; }

double add(double x, struct hooks_state_ *st, double y)
{
    st->total = x * y;
    return st->total;
}

double add_all(size_t n, const double x[n], struct hooks_state_ *st)
{
    st->total = 0;
    for (size_t i = 0; i < n; i++) {
        st->total += x[i];
    }
    return st->total;
}

const char *events(const struct hooks_state_ *st) { return st->log; }

bool is_own(const struct hooks_state_ *st)
{
    return st->self == st && (uintptr_t)st % 64 == 0;
}

bool is_the_same(const struct hooks_state_ *st)
{
    return cb_state() == st;
}
