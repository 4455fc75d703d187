// SPDX-License-Identifier: MIT
// emit_draft.c: holds a draft of a binding header to what it is for: it is read again
// behind the library's own text, as a build would read it.
//
// In: Proposals. Out: those that cannot be bound with their guesses lose the guesses;
// those that cannot be bound at all get the reason. Each reading has a Context of its
// own, since what belongs to whom is remembered there.
#include "emit.h"
#include "propose.h"

#include <string.h>

static const char draft_file[] = "import.h";

static Module *read_draft(const Proposals *all, const Source *library, bool lenient)
{
    static const char *const headers[] = { draft_file };
    Text text;
    text_init(&text, all->m->ctx);
    text_addn(&text, library->text, library->size);
    // the macro says that carbide.h, which the finished header includes, has been read
    text_printf(&text, "\n#define CARBIDE_H 1\n# 1 \"%s\"\n", draft_file);
    emit_import_body(all, &text);
    Context *ctx = context_new();
    ctx->options = all->m->ctx->options;
    ctx->options.headers = headers;
    ctx->options.n_headers = 1;
    ctx->options.undefined = NULL;
    ctx->options.n_undefined = 0;
    ctx->options.lenient = lenient;
    const Source *source = source_from_text(ctx, library->path, text.s, text.n);
    if (!source) {
        diag_flush(ctx, stderr);
        context_free(ctx);
        return NULL;
    }
    return lower(ctx, parse(ctx, lex_begin(ctx, source)), NULL, 0);
}

static const char *why_left_out(const Module *m, const char *name)
{
    for (const LeftOut *l = m->left_out; l; l = l->next) {
        if (l->name && strcmp(l->name, name) == 0) {
            return l->reason;
        }
    }
    return "it cannot be read";
}

static bool is_among(const Function *f, const char *name)
{
    while (f && strcmp(f->c_name, name) != 0) {
        f = f->next;
    }
    return f;
}

// As a function of Python's, or as what frees something.
static bool is_bound(const Module *m, const char *name)
{
    return is_among(m->functions, name) || is_among(m->destroyers, name);
}

// Those that fail for the first time are tried without their guesses. Whether any failed.
static bool judge(Proposals *all, const Module *read, bool some_are_held)
{
    Arena *arena = all->m->ctx->arena;
    bool failed = false;
    for (Proposal *p = all->proposals; p; p = p->next) {
        if (p->refused || is_bound(read, p->f->c_name)) {
            continue;
        }
        failed = true;
        const char *why = arena_printf(arena, "%s", why_left_out(read, p->f->c_name));
        if (some_are_held) {            // it could be bound before
            p->refused = "confirm first those that make what it takes";
            p->held = true;
            continue;
        }
        if (propose_answer(all->m, p, why)) {
            continue;
        }
        if (p->plain || !p->guesses.n) {
            p->refused = p->first_reason ? p->first_reason : why;
        } else {
            p->first_reason = why;
            p->plain = true;
        }
    }
    return failed;
}

// Without one function another may have no class any more: until all are bound.
static bool judge_all(Proposals *all, const Source *library, bool some_are_held)
{
    for (bool failed = true; failed;) {
        Module *read = read_draft(all, library, true);
        if (!read) {
            return false;
        }
        failed = judge(all, read, some_are_held);
        context_free(read->ctx);
    }
    return true;
}

static void refuse_undefined(Proposals *all)
{
    const Options *o = &all->m->ctx->options;
    for (Proposal *p = all->proposals; p; p = p->next) {
        for (size_t i = 0; i < o->n_undefined; i++) {
            if (strcmp(p->f->c_name, o->undefined[i]) == 0) {
                p->refused = "the library does not define it";
            }
        }
    }
}

// What is doubtful was read as if it were confirmed; now it waits for that.
static void hold_back(Proposals *all)
{
    for (Proposal *p = all->proposals; p; p = p->next) {
        if (p->doubtful && !p->plain && !p->refused) {
            p->refused = arena_printf(all->m->ctx->arena, "confirm first: %s",
                                      p->guesses.s);
            p->held = true;
        }
    }
}

Module *draft_settle(Proposals *all, const Source *library)
{
    refuse_undefined(all);
    if (!judge_all(all, library, false)) {
        return NULL;
    }
    hold_back(all);
    if (!judge_all(all, library, true)) {
        return NULL;
    }
    Module *m = read_draft(all, library, false);
    if (m && diag_errors(m->ctx) > 0) {
        diag_flush(m->ctx, stderr);
        context_free(m->ctx);
        return NULL;
    }
    return m;
}
