// SPDX-License-Identifier: MIT
// test_lex.c: tokens, line markers, doc comments, macros.
#include "test.h"

// The spellings of all tokens, with a kind letter before each.
static const char *all_tokens(Context *ctx, const Tokens *t)
{
    static const char letters[] = "EINSC";
    Text out;
    text_init(&out, ctx);
    for (size_t i = 0; i < t->n; i++) {
        Token k = t->at[i];
        char kind = k.kind <= TK_CHAR ? letters[k.kind]
            : k.kind == TK_OTHER ? '?' : 'P';
        text_printf(&out, "%s%c:%s", i > 0 ? " " : "", kind, token_spelling(ctx, k));
    }
    return out.s;
}

static void check_tokens(const char *text, const char *wanted)
{
    Context *ctx = context_new();
    Tokens *t = lex(ctx, source_from_text(ctx, "unit.c", text, strlen(text)));
    CHECK_STR(all_tokens(ctx, t), wanted);
    CHECK_INT(t->at[t->n].kind, TK_EOF);
    context_free(ctx);
}

static void test_tokens(void)
{
    check_tokens("", "");
    check_tokens("int a=1;", "I:int I:a P:= N:1 P:;");
    check_tokens("0x1p-3f 1'000'000 .5e+3 0b101u 1..2", "N:0x1p-3f N:1'000'000 N:.5e+3 "
                 "N:0b101u N:1..2");
    check_tokens("a->b...c<<=d>>=e", "I:a P:-> I:b P:... I:c P:<<= I:d P:>>= I:e");
    check_tokens("x++ + --y", "I:x P:++ P:+ P:-- I:y");
    check_tokens("<::> <%%> %:%:", "P:[ P:] P:{ P:} P:##");
    check_tokens("L\"a\" u8'b' U\"c\" u\"\\\"\" L",
                 "S:L\"a\" C:u8'b' S:U\"c\" S:u\"\\\"\" "
                 "I:L");
    check_tokens("R\"x(a\")b)x\" c", "S:R\"x(a\")b)x\" I:c");
    check_tokens("$a \xc3\xa9t\xc3\xa9 b$1", "I:$a I:\xc3\xa9t\xc3\xa9 I:b$1");
    // gcc -E prints what is not ASCII in a name as a universal character name
    check_tokens("gr\\U000000f6\\u00dfe=\\u00E9 \\u00e \\ud800",
                 "I:gr\xc3\xb6\xc3\x9f" "e P:= I:\xc3\xa9 "
                 "?:\\ I:u00e ?:\\ I:ud800");
    check_tokens("a ` b \\ c \x01", "I:a ?:` I:b ?:\\ I:c ?:\x01");
    check_tokens("\"open\nnext", "?:\" I:open I:next");
    check_tokens("a\\\nb", "I:a I:b");
    check_tokens("a/**/b//c\nd /* e", "I:a I:b I:d");
    check_tokens("a // b \\\n c\nd", "I:a I:d");
    check_tokens("#pragma x 'y\nz", "I:z");
}

static void test_lines(void)
{
    static const char text[] =
        "# 0 \"main.c\"\n# 1 \"<built-in>\"\n#define __X__ 1\n# 1 \"main.c\"\n"
        "# 1 \"dir \\\"q\\\"/a.h\" 1\nint a;\n\n/* two\nlines */ int b;\n"
        "# 2 \"main.c\" 2\nint c;\n#line 40 \"other.c\"\nint d;\n#line 50\nint e;\n";
    static const struct {
        const char *name, *file;
        int line;
    } wanted[] = {
        {"a", "dir \"q\"/a.h", 1}, {"b", "dir \"q\"/a.h", 4}, {"c", "main.c", 2},
        {"d", "other.c", 40}, {"e", "other.c", 50},
    };
    Fixture f = read_c(text);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        Decl *d = find_decl(&f, wanted[i].name);
        CHECK_STR(span_file(f.ctx, d->span), wanted[i].file);
        CHECK_INT(span_line(f.ctx, d->span), wanted[i].line);
    }
    CHECK(file_is_users(f.ctx, intern_z(f.ctx, "main.c")));
    CHECK(f.tokens->macros.at[0]->builtin);
    CHECK(span_is_users(f.ctx, find_decl(&f, "c")->span));
    CHECK(!span_is_users(f.ctx, find_decl(&f, "a")->span));
    context_free(f.ctx);
}

// Comments of macro bodies come back in expansions: gcc sets a marker behind them,
// clang prints the next line without a newline. They count no lines and document
// nothing.
static void test_body_comments(void)
{
    static const char gcc[] =
        "# 1 \"k.h\"\n#define A 3 /** one\n two */\n\nint a[3 /** one\n two */\n"
        "# 3 \"k.h\"\n   ]; int b;\nint c;\n";
    static const char clang[] =
        "# 1 \"k.h\"\n#define A 3 /** one\n two */\n\nint a[3 /** one\n two */]; int b;"
        "int c;\nint d;\n";
    Fixture f = read_c(gcc);
    CHECK_INT(span_line(f.ctx, find_decl(&f, "a")->span), 3);
    CHECK_INT(span_line(f.ctx, find_decl(&f, "b")->span), 3);
    CHECK_INT(span_line(f.ctx, find_decl(&f, "c")->span), 4);
    CHECK_INT(f.tokens->docs.n, 0);
    context_free(f.ctx);
    f = read_c(clang);
    CHECK_INT(span_line(f.ctx, find_decl(&f, "b")->span), 3);
    CHECK_INT(span_line(f.ctx, find_decl(&f, "d")->span), 5);
    CHECK_INT(f.tokens->docs.n, 0);
    context_free(f.ctx);
}

static void test_docs(void)
{
    Fixture f = read_c(
        "/** @file x.h about */\n"
        "/** Adds.\n *\n *  More.\n */\nint a(void);\n"
        "/// one\n/// two\n///\n/// three\nint b(void);\n"
        "/// lost\n\n/// kept\nint c(void);\n"
        "int d; /**< behind d */\nint e; ///< behind e\nint g;\n"
        "/* plain */ int h; /****** box ******/ int i; /**/ int j;\n"
        "//! bang\nint k; /*! bang block */ int l;\n"
        "struct s { int x; /**< abscissa */ int y; //!< ordinate\n };\n"
        "enum e { A, /**< first */ B /**< second */ };\n"
        "/** macro */\n#define M 1\nint m;\n"
        "int n(int p, /**< the p */ int q /**< the q */);\n"
        "int o(/** the r */ int r); extern\n/** late */ int s(void);\n"
        "///\n///\n/// t\n/// u\nint t(void);\n");
    static const struct {
        const char *name, *doc;
    } wanted[] = {
        {"a", "Adds.\n\n More."}, {"b", "one\ntwo\n\nthree"}, {"c", "kept"},
        {"d", "behind d"}, {"e", "behind e"}, {"k", "bang"}, {"l", "bang block"},
        {"s", "late"}, {"t", "t\nu"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        CHECK_DOC(&f, find_decl(&f, wanted[i].name), wanted[i].doc);
    }
    static const char *const without[] = {"g", "h", "i", "j", "m", "n", "o"};
    for (size_t i = 0; i < sizeof without / sizeof *without; i++) {
        CHECK_INT(find_decl(&f, without[i])->doc.end, 0);
    }
    const Decl *x = f.unit->tags.at[0]->fields;
    CHECK_DOC(&f, x, "abscissa");
    CHECK_DOC(&f, x->next, "ordinate");
    const Decl *p = find_decl(&f, "n")->type->params;
    CHECK_DOC(&f, p, "the p");
    CHECK_DOC(&f, p->next, "the q");
    CHECK_DOC(&f, find_decl(&f, "o")->type->params, "the r");
    context_free(f.ctx);
}

// `\\file_id` and the like are words of a function's comment.
static void test_about_file(void)
{
    Fixture f = read_c("/** uses \\file_id, @filename */ int a(void);\n"
                       "/** \\file */\n/// one\n/// @file two.h\nint b(void); ///< @file\n"
                       "/** mail@fil */ int c(void); /**@file*/ int d(void);\n");
    static const bool wanted[] = {false, true, true, true, false, true};
    CHECK_INT(f.tokens->docs.n, 6);
    for (size_t i = 0; i < f.tokens->docs.n; i++) {
        CHECK_INT(f.tokens->docs.at[i].about_file, wanted[i]);
    }
    CHECK_DOC(&f, find_decl(&f, "a"), "uses \\file_id, @filename");
    CHECK_DOC(&f, find_decl(&f, "b"), "one\n@file two.h");
    CHECK_INT(find_decl(&f, "d")->doc.end, 0);
    context_free(f.ctx);
}

static void test_macros(void)
{
    Fixture f = read_c("#define A 1 + x /* c */ \"s\"\n#define F(a) a\n#define B\n"
                       "#define A 2\n#undef B\n#define C a \\\n b\nint z;\n");
    Macro *a = map_get(f.tokens->macro_by_name, intern_z(f.ctx, "A"));
    CHECK_INT(macro_body(f.ctx, a).n, 1);
    TokenRange before = macro_body(f.ctx, f.tokens->macros.at[0]);
    CHECK_INT(before.n, 4);
    CHECK_STR(token_spelling(f.ctx, before.at[3]), "\"s\"");
    Macro *fn = map_get(f.tokens->macro_by_name, intern_z(f.ctx, "F"));
    CHECK(fn->function_like);
    Macro *b = map_get(f.tokens->macro_by_name, intern_z(f.ctx, "B"));
    CHECK(b->undefined);
    CHECK(!fn->undefined);
    Macro *c = map_get(f.tokens->macro_by_name, intern_z(f.ctx, "C"));
    CHECK_INT(macro_body(f.ctx, c).n, 2);
    CHECK_INT(f.tokens->macros.n, 5);
    context_free(f.ctx);
}

static void test_lex_line(void)
{
    Context *ctx = context_new();
    TokenRange line = lex_line(ctx, "a[N + 1] # b", 12);
    CHECK_INT(line.n, 8);
    CHECK_INT(line.at[2].span.start, 2);
    CHECK_INT(line.at[6].kind, TK_HASH);
    CHECK_INT(line.at[line.n].kind, TK_EOF);
    context_free(ctx);
}

// A few tokens stand in memory at a time; what was read before keeps its number.
static void test_window(void)
{
    Context *ctx = context_new();
    Text text;
    text_init(&text, ctx);
    for (int i = 0; i < 10000; i++) {
        text_printf(&text, "int a%d; /**< doc %d */\n", i, i);
    }
    Tokens *t = lex_begin(ctx, source_from_text(ctx, "unit.c", text.s, text.n));
    CHECK_INT(t->n, 0);
    while (lex_more(t)) {
        const Token *before = &t->at[t->n - 1];
        Span last = before->span;
        size_t all = t->first + t->n, moved = lex_forget(t, t->n);
        CHECK_INT(t->first + t->n, all);
        CHECK(t->n < 5000);
        CHECK(moved == 0 || t->n >= 2);
        CHECK_INT(t->at[t->n - 1].span.start, last.start);
    }
    CHECK(t->ended);
    CHECK_INT(t->first + t->n, 30000);
    CHECK_INT(t->at[t->n].kind, TK_EOF);
    CHECK_INT(t->docs.n, 10000);
    CHECK_INT(t->docs.at[9999].before, 30000);
    CHECK(t->docs.at[9999].trailing);
    CHECK(!lex_more(t));
    context_free(ctx);
}

// Pointers into the window outlive its growth.
static void test_window_grows(void)
{
    Context *ctx = context_new();
    Text text;
    text_init(&text, ctx);
    for (int i = 0; i < 20000; i++) {
        text_add(&text, "+ x ");
    }
    Tokens *t = lex_begin(ctx, source_from_text(ctx, "unit.c", text.s, text.n));
    lex_more(t);
    const Token *first = t->at;
    lex_rest(t);
    CHECK_INT(t->n, 40000);
    CHECK(first != t->at);
    CHECK_INT(first[0].kind, TK_PLUS);
    CHECK_STR(first[1].name, "x");
    CHECK(lex_forget(t, 30000) > 29000);
    CHECK_STR(t->at[t->n - 1].name, "x");
    context_free(ctx);
}

// What is read again is what was read: directives are passed over, comments too.
static void test_lex_span(void)
{
    static const char text[] = "f(a, /** doc */ \"s)\"\n# 7 \"b.h\"\n#define N 3\n, b)";
    Context *ctx = context_new();
    Source *s = source_from_text(ctx, "unit.c", text, sizeof text - 1);
    Tokens *t = lex(ctx, s);
    Tokens buffer = {0};
    Span inside = {t->at[1].span.end, t->at[t->n - 1].span.start};
    for (int i = 0; i < 3; i++) {
        TokenRange again = lex_span_into(ctx, inside, &buffer);
        CHECK_INT(again.n, t->n - 3);
        for (size_t k = 0; k < again.n; k++) {
            CHECK_INT(again.at[k].span.start, t->at[k + 2].span.start);
            CHECK_INT(again.at[k].kind, t->at[k + 2].kind);
            CHECK(again.at[k].name == t->at[k + 2].name);
        }
    }
    CHECK_INT(t->macros.n, 1);
    CHECK_INT(t->docs.n, 1);
    CHECK_INT(lex_span(ctx, (Span){0, 0}).n, 0);
    CHECK_INT(lex_span(ctx, (Span){inside.start, inside.start}).n, 0);
    context_free(ctx);
}

int main(void)
{
    test_tokens();
    test_lines();
    test_body_comments();
    test_docs();
    test_about_file();
    test_macros();
    test_lex_line();
    test_window();
    test_window_grows();
    test_lex_span();
    return test_result();
}
