// SPDX-License-Identifier: MIT
// test_constexpr.c: expressions, their values with C's types, macros, widths of types.
#include "test.h"

#include <inttypes.h>

// A value as text: "-3 i32", "5 u64", "1.5 f64", "\"s\"", or the reason in parentheses.
static const char *value_text(Context *ctx, bool ok, const ConstValue *v,
                              const char *why)
{
    if (!ok) {
        return arena_printf(ctx->arena, "(%s)", why);
    }
    if (v->kind == CV_FLOAT) {
        return arena_printf(ctx->arena, "%g f%d", v->real, v->bits);
    }
    if (v->kind == CV_STRING) {
        return arena_printf(ctx->arena, "\"%s\"", v->string);
    }
    if (v->is_unsigned) {
        return arena_printf(ctx->arena, "%" PRIu64 " u%d", v->number, v->bits);
    }
    return arena_printf(ctx->arena, "%" PRId64 " i%d", (int64_t)v->number, v->bits);
}

static const char prelude[] =
    "typedef unsigned char u8; typedef struct { int a; } rec;\n"
    "enum { E1 = 7, E2 = 0x80000000, E3 = -5, E4 = 0x7fffffffffff, "
    "E5 = sizeof(rec) };\n"
    "#define ONE 1\n#define SUM ONE + 2\n#define TWICE SUM * 2\n#define LOOP LOOP2\n"
    "#define LOOP2 LOOP\n#define E1 E1\n#define FN(x) x\n"
    "#define USES FN(3)\n#define EMPTY\n"
    "#define TEXT \"a\" \"b\"\n#define VAR some_variable\n#define CAST ((u8)-1)\n"
    "#define CALL f(3)\n#define BLOCK { 1 }\n#define GONE 3\n#undef GONE\n"
    "#define USEGONE GONE\n"
    "#define MANY 'ab'\n#define BIG 18446744073709551615\n#define TYPE int\n";

static const struct {
    const char *expression, *value;
} values[] = {
    {"1 + 2 * 3", "7 i32"},
    {"-7 / 2", "-3 i32"},
    {"-7 % 3", "-1 i32"},
    {"-1 < 0u", "0 i32"},
    {"-1 + 0u", "4294967295 u32"},
    {"2147483647 + 1", "(the value overflows 32 bits)"},
    {"2147483648", "2147483648 i64"},
    {"0x80000000", "2147483648 u32"},
    {"-0x80000000", "2147483648 u32"},
    {"0xffffffffffffffff", "18446744073709551615 u64"},
    {"-2147483647 - 1", "-2147483648 i32"},
    {"(-2147483647 - 1) / -1", "(the value overflows 32 bits)"},
    {"(-2147483647 - 1) % -1", "0 i32"},
    {"9223372036854775807 + 1", "(the value overflows 64 bits)"},
    {"4294967295u * 4294967295u", "1 u32"},
    {"1 << 31", "-2147483648 i32"},
    {"1u << 31", "2147483648 u32"},
    {"1 << 32", "(the shift count is negative or not below 32)"},
    {"1 << -1", "(the shift count is negative or not below 32)"},
    {"-8 >> 1", "-4 i32"},
    {"1L << 40", "1099511627776 i64"},
    {"1 / 0", "(division by zero)"},
    {"0 && 1 / 0", "0 i32"},
    {"1 || 1 / 0", "1 i32"},
    {"1 ? 2 : 1 / 0", "2 i32"},
    {"1 ? -1 : 0u", "4294967295 u32"},
    {"0 ? 1 : 2.5", "2.5 f64"},
    {"5 ?: 3", "5 i32"},
    {"~0", "-1 i32"},
    {"!3", "0 i32"},
    {"+(u8)200", "200 i32"},
    {"(u8)300", "44 u8"},
    {"(signed char)200", "-56 i8"},
    {"(u8)-1 + 1", "256 i32"},
    {"(_Bool)0.5", "1 u8"},
    {"(int)-2.9", "-2 i32"},
    {"(unsigned)-1.0", "(the number does not fit into 32 bits)"},
    {"(int)1e10", "(the number does not fit into 32 bits)"},
    {"(float)0.1", "0.1 f32"},
    {"1.5f * 2", "3 f32"},
    {"1 / 2.0", "0.5 f64"},
    {"1.0L", "1 f128"},
    {"0x1p-2", "0.25 f64"},
    {"1e400", "(the number does not fit into a double)"},
    {"1.5 % 2", "(the operator wants integers)"},
    {"1.0 < 2", "1 i32"},
    {"'a'", "97 i32"},
    {"'\\xff'", "-1 i32"},
    {"'\\''", "39 i32"},
    {"'\\101'", "65 i32"},
    {"L'\\u20ac'", "8364 i32"},
    {"u'\xe2\x82\xac'", "8364 u16"},
    {"U'\\U0001F600'", "128512 u32"},
    {"'ab'", "(a character constant of several characters has no portable value)"},
    {"0b101", "5 i32"},
    {"0777", "511 i32"},
    {"1'000'000", "1000000 i32"},
    {"1ull", "1 u64"},
    {"1LLU", "1 u64"},
    {"089", "(the number cannot be read)"},
    {"1x", "(the number cannot be read)"},
    {"0x7fui64", "127 u64"},
    {"5i64", "5 i64"},
    {"5I32", "5 i32"},
    {"5ui32", "5 u32"},
    {"5i8", "(the number cannot be read)"},
    {"5ui64l", "(the number cannot be read)"},
    {"18446744073709551616", "(the integer does not fit into 64 bits)"},
    {"\"a\\n\" u8\"\\x41\"", "\"a\nA\""},
    {"L\"x\"", "(a wide string is no constant that carbide reads)"},
    {"\"x\" + 1", "(a string is no operand of a constant)"},
    {"sizeof(int)", "4 u64"},
    {"sizeof(u8[3][5])", "15 u64"},
    {"sizeof(rec)", "(the size of rec is the compiler's business)"},
    {"sizeof(rec *)", "8 u64"},
    {"sizeof \"abc\"", "4 u64"},
    {"sizeof 1", "4 u64"},
    {"sizeof(1.0) * 2", "16 u64"},
    {"-sizeof(int)", "18446744073709551612 u64"},
    {"E1", "7 i32"},
    {"E2", "2147483648 u32"},
    {"E3", "-5 i32"},
    {"E4", "140737488355327 i64"},
    {"E5", "(the value of E5 is the compiler's business)"},
    {"true + true", "2 i32"},
    {"x", "('x' is not a constant)"},
    {"f(1)", "(it calls f())"},
    {"&x", "(an address is no constant)"},
    {"a.b", "(it reads memory)"},
    {"(rec){1}.a", "(a compound literal has no constant value)"},
    {"x = 3", "('=' changes a value)"},
    {"x++", "('++' changes a value; write + 1 or - 1)"},
    {"1 +", "(the expression is not complete)"},
    {"1 2", "('2' is out of place)"},
    {"(1", "(expected ')' to close the parenthesis, saw the end)"},
    {"", "(the expression is not complete)"},
    {"int", "(a type stands where a value is expected)"},
    {"(1, 2)", "(a comma has no constant value)"},
    {"nullptr", "(a cast to void * is no constant that carbide reads)"},
};

static void test_values(void)
{
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char text[2000];
        snprintf(text, sizeof text, "%s#define IT %s\n", prelude, values[i].expression);
        Fixture f = read_c(text);
        const Macro *m = f.tokens->macros.at[f.tokens->macros.n - 1];
        ConstValue v = {0};
        const char *why = NULL;
        TokenRange body = macro_body(f.ctx, m);
        Expr *e = expr_parse(f.ctx, f.unit, body.at, body.n, &why);
        bool ok = e != NULL && expr_evaluate(f.ctx, f.unit, &f.target, e, &v, &why);
        CHECK_STR(value_text(f.ctx, ok, &v, why), values[i].value);
        context_free(f.ctx);
    }
}

static void test_macros(void)
{
    static const struct {
        const char *name, *value;
    } wanted[] = {
        {"ONE", "1 i32"}, {"SUM", "3 i32"}, {"TWICE", "5 i32"},      // 1 + 2 * 2
        {"LOOP", "(its definition goes in circles)"}, {"E1", "7 i32"},
        {"FN", "(it is a function-like macro)"},
        {"USES", "3 i32"}, {"EMPTY", "(it is empty)"},
        {"TEXT", "\"ab\""}, {"VAR", "('some_variable' is not a constant)"},
        {"CAST", "255 u8"}, {"CALL", "(it calls f())"},
        {"BLOCK", "('{' begins no expression)"},
        {"USEGONE", "('GONE' is not a constant)"},
        {"MANY", "(a character constant of several characters has no portable value)"},
        {"BIG", "(18446744073709551615 is too large for a signed integer; write "
                "18446744073709551615u)"},
        {"TYPE", "(a type stands where a value is expected)"},
    };
    Fixture f = read_c(prelude);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        const char *name = intern_z(f.ctx, wanted[i].name);
        const Macro *m = map_get(f.tokens->macro_by_name, name);
        ConstValue v = {0};
        const char *why = NULL;
        bool ok = macro_evaluate(f.ctx, f.unit, &f.target, m, &v, &why);
        CHECK_STR(value_text(f.ctx, ok, &v, why), wanted[i].value);
    }
    context_free(f.ctx);
}

// Macros with parameters in the bodies of others; # and ##; what is not replaced again.
static void test_replacement(void)
{
    static const char text[] =
        "#define CAT_(a, b) a ## b\n#define CAT(a, b) CAT_(a, b)\n#define EIGHT 8\n"
        "#define STR_(x...) #x\n#define STR(x) STR_(x)\n#define NOTHING\n"
        "#define C(c) c ## UL\n#define M1 C(18446744073709551615)\n"
        "#define M2 CAT(EIGHT, EIGHT) + CAT_(EIG, HT)\n"
        "#define M3 STR(EIGHT ) STR_(EIGHT) STR_(\"a\\n\" ,  'b'+c)\n"
        "#define IOC(d, t, n, s) (((d) << 30) | ((t) << 8) | (n) | ((s) << 16))\n"
        "#define IOR(t, n, s) IOC(2U, (t), (n), sizeof(s))\n"
        "#define M4 IOR('T', 3, int)\n"
        "#define NAME C\n#define M5 NAME (7) * 2\n#define M6 C\n"
        "#define F(x) (x + F(x))\n#define M7 F(1)\n#define TWO(a, b) a b\n"
        "#define M8 TWO(1)\n#define M9 TWO(1, 2, 3)\n#define M10 TWO(1, (2\n"
        "#define FIRST(a, ...) a\n#define M11 FIRST(5) + FIRST(6, 7, 8)\n"
        "#define SUM(a, b...) (a , ## b)\n#define M12 SUM(4)\n"
        "#define M13 C(NOTHING) CAT(, 3) + CAT(4, )\n#define M14 CAT(+, /)\n"
        "#define ZERO() 9\n#define M15 ZERO() + ZERO( )\n#define M16 ZERO(1)\n"
        "#define ID(x) x\n#define M17 ID(ID(ID)(ID(2)))\n#define AGAIN ID(AGAIN2)\n"
        "#define AGAIN2 ID(3) + 1\n#define M18 AGAIN * 2\n"
        "#define V(...) TWO(__VA_ARGS__)\n"
        "#define M19 V(1, + 2)\n#define MANY(x) x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x\n"
        "#define M20 MANY(MANY(MANY(MANY(1))))\n#define UNDONE(x) x\n#undef UNDONE\n"
        "#define M21 UNDONE(1)\n#define M22 STR_() STR_(#) C(0x1 )\n"
        "#define MAJOR 1\n#define V3 MAJOR.MAJOR .ID( MAJOR)\n#define M23 STR(V3)\n"
        "#define OLD(m) _Pragma(m)\n#define M24 OLD(\"x\") 5 + OLD(\"y\") 1\n"
        "#define M25 __builtin_offsetof(struct s, a[1]) + 1\n"
        "#define __WCHAR_TYPE__ unsigned int\n#define M26 L'a' - L'b'\n"
        "enum fixed : unsigned char { LOW = 3 }; enum wide : long { WIDE };\n"
        "#define M27 sizeof(LOW)\n#define M28 WIDE\n"
        "#define M29 __builtin_constant_p(8) ? 4 : f()\n"
        "#define M30 __builtin_constant_p(x)\n";
    static const char *const wanted[] = {
        "18446744073709551615 u64", "96 i32", "\"8EIGHT\"a\\n\" , 'b'+c\"",
        "2147767299 u64", "14 u64", "(it names the function-like macro C)",
        "(it calls F())", "(TWO has too few or too many arguments)",
        "(TWO has too many arguments)", "(the arguments of TWO do not end)", "11 i32",
        "4 i32", "('3' is out of place)", "(## makes no token of '+/')", "18 i32",
        "(ZERO has too few or too many arguments)", "(it calls ID())", "5 i32", "3 i32",
        "(it is too long)", "(it calls UNDONE())", "('0x1UL' is out of place)",
        "\"1.1 .1\"", "6 i32", "(an offset is the compiler's business)",
        "4294967295 u32", "1 u64", "0 i64", "4 i32", "0 i32",
    };
    Fixture f = read_c(text);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        const char *name = arena_printf(f.ctx->arena, "M%zu", i + 1);
        const Macro *m = map_get(f.tokens->macro_by_name, intern_z(f.ctx, name));
        ConstValue v = {0};
        const char *why = NULL;
        bool ok = macro_evaluate(f.ctx, f.unit, &f.target, m, &v, &why);
        CHECK_STR(value_text(f.ctx, ok, &v, why), wanted[i]);
    }
    context_free(f.ctx);
}

// C23 6.7.3.3 and, in every mode, clang 20: where one enumerator does not fit int, all
// have the type of the enum; before, each is an int that fits.
static void test_enumerators(void)
{
    static const char enums[] =
        "enum a { SMALL = 1, LARGE = 0x80000000 }; enum b { LOW = -1, HIGH = 1ll << 40 };"
        "enum c { ONE = 1 };\n#define M1 -SMALL\n#define M2 LOW\n#define M3 -ONE\n";
    static const struct {
        const char *before, *wanted[3];
    } cases[] = {
        {"", {"-1 i32", "-1 i32", "-1 i32"}},
        {"#define __clang_major__ 19\n#define __STDC_VERSION__ 202311L\n",
         {"-1 i32", "-1 i32", "-1 i32"}},
        {"#define __clang_major__ 20\n", {"4294967295 u32", "-1 i64", "-1 i32"}},
        {"#define __STDC_VERSION__ 202000L\n", {"4294967295 u32", "-1 i64", "-1 i32"}},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        Arena *arena = arena_new();
        Fixture f = read_c(arena_printf(arena, "%s%s", cases[k].before, enums));
        for (size_t i = 0; i < 3; i++) {
            const char *name = arena_printf(f.ctx->arena, "M%zu", i + 1);
            const Macro *m = map_get(f.tokens->macro_by_name, intern_z(f.ctx, name));
            ConstValue v = {0};
            const char *why = NULL;
            bool ok = macro_evaluate(f.ctx, f.unit, &f.target, m, &v, &why);
            CHECK_STR(value_text(f.ctx, ok, &v, why), cases[k].wanted[i]);
        }
        context_free(f.ctx);
        arena_free(arena);
    }
}

static void collect(const Expr *name, void *arg)
{
    text_printf(arg, "%s ", name->name);
}

static Expr *parse_text(Fixture *f, const char *text)
{
    size_t n = 0;
    const char *why = NULL;
    Source *s = source_from_text(f->ctx, "marker.c", text, strlen(text));
    Tokens *t = lex(f->ctx, s);
    n = t->n;
    return expr_parse(f->ctx, f->unit, t->at, n, &why);
}

static void test_trees(void)
{
    Fixture f = read_c("typedef double T;\n");
    Text names;
    text_init(&names, f.ctx);
    Expr *e = parse_text(&f, "n * m[i + 1] + self->count + f(k, *q) + sizeof z + (T)w");
    CHECK(e != NULL);
    expr_names(e, collect, &names);
    CHECK_STR(names.s, "n m i self k q w ");
    e = parse_text(&f, "return < 0 && this != a.b");
    CHECK_INT(e->kind, EX_BINARY);
    CHECK_INT(e->op, TK_AND);
    CHECK_INT(e->a->a->kind, EX_RETURN);
    CHECK_INT(e->b->a->kind, EX_THIS);
    CHECK_INT(e->b->b->kind, EX_MEMBER);
    CHECK_STR(expr_text(f.ctx, e), "return < 0 && this != a.b");
    e = parse_text(&f, "(a  -  b) - c /* why */ - d");
    CHECK_STR(expr_text(f.ctx, e), "(a - b) - c - d");
    CHECK_INT(e->a->a->op, TK_MINUS);
    e = parse_text(&f, "list_free(this, n)(1)");
    CHECK_INT(e->kind, EX_CALL);
    CHECK(e->name == NULL && e->b->kind == EX_CALL);
    CHECK_STR(e->b->name, "list_free");
    CHECK_STR(e->b->a->next->name, "n");
    CHECK(parse_text(&f, "a ? b : c ? d : e")->c->kind == EX_TERNARY);
    context_free(f.ctx);
}

static void test_split(void)
{
    Context *ctx = context_new();
    size_t len[4];
    const Token *part[4];
    const char *s = "return < 0, E, f(a, b)[c, d], \"x\", y";
    TokenRange line = lex_line(ctx, s, strlen(s));
    const Token *t = line.at;
    CHECK_INT(split_args(t, line.n, part, len, 4), 5);
    CHECK_INT(len[0], 3);
    CHECK_INT(len[2], 11);
    CHECK(part[1] == t + 4);
    CHECK_INT(split_args(t, 0, part, len, 4), 0);
    context_free(ctx);
}

static void test_types(void)
{
    Fixture f = read_c(
        "#define __SIZEOF_LONG__ 4\n#define __CHAR_UNSIGNED__ 1\n"
        "typedef int T; enum s { A = -1 }; enum u { B = 0xffffffff }; "
        "enum b { C = 1ll << 40 };"
        "enum n { D = -1, E = 0xffffffff }; enum f : short { G }; "
        "enum i { H = sizeof(struct q) };"
        "T a; int b; char c; long d; enum s e; enum u g; enum b h; "
        "enum n i; enum f j; enum i k;"
        "const int *l; int const *m; int *n; int (*o)(int, char[3]); T (*p)(T, char *);"
        "int q[3]; int r[4]; int s[]; int (*t)(void); int (*u)(); "
        "int (*v)(const T, ...);"
        "_BitInt(7) w; unsigned long long x; _Bool y; double z;");
    static const struct {
        char name;
        int bits;
        bool is_signed;
    } widths[] = {
        {'b', 32, true}, {'c', 8, false}, {'d', 32, true}, {'e', 32, true},
        {'g', 32, false}, {'h', 64, false}, {'i', 64, true}, {'j', 16, true},
        {'k', 0, false}, {'w', 7, true}, {'x', 64, false}, {'y', 8, false},
        {'z', 0, false},
    };
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        const Type *t = find_decl(&f, (char[]){widths[i].name, 0})->type;
        CHECK_INT(type_int_bits(&f.target, t), widths[i].bits);
        CHECK_INT(type_int_signed(&f.target, t), widths[i].is_signed);
    }
    static const struct {
        char a, b;
        bool same;
    } pairs[] = {
        {'a', 'b', true}, {'b', 'd', false}, {'l', 'm', true}, {'l', 'n', false},
        {'o', 'p', true}, {'q', 'r', false}, {'q', 's', true}, {'t', 'u', true},
        {'t', 'o', false}, {'v', 'o', false}, {'e', 'g', false}, {'c', 'y', false},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const Type *a = find_decl(&f, (char[]){pairs[i].a, 0})->type;
        const Type *b = find_decl(&f, (char[]){pairs[i].b, 0})->type;
        CHECK_INT(type_same(a, b), pairs[i].same);
        CHECK_INT(type_same(b, a), pairs[i].same);
    }
    CHECK(type_is_char(find_decl(&f, "c")->type));
    CHECK(!type_is_char(find_decl(&f, "y")->type));
    CHECK(type_is_integer(find_decl(&f, "y")->type));
    CHECK(type_is_number(find_decl(&f, "z")->type));
    CHECK(!type_is_number(find_decl(&f, "l")->type));
    CHECK_STR(type_declare_param(f.ctx, find_decl(&f, "q")->type, "q"), "int *q");
    CHECK_STR(type_declare(f.ctx, type_pointer(f.ctx, find_decl(&f, "q")->type), "p"),
              "int (*p)[3]");
    context_free(f.ctx);
}

int main(void)
{
    test_values();
    test_macros();
    test_replacement();
    test_enumerators();
    test_trees();
    test_split();
    test_types();
    return test_result();
}
