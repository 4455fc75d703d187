/* SPDX-License-Identifier: MIT
   carbide/runtime/struct_format.c: structs in the buffer protocol's words (PEP 3118),
   `T{^d:x:d:y:}`: written for arrays without NumPy, and read from other exporters, such
   as arrays of ctypes structures. Read means held against a class: the same names, types
   and extents at the same offsets. In: text, a class's table; out: text, or yes and no. */
#include "carbide/runtime/small.h"

#include <ctype.h>

/* The struct that a field is, or NULL. */
static const struct cbi_class *
part_of(const struct cbi_field *f)
{
    return f->kind == 's' ? &cbi_module.classes[f->which]
           : f->kind == 'm' ? &cbi_timespec : NULL;
}

/* ------------------------------------------------------------------------ written */
struct writer {
    char *text;                 /* NULL: only counts */
    size_t n;
};

static void
add(struct writer *w, const char *fmt, ...)
{
    char few[96];
    va_list args;
    va_start(args, fmt);
    const int n = vsnprintf(few, sizeof few, fmt, args);
    va_end(args);
    if (w->text) {
        memcpy(w->text + w->n, few, (size_t)n + 1);
    }
    w->n += (size_t)n;
}

static void
add_name(struct writer *w, const char *name)
{
    const size_t n = strlen(name);
    add(w, ":");
    if (w->text) {
        memcpy(w->text + w->n, name, n);
    }
    w->n += n;
    add(w, ":");
}

static void
add_padding(struct writer *w, size_t n)
{
    if (n) {
        add(w, "%zux", n);
    }
}

static void
add_struct(struct writer *w, const struct cbi_class *class)
{
    size_t at = 0;
    add(w, "T{");
    for (int k = 0; k < class->n_fields; k++) {
        const struct cbi_field *f = &class->fields[k];
        const int rank = f->rank - (f->kind == 't');
        add_padding(w, f->offset - at);
        at = f->offset + cbi_field_bytes(f, 0);
        for (int d = 0; d < rank; d++) {
            add(w, "%s%td%s", d ? "," : "(", (ptrdiff_t)f->shape[d],
                d == rank - 1 ? ")" : "");
        }
        if (part_of(f)) {
            add_struct(w, part_of(f));
        }
        else if (f->kind == 'w') {
            add(w, "%zus", CBI_SIZE(f->type));
        }
        else if (f->kind == 'c' || f->kind == 't') {
            add(w, "%tds", (ptrdiff_t)(f->kind == 't' ? f->shape[rank] : 1));
        }
        else {
            add(w, "%s", cbi_format(f->type));
        }
        add_name(w, f->name);
    }
    add_padding(w, class->size - at);
    add(w, "}");
}

/* malloc'ed; NULL without an exception: no memory. The order `^`: native sizes, no
   alignment but what is written. */
CBI_COLD char *
cbi_struct_format(int which)
{
    struct writer count = {NULL, 0}, w = {NULL, 1};
    add_struct(&count, &cbi_module.classes[which]);
    w.text = malloc(count.n + 2);
    if (w.text) {
        add_struct(&w, &cbi_module.classes[which]);
        memcpy(w.text, "T{^", 3);       /* over one place left free, and the `T{` */
    }
    return w.text;
}

/* --------------------------------------------------------------------------- read */
struct reader {
    const char *p;
    size_t at;                  /* offset in the outermost struct */
    char order;
};
struct item {
    intptr_t shape[CBI_MAX_RANK];
    int rank;
    intptr_t count;             /* the number before the code; -1: none */
    char code;                  /* 0: the end of the struct; '!': nothing known */
    bool pair;                  /* Z: complex */
};

static intptr_t
read_number(struct reader *r)
{
    intptr_t n = 0;
    while (isdigit((unsigned char)*r->p)) {
        const intptr_t digit = *r->p++ - '0';
        n = n > PTRDIFF_MAX / 16 ? n : n * 10 + digit;
    }
    return n;
}

static bool
read_shape(struct reader *r, struct item *item)
{
    do {
        r->p++;                 /* ( or , */
        if (item->rank == CBI_MAX_RANK || !isdigit((unsigned char)*r->p)) {
            return false;
        }
        item->shape[item->rank++] = read_number(r);
    } while (*r->p == ',');
    return *r->p++ == ')';
}

/* What stands before a name. */
static struct item
read_item(struct reader *r)
{
    struct item item = {.count = -1};
    for (;; r->p++) {
        if (*r->p && strchr("@=<>^!", *r->p)) {
            r->order = *r->p;
        }
        else if (*r->p == '(' || isdigit((unsigned char)*r->p)) {
            const bool good = *r->p != '(' || read_shape(r, &item);
            if (good && isdigit((unsigned char)*r->p)) {
                item.count = read_number(r);
            }
            item.code = '!';
            if (!good) {
                return item;
            }
            r->p--;
        }
        else if (*r->p != ' ') {
            break;
        }
    }
    item.pair = *r->p == 'Z';
    r->p += item.pair;
    item.code = *r->p == '}' || !*r->p ? 0 : *r->p;
    r->p += item.code != 0;
    return item;
}

/* Size in this order, 0: unknown or foreign. */
static cbi_type
item_type(const struct reader *r, const struct item *item)
{
    static const char codes[] = "?bhilqnBHILQNefdg";
    static const unsigned char native[] = {
        sizeof(bool), 1, sizeof(short), sizeof(int), sizeof(long), sizeof(long long),
        sizeof(size_t), 1, sizeof(short), sizeof(int), sizeof(long), sizeof(long long),
        sizeof(size_t), 2, sizeof(float), sizeof(double), sizeof(long double)};
    static const unsigned char standard[] = {1, 1, 2, 4, 4, 8, 0, 1, 2, 4, 4, 8, 0, 2,
                                             4, 8, sizeof(long double)};
    const bool little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    const char *at = strchr(codes, item->code);
    if (!at || !*at || r->order == (little ? '>' : '<') || (little && r->order == '!')) {
        return 0;
    }
    const int k = (int)(at - codes);
    const size_t size = (r->order == '@' || r->order == '^' ? native : standard)[k];
    const char kind = "biiiiiiuuuuuuffff"[k];
    return item->pair ? (kind == 'f' ? (cbi_type)('c' << 8 | 2 * size) : 0)
                      : (cbi_type)((unsigned)kind << 8 | size);
}

static bool
same_extents(const struct item *item, const struct cbi_field *f, int rank)
{
    bool same = item->rank == rank;
    for (int d = 0; same && d < rank; d++) {
        same = item->shape[d] == f->shape[d];
    }
    return same;
}

/* Is what was read the field, its name and its place not regarded? */
static bool
same_item(const struct reader *r, struct item *item, const struct cbi_field *f)
{
    const int rank = f->kind == 't' ? f->rank - 1 : f->rank;
    if (f->kind == 'w') {
        return item->code == 's' && item->count == (intptr_t)CBI_SIZE(f->type)
               && same_extents(item, f, rank);
    }
    if (f->kind == 'c' || f->kind == 't') {
        const intptr_t length = f->kind == 't' ? f->shape[rank] : 1;
        if (item->code == 's') {
            return (item->count < 0 ? 1 : item->count) == length
                   && same_extents(item, f, rank);
        }
        if (item->code != 'c') {
            return false;
        }
    }
    if (item->count >= 0) {
        if (item->rank == CBI_MAX_RANK) {
            return false;
        }
        item->shape[item->rank++] = item->count;
    }
    if (!same_extents(item, f, f->rank)) {
        return false;
    }
    return item->code == 'c' ? f->kind == 'c' || f->kind == 't'
                             : item_type(r, item) == f->type;
}

static size_t
alignment_of(const struct cbi_field *f)
{
    const size_t size = CBI_SIZE(f->type);
    return part_of(f) ? part_of(f)->align
           : f->kind == 'c' || f->kind == 't' || f->kind == 'w' ? 1
           : CBI_KIND(f->type) == 'c' ? size / 2 : size;
}

static bool same_struct(struct reader *r, const struct cbi_class *class);

static bool
read_name(struct reader *r, const char *name)
{
    const size_t n = strlen(name);
    if (r->p[0] != ':' || strncmp(r->p + 1, name, n) != 0 || r->p[n + 1] != ':') {
        return false;
    }
    r->p += n + 2;
    return true;
}

static bool
same_field(struct reader *r, struct item *item, const struct cbi_field *f, size_t start)
{
    if (r->order == '@') {
        const size_t align = alignment_of(f);
        r->at = (r->at + align - 1) / align * align;
    }
    if (r->at != start + f->offset) {
        return false;
    }
    if (part_of(f)) {
        if (item->code != 'T' || *r->p++ != '{' || item->count >= 0
            || !same_extents(item, f, f->rank)
            || !same_struct(r, part_of(f))) {
            return false;
        }
    }
    else if (!same_item(r, item, f)) {
        return false;
    }
    r->at = start + f->offset + cbi_field_bytes(f, 0);
    return read_name(r, f->name);
}

/* Behind `T{`, to its `}`. What comes behind the last field may be left out. */
static bool
same_struct(struct reader *r, const struct cbi_class *class)
{
    const size_t start = r->at;
    int k = 0;
    for (;;) {
        struct item item = read_item(r);
        if (item.code == 'x' && !item.rank) {
            r->at += item.count < 0 ? 1 : (size_t)item.count;
        }
        else if (item.code && k < class->n_fields) {
            if (!same_field(r, &item, &class->fields[k++], start)) {
                return false;
            }
        }
        else {
            return !item.code && *r->p++ == '}' && k == class->n_fields
                   && r->at <= start + class->size;
        }
    }
}

CBI_COLD bool
cbi_is_struct_format(int which, const char *format)
{
    struct reader r = {.p = format, .order = '@'};
    const struct item first = format ? read_item(&r) : (struct item){.code = 0};
    return first.code == 'T' && !first.rank && first.count < 0 && *r.p++ == '{'
           && same_struct(&r, &cbi_module.classes[which]) && !*r.p;
}
