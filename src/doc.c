// SPDX-License-Identifier: MIT
// doc.c: doc comments become numpydoc docstrings.
//
// In: the text of a /** */ or /// comment with Doxygen, Javadoc or gtk-doc tags, and
// the function as Python sees it. Out: Function.doc: summary, Parameters with types and
// shapes, Returns, Raises, Notes. Without a comment there is no docstring beside the
// signature. Text that is no UTF-8 is replaced; nothing of it is ever pasted into a C
// comment.
#include "ir.h"

#include <ctype.h>
#include <string.h>

enum { MAX_RAISES = 16 };

typedef struct {
    const char *name;
    Text text;
} Entry;

// The comment, taken apart.
typedef struct {
    Context *ctx;
    const Function *f;
    Text body, returns, notes, warnings, see;
    Text *params;               // by C index
    Entry raises[MAX_RAISES];
    size_t n_raises;
    Text *current;              // what a plain line continues
    bool verbatim;              // between @code and @endcode
    size_t margin;              // of the body's paragraph
} Doc;

// ------------------------------------------------------------------------- text
static const char *valid_utf8(Context *ctx, const char *s)
{
    Text t;
    text_init(&t, ctx);
    for (const char *end = s + strlen(s); s < end;) {
        uint32_t point;
        size_t n = utf8_decode(s, (size_t)(end - s), &point);
        text_addn(&t, n ? s : "\xEF\xBF\xBD", n ? n : 3);
        s += n ? n : 1;
    }
    return t.s;
}

bool utf8_is_valid(const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        uint32_t point;
        size_t length = utf8_decode(s + i, n - i, &point);
        if (!length) {
            return false;
        }
        i += length;
    }
    return true;
}

static size_t word_length(const char *s)
{
    size_t n = 0;
    while (isalnum((unsigned char)s[n]) || s[n] == '_') {
        n++;
    }
    return n;
}

// `@p x`, `\c x` and their like: the length of the command and its space, or 0.
static size_t inline_command(const char *s)
{
    static const char *const names[] = { "p", "c", "a", "e", "em", "b", "ref" };
    if ((*s != '@' && *s != '\\')) {
        return 0;
    }
    size_t n = word_length(s + 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i]) == n && memcmp(s + 1, names[i], n) == 0 && s[n + 1] == ' '
            && s[n + 2] != ' ' && s[n + 2]) {
            return n + 2;
        }
    }
    return 0;
}

// <b>, </p>, <tt> …: its length; *code says whether it becomes a backtick.
static size_t html_tag(const char *s, bool *code)
{
    static const char *const names[] = { "b", "i", "em", "p", "br", "ul", "li",
                                         "strong", "tt", "code" };
    const char *name = s + 1 + (s[1] == '/');
    size_t n = word_length(name);
    const char *end = name + n + (name[n] == '/');
    bool tag = *s == '<' && *end == '>';
    for (size_t i = 0; tag && i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i]) == n && memcmp(name, names[i], n) == 0) {
            *code = i >= 8;
            return (size_t)(end + 1 - s);
        }
    }
    return 0;
}

// One stretch of text: inline commands become backticks, HTML goes.
static void add_inline(Text *out, const char *s)
{
    while (*s) {
        bool code = false;
        size_t skip = inline_command(s), tag = html_tag(s, &code);
        if (skip) {
            size_t n = strcspn(s + skip, " \t,;)");
            while (n && strchr(".:", s[skip + n - 1])) {
                n--;
            }
            text_printf(out, "`%.*s`", (int)n, s + skip);
            s += skip + n;
        } else if (tag) {
            text_add(out, code ? "`" : "");
            s += tag;
        } else if (starts_with(s, "{@code ") && strchr(s, '}')) {
            text_printf(out, "`%.*s`", (int)(strchr(s, '}') - s - 7), s + 7);
            s = strchr(s, '}') + 1;
        } else if (starts_with(s, "@f$") || starts_with(s, "\\f$")) {
            text_add(out, "$");
            s += 3;
        } else if ((*s == '%' || *s == '#') && isalpha((unsigned char)s[1])
                   && (out->n == 0 || strchr(" (\n", out->s[out->n - 1]))) {
            size_t n = word_length(s + 1);          // gtk-doc: %NULL, #Type
            text_printf(out, "`%.*s`", (int)n, s + 1);
            s += n + 1;
        } else {
            text_addn(out, s++, 1);
        }
    }
}

static void add_line(Doc *d, const char *line)
{
    Text *to = d->current;
    if (to->n) {
        text_add(to, "\n");
    }
    if (d->verbatim) {
        text_printf(to, "    %s", line);
    } else {
        add_inline(to, line);
    }
}

// --------------------------------------------------------------------- commands
static const char *skip_space(const char *s)
{
    while (*s == ' ' || *s == '\t') {
        s++;
    }
    return s;
}

static bool is_command(const char *name, size_t n, const char *const *list)
{
    for (; *list; list++) {
        if (strlen(*list) == n && memcmp(*list, name, n) == 0) {
            return true;
        }
    }
    return false;
}

// `[in,out] name text`, or gtk-doc's `name: text`.
static void start_param(Doc *d, const char *rest)
{
    rest = skip_space(rest);
    if (*rest == '[') {
        const char *close = strchr(rest, ']');
        rest = skip_space(close ? close + 1 : rest + 1);
    }
    size_t n = word_length(rest);
    Param *p = n ? function_param(d->f, intern(d->ctx, rest, n)) : NULL;
    rest = skip_space(rest + n);
    rest = skip_space(rest + (*rest == ':' || (*rest == '-' && rest[1] == ' ')));
    const char *note = *rest == '(' ? strstr(rest, "):") : NULL;
    rest = note ? skip_space(note + 2) : rest;          // gtk-doc: (nullable):
    if (p) {
        d->current = &d->params[p->index];
    } else {                    // a name that is no parameter stays in the text
        d->current = &d->body;
    }
    if (*rest) {
        add_line(d, rest);
    }
}

static void start_raise(Doc *d, const char *rest)
{
    rest = skip_space(rest);
    size_t n = strcspn(rest, " \t:");
    if (d->n_raises == MAX_RAISES || !n) {
        return;
    }
    Entry *e = &d->raises[d->n_raises++];
    e->name = arena_strndup(d->ctx->arena, rest, n);
    e->name = starts_with(e->name, "CB_") ? e->name + 3 : e->name;
    text_init(&e->text, d->ctx);
    d->current = &e->text;
    rest = skip_space(rest + n + (rest[n] == ':'));
    if (*rest) {
        add_line(d, rest);
    }
}

static void start_section(Doc *d, Text *section, const char *rest)
{
    if (section->n && section != &d->body) {
        text_add(section, "\n");
    }
    d->current = section;
    rest = skip_space(rest);
    if (*rest) {
        add_line(d, rest);
    }
}

// The section that a command begins, or NULL.
static Text *section_of(Doc *d, const char *name, size_t n)
{
    static const char *const returns[] = { "return", "returns", "result", "retval",
                                           NULL };
    static const char *const notes[] = { "note", "remark", "remarks", "attention",
                                         "pre", "post", "since", "todo", "par", NULL };
    static const char *const warnings[] = { "warning", NULL };
    static const char *const see[] = { "see", "sa", NULL };
    static const char *const plain[] = { "brief", "short", "details", NULL };
    return is_command(name, n, returns) ? &d->returns
           : is_command(name, n, notes) ? &d->notes
           : is_command(name, n, warnings) ? &d->warnings
           : is_command(name, n, see) ? &d->see
           : is_command(name, n, plain) ? &d->body : NULL;
}

// A line that begins with a command; false: it is plain text.
static bool read_command(Doc *d, const char *line)
{
    static const char *const raises[] = { "throws", "throw", "exception", "raises",
                                          NULL };
    static const char *const skipped[] = { "fn", "ingroup", "author", "date", "version",
                                           "copyright", "memberof", "defgroup", "name",
                                           "addtogroup", NULL };
    static const char *const param[] = { "param", "tparam", NULL };
    static const char *const code[] = { "code", NULL }, *const ends[] = { "endcode", NULL };
    const char *name = line + 1, *rest = name + word_length(name);
    size_t n = (size_t)(rest - name);
    Text *section = section_of(d, name, n);
    if (section) {
        start_section(d, section, rest);
    } else if (is_command(name, n, param)) {
        start_param(d, rest);
    } else if (is_command(name, n, raises)) {
        start_raise(d, rest);
    } else if (is_command(name, n, code)) {
        d->verbatim = true;
        bool blank = !d->current->n || d->current->s[d->current->n - 1] == '\n';
        text_add(d->current, blank ? "" : "\n");
    } else if (is_command(name, n, ends)) {
        d->verbatim = false;
    } else if (*rest == ':' && line[0] == '@') {
        start_param(d, name);                       // gtk-doc
    } else {
        return is_command(name, n, skipped);
    }
    return true;
}

// The line without its paragraph's margin: that of the first line, unless it is code.
static const char *in_margin(Doc *d, const char *line)
{
    enum { CODE = 4 };
    size_t spaces = strspn(line, " ");
    if (!d->body.n || d->body.s[d->body.n - 1] == '\n') {
        d->margin = spaces < CODE ? spaces : 0;
    }
    return line + (spaces < d->margin ? spaces : d->margin);
}

static void read_line(Doc *d, const char *line, size_t n)
{
    const char *text = arena_strndup(d->ctx->arena, line, n);
    const char *trimmed = skip_space(text);
    const char *c_name = d->f->c_name;
    bool command = (*trimmed == '@' || *trimmed == '\\') && isalpha((unsigned char)
                   trimmed[1]) && !inline_command(trimmed);
    bool ends = starts_with(trimmed, "@endcode") || starts_with(trimmed, "\\endcode");
    if (d->verbatim && !ends) {
        add_line(d, text);
    } else if (command && read_command(d, trimmed)) {
        return;
    } else if (starts_with(trimmed, "Returns: ")) {
        start_section(d, &d->returns, trimmed + 9);
    } else if (d->body.n == 0 && starts_with(trimmed, c_name)
               && strcmp(trimmed + strlen(c_name), ":") == 0) {
        return;                                     // gtk-doc's title
    } else if (!*trimmed) {
        d->current = &d->body;
        if (d->body.n && d->body.s[d->body.n - 1] != '\n') {
            text_add(&d->body, "\n");
        }
    } else {
        add_line(d, d->current == &d->body ? in_margin(d, text) : trimmed);
    }
}

// Where the line ends: at a newline, or before a command that begins a section.
static size_t line_length(const char *text)
{
    static const char *const sections[] = { "param", "return", "returns", "result",
                                            "throws", "note", "warning", NULL };
    size_t end = strcspn(text, "\n");
    for (size_t i = 1; i < end; i++) {
        bool begins = text[i - 1] == ' ' && (text[i] == '@' || text[i] == '\\');
        if (begins && is_command(text + i + 1, word_length(text + i + 1), sections)) {
            return i;
        }
    }
    return end;
}

static void read_comment(Doc *d, const char *text)
{
    while (*text) {
        size_t n = line_length(text);
        size_t end = n;
        while (end && strchr(" \t\r", text[end - 1])) {
            end--;
        }
        read_line(d, text, end);
        text += n + (text[n] == '\n');
    }
}

// ------------------------------------------------------------------ value types
static const char *shape_text(Context *ctx, const Value *v)
{
    Text t;
    text_init(&t, ctx);
    for (int d = 0; d < v->rank; d++) {
        text_printf(&t, "%s%s", d ? ", " : "", expr_text(ctx, v->axes[d].extent));
    }
    return arena_printf(ctx->arena, v->rank == 1 ? "(%s,)" : "(%s)", t.s);
}

static const char *array_text(Module *m, const Value *v, const char *kind)
{
    const char *dtype = dtype_name(m, v->element);
    dtype = !dtype && v->enumeration ? v->enumeration->py_name : dtype;
    if (dtype && strcmp(dtype, "bool_") == 0) {
        dtype = "bool";
    }
    return arena_printf(m->ctx->arena, "%s%s%s, shape %s", kind, dtype ? " of " : "",
                        dtype ? dtype : "", shape_text(m->ctx, v));
}

static const char *plain_input(Module *m, const Param *p)
{
    const Value *v = &p->value;
    if (p->said.annotation) {
        return p->said.annotation;
    }
    switch (v->conv) {
    case CONV_ARRAY:
        return array_text(m, v, p->dir == DIR_INPLACE || p->dir == DIR_OUT
                                    ? "ndarray" : "array_like");
    case CONV_VIEW:
        return arena_printf(m->ctx->arena, "ndarray of %s, %d-D, any layout",
                            dtype_name(m, v->element), v->rank);
    case CONV_BYTES:
        return p->dir == DIR_INPLACE ? "writeable bytes-like" : "bytes-like";
    case CONV_TEXT: return "str or bytes-like";
    case CONV_STRINGS: return "sequence of str";
    case CONV_HANDLES:
        return arena_printf(m->ctx->arena, "sequence of %s", v->class->py_name);
    case CONV_PATH: return "path-like";
    case CONV_FILE: return "path-like or file";
    case CONV_FD: return "int or file";
    case CONV_ENUM:
    case CONV_FLAGS: return v->enumeration->py_name;
    default: break;
    }
    Value plain = *v;
    plain.nullable = false;
    return value_annotation(m, p->function, &plain, false);
}

static const char *input_text(Module *m, const Param *p)
{
    const char *text = plain_input(m, p);
    bool items = p->value.conv == CONV_ARRAY;       // whose text ends with a shape
    return p->said.annotation || items || !param_converter(p) ? text
        : arena_printf(m->ctx->arena, "%s or %s", text, own_words(m, p->value.class));
}

static const char *output_text(Module *m, const Function *f, const Value *v)
{
    bool array = v->conv == CONV_ARRAY && v->form != AS_LIST && v->form != AS_TUPLE
                 && v->form != AS_BYTES;
    return array ? arena_printf(m->ctx->arena, "%s%s", array_text(m, v, "ndarray"),
                                v->nullable ? " or None" : "")
                 : value_annotation(m, f, v, true);
}

// ---------------------------------------------------------------------- sections
static void heading(Text *out, const char *title)
{
    text_printf(out, "\n\n%s\n", title);
    for (size_t i = 0; i < strlen(title); i++) {
        text_add(out, "-");
    }
}

static void indented(Text *out, const Text *text)
{
    for (const char *s = text->s; *s;) {
        size_t n = strcspn(s, "\n");
        text_printf(out, n ? "\n    %.*s" : "\n", (int)n, s);
        s += n + (s[n] == '\n');
    }
}

static void write_param(Doc *d, Module *m, const Param *p, Text *out)
{
    text_printf(out, "\n%s%s : %s", p->star == 1 ? "*" : p->star ? "**" : "", p->py_name,
                input_text(m, p));
    bool none = p->default_text && strcmp(p->default_text, "None") == 0;
    if (none) {
        text_add(out, ", optional");
    } else if (p->default_text && strcmp(p->default_text, "...") != 0) {
        text_printf(out, ", default %s", p->default_text);
    } else if (p->default_text) {
        text_add(out, ", optional");
    }
    if (p->role == ROLE_OUTPUT) {
        text_add(out, p->opt ? "\n    True to get it, or the array to write into."
                             : "\n    The array to write into; by default a new one.");
    } else {
        indented(out, &d->params[p->index]);
    }
}

static void write_params(Doc *d, Module *m, Text *out)
{
    const Function *f = d->f;
    const int n = f->n_slots + f->n_stars;
    if (n) {
        heading(out, "Parameters");
    }
    for (int i = 0; i < n; i++) {
        write_param(d, m, f->slots[i], out);
    }
}

static void write_returns(Doc *d, Module *m, Text *out)
{
    const Function *f = d->f;
    if (!f->n_returned) {
        return;
    }
    heading(out, "Returns");
    bool result = f->result.conv != CONV_NONE && !f->result_is_status
                  && !f->result_is_length && !f->result_opt;
    if (result) {
        text_printf(out, "\n%s", output_text(m, f, &f->result));
        indented(out, &d->returns);
    }
    for (int i = 0; i < f->n_params; i++) {
        const Param *p = f->params[i];
        if (p->returned) {
            text_printf(out, "\n%s : %s", p->py_name, output_text(m, f, &p->value));
            indented(out, d->params[i].n || f->n_returned > 1 || result ? &d->params[i]
                                                                      : &d->returns);
        }
    }
}

static bool is_documented(const Doc *d, const char *name)
{
    for (size_t i = 0; i < d->n_raises; i++) {
        if (strcmp(d->raises[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static void write_raises(Doc *d, Module *m, Text *out)
{
    for (const Raise *r = d->f->raises; r && d->n_raises < MAX_RAISES; r = r->next) {
        bool warning;
        const char *name = exception_base(m, r->class_name, &warning);
        if (name && !is_documented(d, name)) {
            Entry *e = &d->raises[d->n_raises++];
            e->name = name;
            text_init(&e->text, d->ctx);
        }
    }
    if (d->n_raises) {
        heading(out, "Raises");
    }
    for (size_t i = 0; i < d->n_raises; i++) {
        text_printf(out, "\n%s", d->raises[i].name);
        indented(out, &d->raises[i].text);
    }
}

static void write_section(Text *out, const char *title, const Text *text)
{
    if (text->n) {
        heading(out, title);
        text_printf(out, "\n%s", text->s);
    }
}

static const char *write_doc(Doc *d, Module *m)
{
    Text out;
    text_init(&out, d->ctx);
    while (d->body.n && strchr(" \n", d->body.s[d->body.n - 1])) {
        d->body.s[--d->body.n] = '\0';
    }
    text_add(&out, skip_space(d->body.s));
    write_params(d, m, &out);
    write_returns(d, m, &out);
    write_raises(d, m, &out);
    write_section(&out, "Warnings", &d->warnings);
    write_section(&out, "Notes", &d->notes);
    write_section(&out, "See Also", &d->see);
    const char *text = out.s;
    while (*text == '\n') {
        text++;
    }
    return text;
}

// A comment that documents no function: of the header, an enum, an exception.
const char *doc_text(Context *ctx, const char *comment)
{
    if (!comment) {
        return NULL;
    }
    Text t;
    text_init(&t, ctx);
    for (const char *s = valid_utf8(ctx, comment); *s;) {
        size_t n = strcspn(s, "\n");
        const char *line = arena_strndup(ctx->arena, s, n), *from = skip_space(line);
        s += n + (s[n] == '\n');
        bool command = *from == '@' || *from == '\\';
        if (command && starts_with(from + 1, "file")) {
            continue;
        }
        if (command && starts_with(from + 1, "brief")) {
            line = skip_space(from + 6);
        }
        add_inline(&t, line);
        text_add(&t, "\n");
    }
    while (t.n && strchr(" \n", t.s[t.n - 1])) {
        t.s[--t.n] = '\0';
    }
    const char *text = t.s + strspn(t.s, "\n");
    return *text ? text : NULL;
}

// The comment of the declaration, of another one, or of the definition.
static Span find_comment(const Module *m, const Function *f)
{
    if (f->decl->doc.end) {
        return f->decl->doc;
    }
    for (size_t i = 0; i < f->others.n; i++) {
        if (f->others.at[i]->doc.end) {
            return f->others.at[i]->doc;
        }
    }
    const Decl *definition = map_get(m->documented, f->c_name);
    return definition ? definition->doc : (Span){ 0, 0 };
}

void doc_function(Module *m, Function *f)
{
    const char *comment = comment_text(m->ctx, find_comment(m, f));
    if (!comment) {
        return;
    }
    Doc d = { .ctx = m->ctx, .f = f };
    Text *texts[] = { &d.body, &d.returns, &d.notes, &d.warnings, &d.see };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        text_init(texts[i], m->ctx);
    }
    d.params = arena_alloc(m->ctx->arena, (size_t)(f->n_params + 1) * sizeof(Text));
    for (int i = 0; i < f->n_params; i++) {
        text_init(&d.params[i], m->ctx);
        const char *beside = comment_text(m->ctx, f->params[i]->decl->doc);
        if (beside) {                               // /**< behind a parameter
            add_inline(&d.params[i], valid_utf8(m->ctx, beside));
        }
    }
    d.current = &d.body;
    read_comment(&d, valid_utf8(m->ctx, comment));
    f->doc = write_doc(&d, m);
}
