// SPDX-License-Identifier: MIT
// test_parse.c: declarations of every shape, and what stays of the unreadable.
#include "test.h"

// Each line is read alone and must be spelled as wanted ("" = as it was written).
static const struct {
    const char *written, *spelled;
} shapes[] = {
    {"int x;", ""},
    {"int ((x));", "int x;"},
    {"int ((*x));", "int *x;"},
    {"int *(*(*x[2])[3])(int, ...);", ""},
    {"int ((*((x)))[4])[5];", "int (*x)[4][5];"},
    {"char *(*(*x(int a))(char))[3];", ""},
    {"void (*x(int sig, void (*func)(int)))(int);", ""},
    {"unsigned x;", "unsigned int x;"},
    {"long unsigned int long x;", "unsigned long long x;"},
    {"short signed int x;", "short x;"},
    {"char signed x;", "signed char x;"},
    {"double long x;", "long double x;"},
    {"_Complex float x;", "float _Complex x;"},
    {"unsigned __int128 x;", ""},
    {"__uint128_t x;", "unsigned __int128 x;"},
    {"_BitInt(2 * 8 + 1) x;", "_BitInt(17) x;"},
    {"_Float32 x;", ""},
    {"__float128 x;", ""},
    {"_Atomic(int *) x;", "int *_Atomic x;"},
    {"int const *const volatile restrict x;", "const int *const volatile restrict x;"},
    {"T x;", ""},
    {"const T *x;", ""},
    {"const vec x;", ""},
    {"vec *x;", ""},
    {"void x(T);", ""},
    {"void x(int T, double a[T]);", ""},
    {"void x(int (T));", ""},
    {"void x(T (*)(T));", ""},
    {"void x(T [3]);", ""},
    {"void x(int [3]);", ""},
    {"void x(int (*[])(void));", ""},
    {"void x(int n, double a[const static n]);",
     "void x(int n, double a[static const n]);"},
    {"void x(int a[*], int b[restrict 3][4]);", ""},
    {"void x(int n, int (*a)[n + 1]);", ""},
    {"int x();", ""},
    {"int x(void);", ""},
    {"int x(...);", ""},
    {"struct s *x(const struct s *, union u *, enum e);", ""},
    {"__extension__ typeof(int (*)[3]) x;", "int (*x)[3];"},
    {"int x __asm__(\"y\") __attribute__((aligned(8))) = 3;", "int x;"},
    {"int x[] = {1, 2, (3, 4)}, y;", "int x[];"},
    {"__inline __attribute__((__always_inline__)) int x(void) { return {1}; }",
     "int x(void);"},
    {"int x(a, b) char *a; { return 0; }", "int x();"},
    {"x() { return 0; }", "int x();"},
    {"[[nodiscard]] int x [[gnu::unused]] (int y [[maybe_unused]]);", "int x(int y);"},
    {"__declspec(dllexport) int x(void);", "int x(void);"},
    {"int _Alignas(16) x;", "int x;"},
    {"int x(CB_VIEW(const double, 2) v);", ""},
    {"bool x(bool b);", "_Bool x(_Bool b);"},
    {"int x(const char *bool);", ""},
    {"int x(register int a);", "int x(int a);"},
    {"__typeof__ (T) x;", "T x;"},
    // attributes between the suffixes, and before an asm label
    {"int x[3] [[a::b]] [4] [[a::c]];", "int x[3][4];"},
    {"int (*x [[a::b]])(void) [[a::c]] __asm__(\"y\");", "int (*x)(void);"},
    // nullability before a parenthesis
    {"int *_Nonnull (*_Nullable x)(void);", "int *(*x)(void);"},
    // attributes at the beginning of a type name and of a parameter list
    {"typeof(__attribute__((unused)) const T *) x;", "const T *x;"},
    {"int x(int (__attribute__((unused)) T, int));", "int x(int (T, int));"},
    {"int x(int (__attribute__((unused)) *)(int));", "int x(int (*)(int));"},
    {"int x[sizeof(__attribute__((unused)) int)];", ""},
    // C89: without a type it is int
    {"static x;", "int x;"},
    {"x = 3, y;", "int x;"},
    {"const *x[2];", "const int *x[2];"},
    {"extern x(const char *s);", "int x(const char *s);"},
    {"x(a, b) register a; T *b; {}", "int x();"},
    {"x();", "int x();"},
    {"[[]]; const; x(a) int; register; register a; {}", "int x();"},
    // typeof a declaration
    {"int y(T a), z[3]; typeof(y) x;", "int x(T a);"},
    {"int y(T a), z[3]; __typeof__ (z) x;", "int x[3];"},
    {"x(a) register a; {}", "int x();"},
    {"int y(T a); const typeof(y) *x;", "int (*x)(T a);"},
    {"unsigned _Complex short x;", "_Complex unsigned short x;"},
    {"long _Complex x;", "_Complex long x;"},
    {"_Complex x;", "double _Complex x;"},
    {"typedef typeof(sizeof 0) S; S x;", "S x;"},
    {"int x(int __attribute__((mode(vector_size(8)))) a);", "int x(int a);"},
    {"struct { struct { T a; } } y; T x;", "T x;"},
    {"typeof(sizeof(T)) x;", "unsigned long x;"},
    {"typeof(sizeof(T) + 1) x;", "typeof ( sizeof ( T ) + 1 ) x;"},
    // GNU: parameters announced for the bounds
    {"int x(int n; T m; int a[n][m], T m, int n);", "int x(int a[n][m], T m, int n);"},
    // words that are names in older C
    {"union { union w * __uptr; int * iptr; } y; T * __uptr x;", "T *x;"},
    {"int constexpr, x;", "int x;"},
    {"int x(int thread_local, int constexpr);", ""},
    // an attribute among the specifiers makes one vector
    {"__attribute__((vector_size(16))) int x;",
     "int /* vector */ x;"},
    // the integers of Microsoft's compilers, which other headers define
    {"unsigned __int64 x;", "unsigned long long x;"},
    {"signed __int8 x;", "signed char x;"},
    {"void x(__int16, __int32 *, const __int64);",
     "void x(short, int *, const long long);"},
    {"typedef long __int64; __int64 x(int __int32, short __int16);",
     "__int64 x(int __int32, short __int16);"},
    {"int __stdcall x(void (__cdecl *)(unsigned __int64));",
     "int x(void (*)(unsigned long long));"},
    // blocks
    {"void x(int (^)(void), void (^_Nullable y)(int));",
     "void x(int (^)(void), void (^y)(int));"},
    {"typedef void (^block)(void); block x(int (^(*)(void))(int));",
     "block x(int (^(*)(void))(int));"},
};

static void test_shapes(void)
{
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        char text[400];
        snprintf(text, sizeof text, "typedef int T; typedef double vec[3];\n%s",
                 shapes[i].written);
        Fixture f = read_c(text);
        const Decl *d = find_decl(&f, "x");
        const char *wanted = *shapes[i].spelled ? shapes[i].spelled : shapes[i].written;
        CHECK(d != NULL && !d->poisoned);
        if (d != NULL) {
            CHECK_STR(arena_printf(f.ctx->arena, "%s;",
                                   type_declare(f.ctx, d->type, "x")), wanted);
        }
        CHECK_INT(diag_errors(f.ctx), 0);
        context_free(f.ctx);
    }
}

static void test_structs_and_enums(void)
{
    Fixture f = read_c(
        "struct s { char c; int i : 3, : 2; union { int a; float b; }; "
        "struct in { int q; } in; int flex[]; } __attribute__((packed));\n"
        "typedef struct { int a; } anon, *anon_p;\n"
        "typedef volatile struct { int a; } moving;\n"
        "typedef __attribute__((vector_size(16))) float vec;\n"
        "enum e { A, B = 5, C, D = -2, E, F = sizeof(struct s), G };\n"
        "enum fixed : unsigned char { H = 255 };\n"
        "enum e later(void); struct s;\n");
    Tag *s = map_get(f.unit->struct_tags, intern_z(f.ctx, "s"));
    CHECK(s->complete);
    CHECK_STR(s->marks->name, "packed");
    const Decl *d = s->fields;
    CHECK_STR(d->name, "c");
    CHECK_INT(d->next->bit_width->number, 3);
    CHECK(d->next->next->name == NULL && d->next->next->bit_width != NULL);
    CHECK(d->next->next->next->name == NULL);
    CHECK_INT(d->next->next->next->type->kind, TY_UNION);
    CHECK_STR(d->next->next->next->next->name, "in");
    CHECK(d->next->next->next->next->next->type->length == NULL);
    CHECK_STR(find_decl(&f, "anon")->type->tag->name_for_linkage->name, "anon");
    CHECK_STR(type_declare(f.ctx, find_decl(&f, "anon_p")->type, "p"), "anon *p");
    const Type *moving = find_decl(&f, "moving")->type;     // names no plain struct
    CHECK(moving->tag->name_for_linkage == NULL && moving->tag->alias != NULL);
    CHECK_INT(find_decl(&f, "vec")->type->kind, TY_VECTOR);
    CHECK_INT(find_decl(&f, "vec")->type->base->kind, TY_FLOAT);
    static const struct {
        const char *name;
        long long value;
        bool known;
    } wanted[] = {
        {"A", 0, true}, {"B", 5, true}, {"C", 6, true}, {"D", -2, true},
        {"E", -1, true}, {"F", 0, false}, {"G", 0, false}, {"H", 255, true},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        Enumerator *e = map_get(f.unit->enumerators, intern_z(f.ctx, wanted[i].name));
        CHECK_INT(e->known, wanted[i].known);
        if (e->known) {
            CHECK_INT((int64_t)e->number, wanted[i].value);
            CHECK_INT(e->negative, wanted[i].value < 0);
        }
    }
    Tag *fixed = map_get(f.unit->enum_tags, intern_z(f.ctx, "fixed"));
    CHECK_INT(fixed->underlying->int_kind, INT_UCHAR);
    CHECK(find_decl(&f, "later")->type->base->tag
          == map_get(f.unit->enum_tags, intern_z(f.ctx, "e")));
    CHECK_INT(f.unit->tags.n, 7);       // s, its union, in, the anonymous one, e, fixed
    context_free(f.ctx);
}

// The names of a declaration's marks, with the number of argument tokens.
static const char *marks(Context *ctx, const Decl *d)
{
    Text t;
    text_init(&t, ctx);
    for (const Mark *m = d->marks; m != NULL; m = m->next) {
        text_printf(&t, "%s%s/%zu", t.n > 0 ? " " : "", m->name,
                    mark_args(ctx, m).n);
    }
    return t.s;
}

static void test_marks(void)
{
    Fixture f = read_c(
        "CB_RAISES(return < 0, CB_OSError) int a(CB_OUT long out[3], "
        "CB_SHAPE(n, *m) CB_IN const double *x CB_REQUIRE(n > 0), int n, "
        "int *CB_OPT m);\n"
        "typedef CB_RAISES(return < 0, E, \"%s\", msg()) int rc;\n"
        "typedef struct db CB_CLASS(Db, db_close) *db_t;\n"
        "/** doc */ CB_EXPORT(Z_BEST, \"SQLITE_*\");\nCB_EXCEPTION(E, CB_ValueError);\n"
        "void b(CB_OUT int (*rows)[3], void (*CB_OPT cb)(int), CB_INOUT (*c));\n"
        "int c(void) __attribute__((__nonnull__(1), , format(printf, 1, 2)));\n"
        "[[gnu::pure, vendor::odd(x), deprecated(\"no\")]] int d(void);\n"
        "extern struct s { int x CB_NAME(\"y\"); } *g;\n");
    const Decl *a = find_decl(&f, "a"), *p = a->type->params;
    CHECK_STR(marks(f.ctx, a), "CB_RAISES/5");
    CHECK_STR(token_spelling(f.ctx, mark_args(f.ctx, a->marks).at[0]), "return");
    CHECK_STR(marks(f.ctx, p), "CB_OUT/0");
    CHECK_STR(marks(f.ctx, p->next), "CB_SHAPE/4 CB_IN/0 CB_REQUIRE/3");
    CHECK_STR(marks(f.ctx, p->next->next->next), "CB_OPT/0");
    CHECK_STR(marks(f.ctx, find_decl(&f, "rc")), "CB_RAISES/11");
    CHECK_STR(marks(f.ctx, find_decl(&f, "db_t")), "CB_CLASS/3");
    CHECK_STR(f.unit->file_marks->mark->name, "CB_EXPORT");
    CHECK_DOC(&f, f.unit->file_marks, "doc");
    CHECK_STR(f.unit->file_marks->next->mark->name, "CB_EXCEPTION");
    CHECK(f.unit->file_marks->next->next == NULL);
    const Decl *b = find_decl(&f, "b");
    CHECK_STR(marks(f.ctx, find_decl(&f, "c")), "nonnull/1 format/5");
    CHECK_STR(marks(f.ctx, find_decl(&f, "d")), "pure/0 vendor::odd/1 deprecated/1");
    CHECK_STR(marks(f.ctx, f.unit->tags.at[0]->fields), "CB_NAME/1");
    CHECK(b->poisoned);                 // the last parameter has no type
    CHECK_STR(b->why, "expected a parameter, saw '('");
    context_free(f.ctx);
    f = read_c("void b(CB_OUT int (*rows)[3], CB_OUT (*c)(int));\n");
    CHECK(find_decl(&f, "b")->poisoned);
    context_free(f.ctx);
}

// Declarations far from each other, longer than what is read at a time.
static void test_long_texts(void)
{
    enum { MANY = 5000 };
    Context *ctx = context_new();
    Text text;
    text_init(&text, ctx);
    text_add(&text, "struct all {\n");
    for (int i = 0; i < MANY; i++) {
        text_printf(&text, "    int m%d; /**< member %d */\n", i, i);
    }
    text_add(&text, "};\n");
    for (int i = 0; i < MANY; i++) {
        text_printf(&text, "/** doc %d */ int f%d(int n, double x[n + %d]); ///< t\n", i,
                    i, i);
    }
    text_add(&text, "int g(int n) { return n; }\nint open(int n) { ( return n; }\n");
    Fixture f = read_c(text.s);
    CHECK_INT(f.unit->decls.n, MANY + 2);
    const Decl *d = f.unit->tags.at[0]->fields;
    for (int i = 0; i < MANY; i++, d = d->next) {
        CHECK_DOC(&f, d, arena_printf(ctx->arena, "member %d", i));
        CHECK_DOC(&f, f.unit->decls.at[i], arena_printf(ctx->arena, "doc %d", i));
    }
    CHECK_INT(lex_span(f.ctx, find_decl(&f, "g")->body).n, 5);
    CHECK(find_decl(&f, "open")->poisoned);
    CHECK(f.tokens->ended);
    context_free(f.ctx);
    context_free(ctx);
}

// A header that is not the author's: what was forgotten is the same again.
static void test_recall(void)
{
    Fixture f = read_c(
        "# 1 \"main.h\"\n# 1 \"lib.h\" 1\n"
        "typedef struct point { double x; int id[4]; unsigned b : 3; } *point_p;\n"
        "extern double sum(unsigned long n, const double a[n + 1], int (*f)(int, char))\n"
        "    __attribute__((nonnull(2), noreturn));\n"
        "struct open { struct { int inside; } in; };\n"
        "struct told { int x; /**< what it is */ };\n"
        "int told(int x /**< what it is */);\n"
        "_Atomic(int[3]) shared, *both; typeof(sum) other; int a(int), b(long);\n"
        "static inline int twice(int x)\n# 30 \"lib.h\"\n{ return x * 2; }\n"
        "int kept(void);\nint many(int, int, int, int);\n"
        "x() { }\nconst *y(void);\n"
        "# 2 \"main.h\" 2\nint mine(int x);\nstruct own { int x; };\n");
    CHECK_INT(diag_errors(f.ctx), 0);
    Unit *u = f.unit;
    Tag *point = map_get(u->struct_tags, intern_z(f.ctx, "point"));
    CHECK(point->complete && point->fields == NULL && point->forgotten.end > 0);
    for (int again = 0; again < 2; again++) {
        const Decl *x = tag_fields(point);
        CHECK_STR(type_declare(f.ctx, x->type, x->name), "double x");
        CHECK_STR(type_declare(f.ctx, x->next->type, x->next->name), "int id[4]");
        CHECK_INT(x->next->next->bit_width->number, 3);
        CHECK(x->next->next->next == NULL);
    }
    Decl *sum = find_decl(&f, "sum"), *other = find_decl(&f, "other");
    // typeof has asked for it
    CHECK_STR(type_declare(f.ctx, other->type, "other"), type_declare(f.ctx, sum->type,
                                                                      "other"));
    CHECK_STR(type_declare(f.ctx, sum->type, "sum"),
              "double sum(unsigned long n, const double a[n + 1], "
              "int (*f)(int, char))");
    CHECK_STR(marks(f.ctx, sum), "nonnull/1 noreturn/0");
    CHECK_INT(sum->storage, ST_EXTERN | ST_NORETURN);
    Decl *twice = find_decl(&f, "twice"), *many = find_decl(&f, "many");
    CHECK(twice->type == u->forgotten && many->type == u->forgotten);
    CHECK(twice->marks == NULL && twice->kind == DECL_FUNCTION);
    CHECK_INT(lex_span(f.ctx, twice->body).n, 7);
    decl_recall(f.ctx, u, twice);
    decl_recall(f.ctx, u, many);
    CHECK_STR(type_declare(f.ctx, twice->type, "t"), "int t(int x)");
    CHECK_STR(type_declare(f.ctx, many->type, "t"), "int t(int, int, int, int)");
    Decl *x = find_decl(&f, "x"), *y = find_decl(&f, "y");      // int, as in C89
    // kept: their names may be those of types when they would be read again
    CHECK(x->type != u->forgotten && y->type != u->forgotten);
    CHECK_STR(type_declare(f.ctx, x->type, "x"), "int x()");
    CHECK_STR(type_declare(f.ctx, y->type, "y"), "const int *y(void)");
    // what has more to say, or is the author's own, is kept
    Tag *open = map_get(u->struct_tags, intern_z(f.ctx, "open"));
    Tag *told = map_get(u->struct_tags, intern_z(f.ctx, "told"));
    Tag *own = map_get(u->struct_tags, intern_z(f.ctx, "own"));
    CHECK(open->fields != NULL && told->fields != NULL && own->fields != NULL);
    CHECK_DOC(&f, find_decl(&f, "told")->type->params, "what it is");
    CHECK_STR(find_decl(&f, "a")->type->params->name == NULL ? "none" : "", "none");
    CHECK(find_decl(&f, "b")->type->params != NULL);
    CHECK(find_decl(&f, "mine")->type->params != NULL);
    context_free(f.ctx);
}

static void test_bodies(void)
{
    Fixture f = read_c("int a(int n) { if (n) { return 1; } return 2; }\nint b;\n"
                       "extern \"C\" { int c(void) { } }\nint d = sizeof(int[2]), e;\n"
                       "asm(\"nop\"); _Static_assert(1, \"x\"); ; int g;\n"
                       "__extension__ _Static_assert(1, \"x\");\n"
                       "struct s { __extension__ _Static_assert(1, \"\"); };\n");
    TokenRange body = lex_span(f.ctx, find_decl(&f, "a")->body);
    CHECK_INT(body.n, 14);
    CHECK_INT(body.at[13].kind, TK_RBRACE);
    CHECK_INT(lex_span(f.ctx, find_decl(&f, "c")->body).n, 2);
    CHECK(find_decl(&f, "b")->body.end == 0);
    CHECK_INT(f.unit->decls.n, 6);
    CHECK_INT(diag_errors(f.ctx), 0);
    context_free(f.ctx);
}

// What declares no field, and words in the place of one.
static void test_no_fields(void)
{
    Fixture f = read_c("struct a { char c; }; typedef struct { int q; } t;\n"
                       "struct s { int; struct a; t; enum { A }; enum e { B };\n"
                       "struct in { int d; }; const; union { int i; }; const x; const y : 1; int };\n");
    Tag *s = map_get(f.unit->struct_tags, intern_z(f.ctx, "s"));
    CHECK(s->complete);
    CHECK(s->fields->name == NULL && s->fields->type->kind == TY_UNION);
    CHECK_STR(s->fields->next->name, "x");
    CHECK_STR(s->fields->next->next->name, "y");
    CHECK(s->fields->next->next->next == NULL);
    CHECK_INT(diag_errors(f.ctx), 0);
    context_free(f.ctx);
    f = read_c("#define _WIN32 1\nstruct a { char c; }; struct s { struct a; };\n");
    s = map_get(f.unit->struct_tags, intern_z(f.ctx, "s"));
    CHECK_STR(s->fields->type->tag->name, "a");
    context_free(f.ctx);
}

// Unreadable declarations cost themselves, whatever they look like.
static void test_recovery(void)
{
    static const struct {
        const char *text, *why;
    } broken[] = {
        {"int x(int a,, int b);", "expected a parameter, saw ','"},
        {"int x(foo_t a);", "unknown type name 'foo_t'"},
        {"int x(foo_t);", "unknown type name 'foo_t'"},
        {"int x(int a; int b);", "expected ')' to close the parameter list, saw ';'"},
        {"foo_t x;", "unknown type name 'foo_t'"},
        {"static foo_t (*x)(void);", "unknown type name 'foo_t'"},
        {"foo_t *x;", "unknown type name 'foo_t'"},
        {"int x[3;", "expected ']' to close the array bound, saw ';'"},
        {"int x int y;", "expected ';' after the declaration, saw 'int'"},
        {"int float x;", "expected a name, saw 'float'"},
        {"int long long long x;", "these words make no type of C"},
        {"struct { foo y; } x;", "unknown type name 'foo'"},
        {"int x(int a { return 0; }",
         "expected ')' to close the parameter list, saw '{'"},
        {"} int x;", "expected a declaration, saw '}'"},
        {"int x(void) { if (1) { }", "'{' is never closed"},
        {"int;;; struct; 3;", "expected a name or '{' after 'struct', saw ';'"},
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        char text[300];
        bool open = strstr(broken[i].why, "never") != NULL;
        snprintf(text, sizeof text, "%s\nint after(void);\n", broken[i].text);
        Fixture f = read_c(text);
        const Decl *first = NULL;
        for (size_t k = 0; k < f.unit->decls.n && first == NULL; k++) {
            first = f.unit->decls.at[k]->poisoned ? f.unit->decls.at[k] : NULL;
        }
        CHECK(first != NULL);
        if (first != NULL) {
            CHECK_STR(first->why, broken[i].why);
        }
        CHECK(diag_errors(f.ctx) >= 1);
        if (!open) {
            CHECK(!find_decl(&f, "after")->poisoned);
        }
        context_free(f.ctx);
    }
}

static void repeat(Text *t, const char *s, int n)
{
    while (n-- > 0) {
        text_add(t, s);
    }
}

// Deep nesting is an error of its own, not a crash.
static void test_depth(void)
{
    static const struct {
        const char *open, *middle, *close;
    } nests[] = {
        {"(", "x", ")"}, {"*", "x", ""}, {"struct { ", "int a; ", "} a; "},
        {"", "x", "[2]"}, {"f(int ", "x", ")"}, {"(*", "x", ")(void)"},
    };
    for (size_t i = 0; i < sizeof nests / sizeof *nests; i++) {
        for (int n = 20; n <= 2000; n *= 100) {
            Context *ctx = context_new();
            Text t;
            text_init(&t, ctx);
            text_add(&t, i == 2 ? "" : "int ");
            repeat(&t, nests[i].open, n);
            text_add(&t, nests[i].middle);
            repeat(&t, nests[i].close, n);
            text_add(&t, ";\nint after;\n");
            Fixture f = read_c(t.s);
            const Decl *d = f.unit->decls.at[0];
            CHECK_INT(d->poisoned, n > 200);
            CHECK_INT(diag_errors(f.ctx), n > 200);
            CHECK_STR(f.unit->decls.at[f.unit->decls.n - 1]->name, "after");
            char *s = printed(f.ctx);
            CHECK_INT(strstr(s, "[too-deep]") != NULL, n > 200);
            free(s);
            context_free(f.ctx);
            context_free(ctx);
        }
    }
}

static void test_silence(void)
{
    Context *ctx = context_new();
    static const char text[] = "# 1 \"a.h\"\nfoo_t a;\n# 1 \"lib.h\" 1\nfoo_t b;\n";
    const char *const headers[] = {"./a.h"};
    ctx->options.headers = headers;
    ctx->options.n_headers = 1;
    Unit *u = parse(ctx, lex_begin(ctx, source_from_text(ctx, "a.i", text, strlen(text))));
    CHECK_INT(u->decls.n, 2);
    CHECK(u->decls.at[0]->poisoned && u->decls.at[1]->poisoned);
    CHECK_INT(diag_errors(ctx), 1);
    context_free(ctx);
}

int main(void)
{
    test_shapes();
    test_structs_and_enums();
    test_no_fields();
    test_marks();
    test_bodies();
    test_recall();
    test_long_texts();
    test_recovery();
    test_depth();
    test_silence();
    return test_result();
}
