// SPDX-License-Identifier: MIT
// macro.c: what the preprocessor makes of a macro's body.
//
// In: an object-like macro of one text's Tokens. Out: its body with all macros in it
// replaced, those with parameters, # and ## included; or a reason. Every token carries
// the names of the macros that it came out of: those it does not begin again, which is
// why replacing ends (Prosser's algorithm).       C11 6.10.3
#include "syntax.h"

#include <string.h>

enum { STEPS_MAX = 10000, NESTED_MAX = 200 };

typedef struct Hidden {
    const struct Hidden *next;
    const char *name;
    int depth;                  // names in this list
} Hidden;

typedef struct {
    Token token;                // TK_EOF: an empty operand of ##
    const Hidden *hidden;
    bool spaced;                // white space stands before it
} Item;

typedef VEC(Item) Items;

typedef struct {
    const Macro *macro;
    const char **params;
    size_t n_params;
    bool variadic;              // the last parameter takes all that is left
    const Token *body;          // once they are read, behind the parameters
    size_t n;
    Items *args, *expanded;     // of this use, n_params each
} Use;

typedef struct {
    Context *ctx;
    const Tokens *tokens;
    const char *why;            // first reason, or NULL
    int steps;                  // tokens moved: what is large is given up
    int depth;                  // of arguments in arguments
} Expander;

static bool give_up(Expander *x, const char *fmt, ...) PRINTF(2, 3);

static bool give_up(Expander *x, const char *fmt, ...)
{
    if (x->why == NULL) {
        va_list ap;
        va_start(ap, fmt);
        x->why = arena_vprintf(x->ctx->arena, fmt, ap);
        va_end(ap);
    }
    return false;
}

// -------------------------------------------------------------------- hidden names

static bool is_hidden(const Hidden *h, const char *name)
{
    for (; h != NULL; h = h->next) {
        if (h->name == name) {
            return true;
        }
    }
    return false;
}

static const Hidden *hide(Expander *x, const Hidden *h, const char *name)
{
    if (is_hidden(h, name)) {
        return h;
    }
    Hidden *more = NEW(x->ctx, Hidden);
    *more = (Hidden){h, name, h == NULL ? 1 : h->depth + 1};
    return more;
}

static const Hidden *hide_all(Expander *x, const Hidden *h, const Hidden *more)
{
    if (h == NULL || h == more) {
        return more;
    }
    for (; more != NULL; more = more->next) {
        h = hide(x, h, more->name);
    }
    return h;
}

static const Hidden *hidden_in_both(Expander *x, const Hidden *a, const Hidden *b)
{
    if (a == b) {
        return a;
    }
    const Hidden *both = NULL;
    for (; a != NULL; a = a->next) {
        both = is_hidden(b, a->name) ? hide(x, both, a->name) : both;
    }
    return both;
}

// ---------------------------------------------------------------------- parameters

static bool read_params(Expander *x, Use *u)
{
    const Token *t = u->body, *end = t + u->n;
    VEC(const char *) names = {0};
    for (t++; t < end && t->kind != TK_RPAREN; t++) {
        if (t->kind == TK_IDENT) {
            *vec_push(x->ctx, &names) = t->name;
        } else if (t->kind == TK_ELLIPSIS) {    // `x...` names them, `...` does not
            u->variadic = true;
            if (t[-1].kind != TK_IDENT) {
                *vec_push(x->ctx, &names) = intern_z(x->ctx, "__VA_ARGS__");
            }
        }
    }
    if (t >= end) {
        return give_up(x, "the parameters of %s do not end", u->macro->name);
    }
    u->params = names.at;
    u->n_params = names.n;
    u->body = t + 1;
    u->n = (size_t)(end - u->body);
    return true;
}

// The index of a parameter; n_params for other tokens.
static size_t param_of(const Use *u, const Token *t)
{
    size_t i = 0;
    while (i < u->n_params && (t->kind != TK_IDENT || u->params[i] != t->name)) {
        i++;
    }
    return i;
}

// ------------------------------------------------------------------------- # and ##

// The one token that a text is.
static bool token_of(Expander *x, const Text *text, Token *out)
{
    Source *source = source_from_text(x->ctx, "<macro>", text->s, text->n);
    TokenRange all = {NULL, 0};
    if (source != NULL) {
        uint32_t end = source->base + (uint32_t)source->size;
        all = lex_span(x->ctx, (Span){source->base, end});
    }
    if (all.n != 1) {
        return give_up(x, "## makes no token of '%s'", text->s);
    }
    *out = all.at[0];
    return true;
}

static bool stringify(Expander *x, const Items *arg, Item *out)
{
    Text text;
    text_init(&text, x->ctx);
    text_addn(&text, "\"", 1);
    for (size_t i = 0; i < arg->n; i++) {
        const Token *t = &arg->at[i].token;
        const char *s = token_spelling(x->ctx, *t);
        bool quoted = t->kind == TK_STRING || t->kind == TK_CHAR;
        text_addn(&text, " ", i > 0 && arg->at[i].spaced ? 1 : 0);
        for (; *s != '\0'; s++) {
            text_addn(&text, "\\", quoted && (*s == '"' || *s == '\\') ? 1 : 0);
            text_addn(&text, s, 1);
        }
    }
    text_addn(&text, "\"", 1);
    out->hidden = NULL;
    return token_of(x, &text, &out->token);
}

static bool paste(Expander *x, Item *left, const Item *right)
{
    if (right->token.kind == TK_EOF) {
        return true;
    }
    if (left->token.kind == TK_EOF) {
        bool spaced = left->spaced;
        *left = *right;
        left->spaced = spaced;
        return true;
    }
    Text text;
    text_init(&text, x->ctx);
    text_printf(&text, "%s%s", token_spelling(x->ctx, left->token),
                token_spelling(x->ctx, right->token));
    left->hidden = hidden_in_both(x, left->hidden, right->hidden);
    return token_of(x, &text, &left->token);
}

// --------------------------------------------------------------------- substitution

// Token i of a body.
static Item item_at(const Token *body, size_t i)
{
    bool spaced = i > 0 && body[i - 1].span.end != body[i].span.start;
    return (Item){body[i], NULL, spaced};
}

static void add_items(Expander *x, Items *to, const Items *from)
{
    for (size_t i = 0; i < from->n && x->steps <= STEPS_MAX; i++) {
        *vec_push(x->ctx, to) = from->at[i];
        x->steps++;
    }
}

// Token i of the body as an operand of ##: an argument as it was written.
static Items operand(Expander *x, const Use *u, size_t i)
{
    Items items = {0};
    Item item = item_at(u->body, i);
    size_t param = param_of(u, &item.token);
    if (param < u->n_params) {
        add_items(x, &items, &u->args[param]);
        item.token.kind = TK_EOF;
    }
    if (items.n == 0) {
        *vec_push(x->ctx, &items) = item;
    }
    items.at[0].spaced = item.spaced;
    return items;
}

// ## behind what is in `out`. GNU: `, ## rest` is nothing when there is no rest.
static bool substitute_paste(Expander *x, const Use *u, size_t right, Items *out)
{
    Items items = operand(x, u, right);
    Item *last = &out->at[out->n - 1];
    if (last->token.kind == TK_COMMA && u->variadic
        && param_of(u, &u->body[right]) == u->n_params - 1) {
        if (items.at[0].token.kind == TK_EOF) {
            out->n--;
            return true;
        }
    } else if (!paste(x, last, &items.at[0])) {
        return false;
    } else {
        items.at++;
        items.n--;
    }
    add_items(x, out, &items);
    return true;
}

// `#` and a parameter behind it.
static bool is_stringify(const Use *u, size_t i)
{
    return u->macro->function_like && u->body[i].kind == TK_HASH && i + 1 < u->n
        && param_of(u, &u->body[i + 1]) < u->n_params;
}

static bool substitute(Expander *x, const Use *u, Items *out)
{
    for (size_t i = 0; i < u->n; i++) {
        Item item = item_at(u->body, i);
        size_t param = param_of(u, &item.token), first = out->n;
        bool more = i + 1 < u->n;
        if (more && item.token.kind == TK_HASHHASH && out->n > 0) {
            if (!substitute_paste(x, u, ++i, out)) {
                return false;
            }
        } else if (is_stringify(u, i)) {
            if (!stringify(x, &u->args[param_of(u, &u->body[++i])], &item)) {
                return false;
            }
            *vec_push(x->ctx, out) = item;
        } else if (more && u->body[i + 1].kind == TK_HASHHASH) {
            Items items = operand(x, u, i);
            add_items(x, out, &items);
        } else if (param < u->n_params) {
            add_items(x, out, &u->expanded[param]);
            if (out->n > first) {
                out->at[first].spaced = item.spaced;
            }
        } else {
            *vec_push(x->ctx, out) = item;
        }
    }
    return true;
}

// ------------------------------------------------------------------------ expansion

static bool expand(Expander *x, const Items *in, Items *out);

// Takes `( … )` off the stack; the arguments as written go to u->args.
static bool read_args(Expander *x, Use *u, Items *stack, const Hidden **hidden)
{
    size_t n = u->n_params > 0 ? u->n_params : 1, i = 0;
    u->args = arena_alloc(x->ctx->arena, n * sizeof *u->args);
    memset(u->args, 0, n * sizeof *u->args);
    int depth = 0;
    while (stack->n > 0) {
        Item item = stack->at[--stack->n];
        TokenKind kind = item.token.kind;
        depth += (kind == TK_LPAREN) - (kind == TK_RPAREN);
        if (depth == 0) {
            *hidden = hidden_in_both(x, *hidden, item.hidden);
            bool enough = i + 1 + u->variadic >= u->n_params;
            return (enough && (u->n_params > 0 || u->args[0].n == 0))
                || give_up(x, "%s has too few or too many arguments", u->macro->name);
        }
        if (depth == 1 && kind == TK_COMMA && !(u->variadic && i + 1 == n)) {
            if (++i == n) {
                return give_up(x, "%s has too many arguments", u->macro->name);
            }
        } else if (depth > 1 || kind != TK_LPAREN) {
            *vec_push(x->ctx, &u->args[i]) = item;
        }
    }
    return give_up(x, "the arguments of %s do not end", u->macro->name);
}

static bool expand_args(Expander *x, Use *u)
{
    u->expanded = arena_alloc(x->ctx->arena, (u->n_params + 1) * sizeof *u->expanded);
    memset(u->expanded, 0, (u->n_params + 1) * sizeof *u->expanded);
    if (x->depth >= NESTED_MAX) {
        return give_up(x, "its macros are nested too deep");
    }
    x->depth++;
    bool ok = true;
    for (size_t i = 0; i < u->n_params && ok; i++) {
        ok = expand(x, &u->args[i], &u->expanded[i]);
    }
    x->depth--;
    return ok;
}

// Puts on the stack what stands for a use of a macro; its arguments are taken off.
static bool replace(Expander *x, const Macro *m, const Item *name, Items *stack)
{
    TokenRange body = macro_body(x->ctx, m);
    Use u = {.macro = m, .body = body.at, .n = body.n};
    const Hidden *hidden = name->hidden;
    Item aside[32];
    Items result = {aside, 0, 32};
    if (m->function_like
        && !(read_params(x, &u) && read_args(x, &u, stack, &hidden)
             && expand_args(x, &u))) {
        return false;
    }
    if (!substitute(x, &u, &result)) {
        return false;
    }
    if (result.n > 0) {
        result.at[0].spaced = name->spaced;
    }
    hidden = hide(x, hidden, m->name);
    if (hidden->depth > NESTED_MAX) {
        return give_up(x, "its macros are nested too deep");
    }
    while (result.n > 0) {      // the first one comes to lie on top
        Item item = result.at[--result.n];
        if (item.token.kind != TK_EOF) {
            item.hidden = hide_all(x, item.hidden, hidden);
            *vec_push(x->ctx, stack) = item;
        }
    }
    return true;
}

// The macro that a use of begins at this item, or NULL.
static const Macro *macro_at(const Expander *x, const Item *item, const Items *rest)
{
    const Macro *m = item->token.kind != TK_IDENT ? NULL
        : map_get(x->tokens->macro_by_name, item->token.name);
    if (m == NULL || m->undefined || is_hidden(item->hidden, m->name)) {
        return NULL;
    }
    bool call = rest->n > 0 && rest->at[rest->n - 1].token.kind == TK_LPAREN;
    return m->function_like && !call ? NULL : m;
}

static bool expand(Expander *x, const Items *in, Items *out)
{
    Item aside[32];
    Items stack = {aside, 0, 32};       // what is still to read, the next one last
    for (size_t i = in->n; i-- > 0;) {
        *vec_push(x->ctx, &stack) = in->at[i];
    }
    while (stack.n > 0) {
        Item item = stack.at[--stack.n];
        const Macro *m = macro_at(x, &item, &stack);
        if (++x->steps > STEPS_MAX) {
            return give_up(x, "it is too long");
        }
        if (m == NULL) {
            *vec_push(x->ctx, out) = item;
        } else if (!replace(x, m, &item, &stack)) {
            return false;
        }
    }
    return true;
}

static bool is_pragma(const Items *items, size_t i)
{
    const char *name = items->at[i].token.name;
    return name != NULL && strcmp(name, "_Pragma") == 0 && i + 3 < items->n
        && items->at[i + 1].token.kind == TK_LPAREN
        && items->at[i + 3].token.kind == TK_RPAREN;
}

// Has the body no name that stands for something else? Most have none.
static bool is_final(const Expander *x, TokenRange body)
{
    for (size_t i = 0; i < body.n; i++) {
        const char *name = body.at[i].name;
        if (name != NULL && (map_get(x->tokens->macro_by_name, name) != NULL
                             || strcmp(name, "_Pragma") == 0)) {
            return false;
        }
    }
    return body.n <= STEPS_MAX;
}

const Token *macro_expand(Context *ctx, const Tokens *tokens, const Macro *m,
                          size_t *n, const char **why)
{
    Expander x = {.ctx = ctx, .tokens = tokens};
    Item aside[2][32];
    Items in = {aside[0], 0, 32}, out = {aside[1], 0, 32};
    TokenRange body = macro_body(ctx, m);
    if (is_final(&x, body)) {
        *n = body.n;
        return body.at;
    }
    const Hidden *itself = hide(&x, NULL, m->name);
    for (size_t i = 0; i < body.n; i++) {
        Item *item = vec_push(ctx, &in);
        *item = item_at(body.at, i);
        item->hidden = itself;
    }
    if (!expand(&x, &in, &out)) {
        *why = x.why;
        return NULL;
    }
    Token *at = arena_alloc(ctx->arena, (out.n + 1) * sizeof *at);
    *n = 0;
    for (size_t i = 0; i < out.n; i++) {
        if (is_pragma(&out, i)) {
            i += 3;             // ( "…" )
        } else {
            at[(*n)++] = out.at[i].token;
        }
    }
    return at;
}
