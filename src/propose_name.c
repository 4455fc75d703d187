// SPDX-License-Identifier: MIT
// propose_name.c: what the names of parameters let one guess: which integer is whose
// length (`src`, `srcSize`; `data`, `size`; `x`, `incx`; `a`, `lda`), what is written
// (`out`, `dst`), what is one number by address.
//
// In: a Proposal with the facts of attributes and comments. Out: more facts, each
// marked as a guess, and a note for people. A wrong length is a crash. So where a pair
// of names says it, the function is bound; where only what is left over says it, it is
// doubtful and waits for a person; where nothing does, it is left out, with the reason.
#include "propose.h"

#include <ctype.h>
#include <string.h>

#define SIZE_WORDS "len size count num capacity cap bytes nbyte elem room avail amt"
#define OUT_WORDS "out dst dest result output target"
#define IN_WORDS "src source input"
#define ARRAY_WORDS "arr vec mat buf work data list table values"

// ------------------------------------------------------------------------- names
static void strip(char *s, const char *word, bool prefix)
{
    size_t n = strlen(s), k = strlen(word);
    if (n > k && prefix && strncmp(s, word, k) == 0) {
        memmove(s, s + k, n - k + 1);
    } else if (n > k && !prefix && strcmp(s + n - k, word) == 0) {
        s[n - k] = '\0';
    }
}

// Lower case, without `_`: srcSize and src_size are one.
char *plain_name(Context *ctx, const char *name)
{
    char *s = arena_strndup(ctx->arena, name, strlen(name)), *to = s;
    for (const char *from = name; *from; from++) {
        if (*from != '_') {
            *to++ = (char)tolower((unsigned char)*from);
        }
    }
    *to = '\0';
    return s;
}

// Without the letter of a naming habit: pData, zSql, aCoord; bufPtr.
static char *pointer_stem(Context *ctx, const char *name)
{
    bool habit = name[0] && strchr("pza", name[0]) && isupper((unsigned char)name[1]);
    char *s = plain_name(ctx, name + habit);
    strip(s, "ptr", false);
    return s;
}

// Of `srcSize`, `n_src`, `nData`: the part that names whose size it is.
static char *count_stem(Context *ctx, const char *name)
{
    static const char *const tails[] = { "ptr", "length", "len", "size", "count", "num",
                                         "capacity", "cap", "bytes", "sz", "elems",
                                         "items" };
    static const char *const heads[] = { "num", "nb", "len", "size", "count", "max" };
    bool habit = name[0] == 'n' && (isupper((unsigned char)name[1]) || name[1] == '_');
    char *s = plain_name(ctx, name + habit);
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        strip(s, tails[i], false);
    }
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        strip(s, heads[i], true);
    }
    return s;
}

static bool is_one_of(const char *s, const char *words)
{
    size_t n = strlen(s);
    for (const char *w = words; *w;) {
        size_t k = strcspn(w, " ");
        if (k == n && memcmp(w, s, n) == 0) {
            return true;
        }
        w += k + strspn(w + k, " ");
    }
    return false;
}

static bool is_generic_count(Context *ctx, const char *name)
{
    return is_one_of(plain_name(ctx, name), "n len length size count num nbytes nbyte "
                     "bytes sz amt capacity cap nelem nelems nitems nmemb buflen "
                     "bufsize datalen datasize");
}

static bool says_size(Context *ctx, const char *name)
{
    bool habit = name[0] == 'n' && (isupper((unsigned char)name[1]) || name[1] == '_');
    return habit || is_generic_count(ctx, name) || words_contain(name, SIZE_WORDS);
}

static size_t common_prefix(const char *a, const char *b)
{
    size_t n = 0;
    while (a[n] && a[n] == b[n]) {
        n++;
    }
    return n;
}

// -------------------------------------------------------------------- one function
const char *names_of(const Names *g, int i)
{
    return g->p->f->params[i]->decl->name;
}

static bool is_const(const Param *p)
{
    return p->type->base->quals & Q_CONST;
}

static bool is_character(const Param *p)
{
    return element_is_text(p->type->base);
}

bool names_open(const Names *g, int i)
{
    const Param *p = g->p->f->params[i];
    return param_is_pointer(p) && p->decl->name && !g->p->params[i].by[MARK_SHAPE].text
           && !g->p->params[i].by[MARK_FIXED].text && !g->p->params[i].one;
}

// Parameter of that plain name, or -1.
int names_find(const Names *g, const char *name)
{
    for (int i = 0; i < g->p->f->n_params; i++) {
        const char *own = names_of(g, i);
        if (own && param_is_count(g->p->f->params[i])
            && strcmp(plain_name(g->ctx, own), name) == 0) {
            return i;
        }
    }
    return -1;
}

static bool shape(Names *g, int i, const char *text)
{
    return wish(&g->p->params[i], MARK_SHAPE, text, true);
}

// -------------------------------------------------------------------------- lengths
static bool is_size(const Names *g, int k)
{
    const Param *p = g->p->f->params[k];
    return (param_is_count(p) || param_is_count_pointer(p)) && p->decl->name
           && !g->p->params[k].by[MARK_FIXED].text;
}

// `double *x, size_t nbytes`: that is no number of elements.
static bool counts_others(const Names *g, int i, int k)
{
    const Type *element = g->p->f->params[i]->type->base;
    return words_contain(names_of(g, k), "byte") && element->kind != TY_VOID
           && !type_is_char(element) && !element_is_bytes(element);
}

// How well integer k is named as the size of pointer i: 0 not at all.
static int match(const Names *g, int i, int k)
{
    const char *pointer = pointer_stem(g->ctx, names_of(g, i));
    const char *count = count_stem(g->ctx, names_of(g, k));
    if (!says_size(g->ctx, names_of(g, k)) || counts_others(g, i, k)) {
        return 0;
    }
    if (strcmp(pointer, count) == 0) {
        return 3;
    }
    if (strlen(pointer) > 1 && strstr(plain_name(g->ctx, names_of(g, k)), pointer)) {
        bool output = is_const(g->p->f->params[i])      // of what is read: seldom
                      && param_is_count_pointer(g->p->f->params[k]);
        return output ? 1 : 2;
    }
    return common_prefix(pointer, count) >= 3;
}

// `sure`: their names or places are a pair. Else a wrong guess could let C write more
// than there is.
static void set_size(Names *g, int i, int k, bool sure)
{
    Wish *w = g->p->params;
    g->taken[k] = true;
    g->beside[i] = match(g, i, k) < 3 && !is_const(g->p->f->params[i]);
    if (!param_is_count_pointer(g->p->f->params[k])) {
        bool bytes = g->p->f->params[i]->type->base->kind == TY_VOID;
        shape(g, i, w[k].name);
        (sure ? guess_note : doubt_note)(g->p, "%s has %s %s", w[i].name, w[k].name,
                                         bytes ? "bytes" : "elements");
        return;
    }
    const char *size = arena_printf(g->ctx->arena, "*%s", w[k].name);
    shape(g, i, size);
    wish(&w[k], MARK_INOUT, "", true);
    if (is_const(g->p->f->params[i])) {
        guess_note(g->p, "%s has %s elements", w[i].name, size);
    } else if (wish(&w[i], MARK_OUT, "", true) || w[i].by[MARK_OUT].text) {
        wish(&w[i], MARK_LEN, size, true);
        guess_note(g->p, "%s has room for %s elements, then %s are written", w[i].name,
                   size, size);
    }
}

static bool mentions(const char *text, const char *name)
{
    size_t n = strlen(name);
    for (const char *s = text; (s = strstr(s, name)); s++) {
        bool begins = s == text || !(isalnum((unsigned char)s[-1]) || s[-1] == '_');
        if (begins && !isalnum((unsigned char)s[n]) && s[n] != '_') {
            return true;
        }
    }
    return false;
}

// What attributes and comments say to be the size of one is not that of another.
static void take_said(Names *g)
{
    const Function *f = g->p->f;
    for (int i = 0; i < f->n_params; i++) {
        const char *size = g->p->params[i].by[MARK_SHAPE].text;
        for (int k = 0; size && k < f->n_params; k++) {
            const char *name = g->p->params[k].name;
            g->taken[k] = g->taken[k] || (name && mentions(size, name));
        }
    }
}

static void sizes_by_name(Names *g)
{
    const Function *f = g->p->f;
    for (int wanted = 3; wanted > 0; wanted--) {
        for (int i = 0; i < f->n_params; i++) {
            for (int k = 0; names_open(g, i) && k < f->n_params; k++) {
                bool text = is_character(f->params[i]) && is_const(f->params[i]);
                if (k != i && is_size(g, k) && !g->taken[k]
                    && match(g, i, k) == wanted && !(text && wanted == 1)) {
                    set_size(g, i, k, wanted > 1);
                    break;
                }
            }
        }
    }
}

static bool names_stride(const Names *g, int k)
{
    return param_is_count(g->p->f->params[k])
           && words_contain(names_of(g, k), "stride");
}

// `x, stride, n`
static bool is_strided(const Names *g, int i, int n)
{
    return n == i + 2 && names_stride(g, i + 1);
}

static bool names_file(const char *name)
{
    return words_contain(name, "path file name");
}

// `char uplo, int n, double *ap`: n by n, packed or not.
static bool is_order(const Names *g, int i, const char *count)
{
    bool option = false;
    for (int k = 0; k < g->p->f->n_params; k++) {
        option = option || type_is_char(g->p->f->params[k]->type);
    }
    const Type *element = g->p->f->params[i]->type->base;
    return option && strcmp(count, "n") == 0 && element->kind != TY_VOID
           && !is_character(g->p->f->params[i]) && !element_is_bytes(element);
}

// `data, size`, `size, data`; of fread: `size, count` elements of size bytes.
static void sizes_by_place(Names *g)
{
    const Function *f = g->p->f;
    for (int i = 0; i < f->n_params; i++) {
        bool string = param_is_pointer(f->params[i]) && is_character(f->params[i])
                      && is_const(f->params[i]);
        const int places[] = { i + 1, i - 1 };
        for (int s = 0; names_open(g, i) && s < (string ? 1 : 2); s++) {
            int k = places[s];
            if (k < 0 || k >= f->n_params || !is_size(g, k) || g->taken[k]
                || !is_generic_count(g->ctx, names_of(g, k)) || counts_others(g, i, k)
                || (string && is_one_of(names_of(g, k), "N num count"))) {
                continue;           // the N-th of a string
            }
            bool two = f->params[i]->type->base->kind == TY_VOID && s == 0
                       && k + 1 < f->n_params && is_size(g, k + 1)
                       && param_is_count(f->params[k])
                       && is_one_of(plain_name(g->ctx, names_of(g, k)), "size sz")
                       && is_generic_count(g->ctx, names_of(g, k + 1));
            if (two) {
                g->taken[k] = g->taken[k + 1] = true;
                const Wish *w = g->p->params;
                shape(g, i, arena_printf(g->ctx->arena, "%s * %s", w[k].name,
                                         w[k + 1].name));
                guess_note(g->p, "%s has %s elements of %s bytes", w[i].name,
                           w[k + 1].name, w[k].name);
            } else if (param_is_count(f->params[k])
                       || !is_one_of(plain_name(g->ctx, names_of(g, k)), "count num")) {
                const char *count = plain_name(g->ctx, names_of(g, k));
                bool other = string ? names_file(names_of(g, i))        // the N-th?
                                      || is_one_of(count, "n num nmemb")
                                    : is_order(g, i, count);
                set_size(g, i, k, !other);
            }
        }
    }
}

// An output of the type of an input is an array as that is; others are one number.
static bool is_alone(const Names *g, int i)
{
    const Function *f = g->p->f;
    for (int k = 0; k < f->n_params; k++) {
        const Param *p = f->params[k];
        if (k != i && param_is_pointer(p) && is_const(p)
            && p->type->base->kind == f->params[i]->type->base->kind) {
            return false;
        }
    }
    return true;
}

// Numbers that share the only count; one pointer and one size that are left over.
static void sizes_that_remain(Names *g)
{
    const Function *f = g->p->f;
    int generic = -1, generics = 0, free_size = -1, free_sizes = 0;
    int open = -1, opens = 0;
    for (int i = 0; i < f->n_params; i++) {
        bool count = param_is_count(f->params[i]);
        if (count && is_generic_count(g->ctx, names_of(g, i))) {
            generic = i;
            generics++;
        }
        if (count && !g->taken[i] && words_contain(names_of(g, i), "size len count")) {
            free_size = i;
            free_sizes++;
        }
        if (names_open(g, i) && is_const(f->params[i])) {
            open = i;
            opens++;
        }
    }
    for (int i = 0; generics == 1 && i < f->n_params; i++) {
        const Param *p = f->params[i];
        bool number = names_open(g, i) && p->type->base->kind != TY_VOID
                      && !is_character(p) && !element_is_wide(p->type->base)
                      && !param_is_count_pointer(p)
                      && !counts_others(g, i, generic);
        if (number && !(wish_direction(&g->p->params[i]) && is_alone(g, i))) {
            bool sure = is_const(p) || is_strided(g, i, generic);
            const char *count = plain_name(g->ctx, names_of(g, generic));
            set_size(g, i, generic, sure && !is_order(g, i, count));
        }
    }
    if (opens == 1 && free_sizes == 1 && names_open(g, open) && !g->taken[free_size]
        && !counts_others(g, open, free_size)
        && !(is_character(f->params[open]) && names_file(names_of(g, open)))
        && !(f->params[open]->type->base->kind == TY_VOID && generics > 1)) {
        set_size(g, open, free_size, !is_character(f->params[open])
                                     || words_contain(names_of(g, open), IN_WORDS));
    }
}

// `pad(data, len, new_len)`: where another size is left over, which one is the room?
static void doubt_sizes(Names *g)
{
    const Function *f = g->p->f;
    for (int i = 0; i < f->n_params; i++) {
        for (int k = 0; g->beside[i] && k < f->n_params; k++) {
            if (param_is_count(f->params[k]) && !g->taken[k]
                && words_contain(names_of(g, k), "size len cap count")) {
                doubt_note(g->p, "or has it room for %s?", g->p->params[k].name);
            }
        }
    }
}

// `x, xstride, n`: how far its elements are apart.
static void strides(Names *g)
{
    const Function *f = g->p->f;
    for (int i = 0; i + 1 < f->n_params; i++) {
        Wish *w = &g->p->params[i];
        if (param_is_pointer(f->params[i]) && w->by[MARK_SHAPE].guess
            && names_stride(g, i + 1) && type_is_number(f->params[i]->type->base)
            && wish(w, MARK_STRIDES, w[1].name, true)) {
            guess_note(g->p, "those of %s are %s apart", w->name, w[1].name);
        }
    }
}

// ----------------------------------------------------------------------- directions
static bool names_error(const char *name)
{
    return is_one_of(name, "ret res err error errnum bzerror status");
}

static bool names_output(const char *name)
{
    return words_contain(name, OUT_WORDS) || names_error(name);
}

// Arrays that are written are returned; characters are text up to their NUL, or the
// bytes that a length counts.
static void direct_array(Names *g, int i)
{
    Wish *w = &g->p->params[i];
    const Param *p = g->p->f->params[i];
    if (is_const(p)) {
        w->by[MARK_IN] = (Fact){ NULL, false };     // C says so already
        return;
    }
    if (w->by[MARK_INOUT].text && !is_character(p)) {
        w->by[MARK_INOUT] = (Fact){ NULL, false };  // in place, without a copy
        return;
    }
    if (!wish_direction(w) && words_contain(names_of(g, i), IN_WORDS)) {
        wish(w, MARK_IN, "", true);
        guess_note(g->p, "%s is read only", w->name);
    } else if (!wish_direction(w)
               && (names_output(names_of(g, i)) || is_character(p))) {
        wish(w, MARK_OUT, "", true);
        guess_note(g->p, "%s is written", w->name);
    }
}

static bool is_room(const char *name)
{
    return words_contain(name, "cap max room avail");
}

// How much of the output is meant: `int compress(…, char *dst, int dstCapacity)`.
static void guess_length(Names *g, int i)
{
    Wish *w = &g->p->params[i];
    const Param *p = g->p->f->params[i];
    const char *size = w->by[MARK_SHAPE].text;
    bool bytes = is_character(p) || element_is_bytes(p->type->base);
    if (!w->by[MARK_OUT].text || !size) {
        return;
    }
    if (bytes && is_room(size) && size[0] != '*' && g->p->f->type->base->kind == TY_INT
        && wish(w, MARK_LEN, "return", true)) {
        guess_note(g->p, "%s() returns how much of %s is written", g->p->f->c_name,
                   w->name);
    }
    if (is_character(p) && w->by[MARK_LEN].text
        && wish(w, MARK_AS, "bytes", true)) {
        guess_note(g->p, "%s is bytes", w->name);
    }
}

// What has no length: one number that is written, a string that lacks its `const`.
static void direct_scalar(Names *g, int i)
{
    Wish *w = &g->p->params[i];
    const Param *p = g->p->f->params[i];
    const char *name = names_of(g, i);
    if (is_const(p) || wish_direction(w) || p->type->base->kind == TY_VOID) {
        return;
    }
    if (is_character(p)) {
        if (words_contain(name, "name path file msg text")
            && wish(w, MARK_IN, "", true)) {
            doubt_note(g->p, "%s is a string that is read", w->name);
        }
    } else if (!element_is_bytes(p->type->base) && p->type->kind == TY_POINTER
               && !words_contain(name, ARRAY_WORDS) && wish(w, MARK_OUT, "", true)) {
        bool code = p->type->base->kind == TY_INT && names_error(name);
        (code ? guess_note : doubt_note)(g->p, "%s is one number, written", w->name);
    }
}

// `const char **version`: a string that stays the library's. A `typedef const char *x`
// of its own may be more than a string: sqlite3_filename is, and C reads before it. A
// LPCSTR is not.
static void direct_string(Names *g, int i)
{
    Wish *w = &g->p->params[i];
    const Type *t = g->p->f->params[i]->type;
    if (t->kind == TY_POINTER && t->spelled && type_is_char(t->base)
        && strpbrk(t->spelled->name, "abcdefghijklmnopqrstuvwxyz")) {
        doubt_note(g->p, "any string may be a `%s`", t->spelled->name);
    }
    const Type *text = t->kind == TY_POINTER && t->base->kind == TY_POINTER
                           ? t->base->base : NULL;
    if (text && type_is_char(text) && text->quals & Q_CONST
        && !(t->base->quals & Q_CONST) && names_of(g, i) && !w->by[MARK_SHAPE].text
        && !wish_direction(w)) {
        wish(w, MARK_OUT, "", true);
        doubt_note(g->p, "%s is one string, which stays the library's", w->name);
    }
}

void propose_names(Module *m, Proposal *p)
{
    size_t size = (size_t)(p->f->n_params + 1) * sizeof(bool);
    Names g = { m, p, m->ctx, arena_alloc(m->ctx->arena, size),
                arena_alloc(m->ctx->arena, size) };
    take_said(&g);
    bool blas = propose_blas(&g);
    if (!blas) {
        sizes_by_name(&g);
        sizes_by_place(&g);
        sizes_that_remain(&g);
        doubt_sizes(&g);
        strides(&g);
    }
    for (int i = 0; i < p->f->n_params; i++) {
        direct_string(&g, i);
        if (!param_is_pointer(p->f->params[i]) || !names_of(&g, i)) {
            continue;
        }
        if (p->params[i].by[MARK_SHAPE].text) {
            direct_array(&g, i);
            guess_length(&g, i);
        } else if (!blas) {
            direct_scalar(&g, i);
        }
    }
}
