// SPDX-License-Identifier: MIT
// tag_mark.c: what structs and enums are called in Python: CB_NAME on the struct, the
// enum or its typedef; else its C name less a prefix and less a `_t`. Other markers say
// nothing there.
//
// In: a tag with its marks. Out: a name; diagnostics of markers that cannot be meant.
#include "ir.h"

#include <string.h>

const Mark *tag_name_mark(const Tag *tag)
{
    const Mark *own = mark_find(tag->marks, MARK_NAME);
    return own || !tag->alias ? own : mark_find(tag->alias->marks, MARK_NAME);
}

static const char *said_name(Module *m, const Tag *tag)
{
    const Mark *mark = tag_name_mark(tag);
    TokenRange args = mark ? mark_args(m->ctx, mark) : (TokenRange){ NULL, 0 };
    return mark ? mark_string(m, m->unit, args.at, args.n) : NULL;
}

// Geo_point_t -> point, with the prefix Geo_; what would be no name keeps it.
static const char *class_name(Module *m, const char *c_name)
{
    size_t n = strlen(c_name);
    bool suffix = n > 2 && strcmp(c_name + n - 2, "_t") == 0;
    return python_name(m, suffix ? intern(m->ctx, c_name, n - 2)
                                 : intern_z(m->ctx, c_name), false);
}

const char *tag_py_name(Module *m, const Tag *tag)
{
    const char *said = said_name(m, tag);
    const char *c_name = tag_c_name(tag);
    return said && is_identifier(said) ? intern_z(m->ctx, said)
           : c_name ? class_name(m, c_name) : NULL;
}

void check_nameless(Module *m, const Tag *tag)
{
    const Mark *mark = mark_find(tag->marks, MARK_NAME);
    if (mark) {
        diag(m->ctx, DIAG_MARKER_PLACE, mark->span,
             "CB_NAME on an enum that has no name in C: its enumerators are constants of "
             "the module");
        diag_hint(m->ctx, "name it in C as well: enum name");
    }
}

// Behind `{…}` a typedef's own markers follow: they hold where it is spelled.
void check_tag_marks(Module *m, const Tag *tag)
{
    Context *ctx = m->ctx;
    const char *word = tag->kind == TY_ENUM ? "an enum" : "a struct";
    for (const Mark *mark = tag->marks; mark; mark = mark->next) {
        if (!mark->is_attribute && mark_valid(ctx, mark, true)
            && marker_id(mark) != MARK_NAME) {
            diag(ctx, DIAG_MARKER_PLACE, mark->span, "%s says nothing of %s", mark->name,
                 word);
            diag_hint(ctx, "remove it; CB_NAME(\"Name\") may stand there");
        }
    }
    const Mark *mark = tag_name_mark(tag);
    const char *said = mark ? said_name(m, tag) : NULL;
    if (!mark || (said && is_identifier(said)
                  && python_identifier(ctx, said) == said)) {
        return;
    }
    if (said) {
        diag(ctx, DIAG_NAME_FORM, mark->span, "\"%s\" is no name for %s in Python", said,
             word);
        diag_hint(ctx, "letters, digits and `_`, and no keyword: CB_NAME(\"Name\")");
    } else {
        diag(ctx, DIAG_MARKER_ARGUMENTS, mark->span, "CB_NAME wants a string: "
             "CB_NAME(\"Name\")");
    }
}
