// SPDX-License-Identifier: MIT
// test_diag.c: places, carets and spellings in the author's own lines; what is printed.
//
// Each case is a header as it was written and as a preprocessor prints it. The header
// is a real file in the working directory, since carets are drawn in the original.
#include "test.h"

static Fixture read_pair(const char *original, const char *preprocessed)
{
    FILE *f = fopen("unit_place.h", "wb");
    fwrite(original, 1, strlen(original), f);
    fclose(f);
    char *text = malloc(strlen(preprocessed) + 100);
    sprintf(text, "# 1 \"unit_place.h\"\n%s", preprocessed);
    Fixture out;
    out.ctx = context_new();
    Source *s = source_from_text(out.ctx, "unit_place.i", text, strlen(text));
    free(text);                 // a source keeps a copy of text that is not its own
    out.source = s;
    out.tokens = lex_begin(out.ctx, s);
    out.unit = parse(out.ctx, out.tokens);
    target_read(out.ctx, out.tokens, &out.target);
    return out;
}

static const char *place_text(Context *ctx, Span span)
{
    Place p = source_place(ctx, span);
    return arena_printf(ctx->arena, "%d:%d+%d%s", p.line, p.column, p.width,
                        p.preprocessed != NULL ? " made" : "");
}

static Span bound_of(const Fixture *f, const char *function, int param)
{
    const Decl *d = find_decl(f, function)->type->params;
    while (param-- > 0) {
        d = d->next;
    }
    return d->type->length->span;
}

static void test_macro_bounds(void)
{
    Fixture f = read_pair(
        "#define N_COLS 3\n#define API __attribute__((visibility(\"default\")))\n"
        "API void f(int n, double a[N_COLS], int b[2 * (N_COLS + 1)]);\n"
        "#define ARGS int n, int k\nvoid g(ARGS, int a[n]);\n",
        "#define N_COLS 3\n#define API __attribute__((visibility(\"default\")))\n"
        "__attribute__((visibility(\"default\"))) void f(int n, double a[3], "
        "int b[2 * (3 + 1)]);\n"
        "#define ARGS int n, int k\nvoid g(int n, int k, int a[n]);\n");
    CHECK_STR(place_text(f.ctx, find_decl(&f, "f")->span), "3:10+1");
    CHECK_STR(place_text(f.ctx, bound_of(&f, "f", 1)), "3:28+6");
    CHECK_STR(source_spelling(f.ctx, bound_of(&f, "f", 1)), "N_COLS");
    CHECK_STR(source_spelling(f.ctx, bound_of(&f, "f", 2)), "2 * (N_COLS + 1)");
    CHECK_STR(place_text(f.ctx, find_decl(&f, "f")->whole), "3:1+60");
    const Decl *k = find_decl(&f, "g")->type->params->next;
    CHECK_STR(place_text(f.ctx, k->span), "5:8+4");         // the use of ARGS
    CHECK_STR(source_spelling(f.ctx, k->span), "k");        // which spells more than k
    CHECK_STR(source_spelling(f.ctx, bound_of(&f, "g", 2)), "n");
    context_free(f.ctx);
}

static void test_uses_over_lines(void)
{
    // a use of three lines; the compiler prints it in the first
    Fixture f = read_pair(
        "#define EXPORT(t, n, a) t n a\nEXPORT(int,\n       foo,\n"
        "       (int x, bad y));\n"
        "int after(int q);\n",
        "#define EXPORT(t, n, a) t n a\nint foo (int x, bad y);\n\n\n"
        "int after(int q);\n");
    CHECK_STR(place_text(f.ctx, find_decl(&f, "foo")->span), "3:8+3");
    CHECK_STR(place_text(f.ctx, find_decl(&f, "after")->span), "5:5+5");
    char *s = printed(f.ctx);
    CHECK_STR(s, "unit_place.h:4:16: error: unknown type name 'bad' [syntax]\n"
                 "    4 |        (int x, bad y));\n"
                 "      |                ^~~\n"
                 "hint: include the header that declares it\n");
    free(s);
    context_free(f.ctx);
    // gcc prints what follows the use in the use's last line
    f = read_pair("#define OF(a) a\nint foo OF((int x,\n            int y)); int z;\n",
                  "#define OF(a) a\nint foo (int x, int y)\n"
                  "                   ; int z;\n");
    const Decl *y = find_decl(&f, "foo")->type->params->next;
    CHECK_STR(place_text(f.ctx, y->span), "3:17+1");
    CHECK_STR(place_text(f.ctx, find_decl(&f, "z")->span), "3:26+1");
    context_free(f.ctx);
    // a macro that makes declarations
    f = read_pair("#define GETTER(T) int get_##T(T x, bad y);\nGETTER(float)\n",
                  "#define GETTER(T) int get_ ##T(T x, bad y);\nint get_float(float x, "
                  "bad y);\n");
    s = printed(f.ctx);
    CHECK_STR(s, "unit_place.h:2:1: error: unknown type name 'bad' [syntax]\n"
                 "    2 | GETTER(float)\n"
                 "      | ^~~~~~\n"
                 "note: after preprocessing: int get_float(float x, bad y);\n"
                 "hint: include the header that declares it\n");
    free(s);
    context_free(f.ctx);
}

// A file that changed after it was preprocessed, and ends within the line.
static void test_shorter_file(void)
{
    Fixture f = read_pair("int f(int n", "int f(int n, double x[n * 2]);\n");
    CHECK_STR(source_spelling(f.ctx, bound_of(&f, "f", 1)), "n * 2");
    context_free(f.ctx);
}

// A system header's macro makes gcc interrupt the line with markers.
static void test_interrupted_line(void)
{
    Fixture f = read_pair("int f(void *p, int a[NULL_COUNT], int b);\n",
                          "int f(void *p, int a[\n# 1 \"unit_place.h\" 3 4\n"
                          "                 7\n# 1 \"unit_place.h\"\n"
                          "                  ], int b);\n");
    CHECK_STR(place_text(f.ctx, bound_of(&f, "f", 1)), "1:22+10");
    CHECK_STR(source_spelling(f.ctx, bound_of(&f, "f", 1)), "NULL_COUNT");
    const Decl *b = find_decl(&f, "f")->type->params->next->next;
    CHECK_STR(place_text(f.ctx, b->span), "1:39+1");
    context_free(f.ctx);
}

static void test_comments_and_splices(void)
{
    Fixture f = read_pair("/* a \" comment\n int x; */ int y;\n"
                          "int \\\n  z; // int w;\n",
                          "/* a \" comment\n int x; */ int y;\nint z; // int w;\n");
    CHECK_STR(place_text(f.ctx, find_decl(&f, "y")->span), "2:16+1");
    CHECK_STR(place_text(f.ctx, find_decl(&f, "z")->span), "4:3+1");
    context_free(f.ctx);
}

// clang prints line 3 behind the comment that line 2 brought in, without a newline.
static void test_run_on_line(void)
{
    Fixture f = read_pair("#define A 3 /* one\n two */\nint a[A]; int b;\n"
                          "int c[A];\nint d;\n",
                          "#define A 3 /* one\n two */\n\n"
                          "int a[3 /* one\n two */]; int b;"
                          "int c[3 /* one\n two */];\n# 5 \"unit_place.h\"\nint d;\n");
    CHECK_STR(place_text(f.ctx, find_decl(&f, "b")->span), "3:15+1");
    CHECK_STR(place_text(f.ctx, find_decl(&f, "d")->span), "5:5+1");
    context_free(f.ctx);
}

static void test_define_line(void)
{
    Fixture f = read_pair("#define  F( a )   get_##a\nint x;\n",
                          "#define F(a) get_ ##a\nint x;\n");
    CHECK_STR(place_text(f.ctx, f.tokens->macros.at[0]->span), "1:10+1");
    CHECK_STR(place_text(f.ctx, find_decl(&f, "x")->span), "2:5+1");
    context_free(f.ctx);
}

static void test_no_original(void)
{
    Context *ctx = context_new();
    static const char text[] = "# 7 \"missing.h\"\nbad   x; /* c */ int y;\n";
    parse(ctx, lex_begin(ctx, source_from_text(ctx, "m.i", text, strlen(text))));
    char *s = printed(ctx);
    CHECK_STR(s, "missing.h:7: error: unknown type name 'bad' [syntax]\n"
                 "note: after preprocessing: bad x; int y;\n"
                 "hint: include the header that declares it\n");
    free(s);
    context_free(ctx);
}

static void test_caret_columns(void)
{
    Fixture f = read_c("int\t\xc3\xa9t\xc3\xa9, /* \xe4\xb8\xad */ b(bad x);\n");
    char *s = printed(f.ctx);
    CHECK_STR(s, "unit.c:1:24: error: unknown type name 'bad' [syntax]\n"
                 "    1 | int\t\xc3\xa9t\xc3\xa9, /* \xe4\xb8\xad */ b(bad x);\n"
                 "      |    \t                ^~~\n"
                 "hint: include the header that declares it\n");
    free(s);
    context_free(f.ctx);
}

static void test_order_and_limit(void)
{
    Fixture f = read_c("int a;\nint b;\nint c;\n");
    Context *ctx = f.ctx;
    Span a = find_decl(&f, "a")->span, b = find_decl(&f, "b")->span;
    Span c = find_decl(&f, "c")->span;
    CHECK(!diag(ctx, DIAG_SYNTAX, c, "third"));
    diag(ctx, DIAG_SYNTAX, a, "first");
    diag_note(ctx, b, "noted");
    diag_hint(ctx, "hinted %d", 1);
    diag(ctx, DIAG_SYNTAX, a, "first");         // once more, as from a second input
    diag_note(ctx, b, "lost with its report");
    diag(ctx, DIAG_SYNTAX, (Span){0, 0}, "nowhere");
    CHECK_INT(diag_errors(ctx), 3);
    ctx->options.max_errors = 2;
    char *s = printed(ctx);
    CHECK_STR(s, "carbidec: error: nowhere [syntax]\n"
                 "unit.c:1:5: error: first [syntax]\n"
                 "    1 | int a;\n"
                 "      |     ^\n"
                 "unit.c:2:5: note: noted\n"
                 "    2 | int b;\n"
                 "      |     ^\n"
                 "hint: hinted 1\n"
                 "… and 1 more error; --max-errors 0 shows all\n");
    free(s);
    ctx->options.color = true;
    diag(ctx, DIAG_SYNTAX, a, "red");
    s = printed(ctx);
    CHECK(strstr(s, "\033[1;31merror:\033[0m red [syntax]") != NULL);
    free(s);
    context_free(ctx);
}

static void test_files(void)
{
    Context *ctx = context_new();
    CHECK(source_open(ctx, "does/not/exist.i") == NULL);
    char *s = printed(ctx);
    CHECK_STR(s, "carbidec: error: cannot read does/not/exist.i: No such file or "
                 "directory [unreadable-file]\n");
    free(s);
    CHECK(source_open(ctx, ".") == NULL);       // a folder
    FILE *f = fopen("unit_big.i", "wb");
    for (int i = 0; i < 3000; i++) {
        fputs("int x;\n", f);
    }
    fclose(f);
    Source *a = source_open(ctx, "unit_big.i");
    CHECK_INT(a->size, 21000);
    Source *b = source_from_text(ctx, "b.c", "int y;", 6);
    CHECK(source_of(ctx, (Span){b->base, b->base + 3}) == b);
    CHECK(source_of(ctx, (Span){a->base, a->base}) == a);
    CHECK(source_of(ctx, (Span){0, 0}) == NULL);
    CHECK(source_of(ctx, (Span){UINT32_MAX, UINT32_MAX}) == NULL);
    CHECK_INT(span_line(ctx, (Span){a->base + 20999, a->base + 21000}), 3000);
    CHECK_INT(span_join((Span){0, 0}, (Span){3, 4}).start, 3);
    CHECK_INT(span_join((Span){3, 4}, (Span){7, 9}).end, 9);
    CHECK_INT(span_join((Span){3, 4}, (Span){0, 0}).end, 4);
    context_free(ctx);
    remove("unit_big.i");
}

static void test_explain(void)
{
    char *s = NULL;
    size_t n = 0;
    FILE *f = open_memstream(&s, &n);
    CHECK(diag_explain("syntax", f));
    CHECK(!diag_explain("no-such-thing", f));
    fclose(f);
    CHECK(starts_with(s, "syntax (error)\n\n"));
    free(s);
}

int main(void)
{
    test_macro_bounds();
    test_shorter_file();
    test_uses_over_lines();
    test_interrupted_line();
    test_comments_and_splices();
    test_run_on_line();
    test_define_line();
    test_no_original();
    test_caret_columns();
    test_order_and_limit();
    test_files();
    test_explain();
    remove("unit_place.h");
    return test_result();
}
