// SPDX-License-Identifier: MIT
// emit_gil.c: whether C runs with the GIL, without, or as the size of its arguments says;
// and the lines right before and behind the call that do so. In: the function's GIL class
// (body.c) and CB_GIL. What holds for arrays meanwhile: nobody frees or resizes them.
#include "emit_glue.h"

#include <string.h>

static bool is_lent_text(const Param *p)
{
    return p->value.conv == CONV_STR && p->dir == DIR_IN && p->slot >= 0;
}

// Arrays or text, by whose size the work can be judged.
static bool has_data(const Function *f)
{
    for (int i = 0; i < f->n_params; i++) {
        if (is_array(f->params[i]) || is_lent_text(f->params[i])) {
            return true;
        }
    }
    return false;
}

typedef enum { HOLD, RELEASE, BY_SIZE } Release;

static Release release_of(const Function *f)
{
    if (f->uses_values) {
        return HOLD;
    }
    if (f->gil != GIL_AUTO) {
        return f->gil == GIL_HELD ? HOLD : RELEASE;
    }
    switch (f->gil_class) {
    case GIL_STRAIGHT: return has_callback(f) ? BY_SIZE : HOLD;
    case GIL_CLOSED: return has_data(f) ? BY_SIZE : RELEASE;
    default: return RELEASE;
    }
}

bool wrapper_holds_gil(const Wrapper *w)
{
    return release_of(w->f) == HOLD;
}

void emit_gil_test(Wrapper *w)
{
    if (release_of(w->f) != BY_SIZE) {
        return;
    }
    bool straight = w->f->gil_class == GIL_STRAIGHT;
    text_printf(w->out, "        const bool cbi_free = %s", straight ? "false"
                                                                    : "py_call.lent");
    for (int i = 0; !straight && i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        if (is_array(p)) {
            text_printf(w->out, " + %s", bytes_text(w, p));
        }
    }
    text_add(w->out, straight ? "" : " > cbi_gil_bytes");
    emit_kind_test(w);
    text_add(w->out, ";\n");
}

// Nobody may resize an array, or free it, while other Python code runs.
void emit_hold(Wrapper *w, const char *indent, const char *verb)
{
    for (int i = 0; i < w->f->n_params; i++) {
        const Param *p = w->f->params[i];
        if (is_array(p) && p->dir != DIR_INOUT && !wants_memory(p)
            && (p->value.conv == CONV_ARRAY || p->value.conv == CONV_VIEW)) {
            text_printf(w->out, "%scbi_%s(&cbi_%s);\n", indent, verb, p->local);
        }
    }
}

// Closed C that calls back does not give up the thread after each of many callbacks.
bool wrapper_stays(const Wrapper *w)
{
    const Function *f = w->f;
    const bool locks = function_is_locked(f)
                       || strcmp(attach_text(w), "cbi_attach(&py_call)") != 0;
    return has_callback(f) && f->gil == GIL_AUTO && f->gil_class == GIL_CLOSED && !locks;
}

// Callbacks run Python code, detached or not.
static bool holds_always(const Wrapper *w, Release release)
{
    return has_callback(w->f) && release != RELEASE && !w->f->uses_values;
}

static const char *open_release(Wrapper *w, Release release)
{
    text_add(w->out, release == BY_SIZE ? "        if (CBI_UNLIKELY(cbi_free)) {\n" : "");
    return release == BY_SIZE ? "            " : "        ";
}

void emit_detach(Wrapper *w)
{
    const Release release = release_of(w->f);
    if (holds_always(w, release)) {
        emit_hold(w, "        ", "hold");
    }
    if (release == HOLD) {
        return;
    }
    const char *in = open_release(w, release);
    if (!holds_always(w, release)) {
        emit_hold(w, in, "hold");
    }
    if (wrapper_stays(w)) {
        text_printf(w->out, "%scbi_stay(&py_call, &cbi_slow_%s);\n", in, w->f->c_name);
    }
    text_printf(w->out, "%scbi_detach(&py_call);\n", in);
    text_add(w->out, release == BY_SIZE ? "        }\n" : "");
}

void emit_attach(Wrapper *w)
{
    const Release release = release_of(w->f);
    if (release != HOLD) {
        const char *in = open_release(w, release);
        emit_named_leave(w, in);
        if (wrapper_stays(w)) {
            text_printf(w->out, "%scbi_stayed(&py_call, &cbi_slow_%s);\n", in,
                        w->f->c_name);
        } else {
            text_printf(w->out, "%s%s;\n", in, attach_text(w));
        }
        if (!holds_always(w, release)) {
            emit_hold(w, in, "unhold");
        }
        text_add(w->out, release == BY_SIZE ? "        }\n" : "");
    }
    if (holds_always(w, release)) {
        emit_hold(w, "        ", "unhold");
    }
}
