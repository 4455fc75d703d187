// SPDX-License-Identifier: MIT
// test_text.c: arena, growable text, names, maps, quoting, suggestions.
#include "test.h"

static void test_arena(Context *ctx)
{
    char *p = arena_alloc(ctx->arena, 100);
    for (int i = 0; i < 100; i++) {
        CHECK(p[i] == 0);
    }
    CHECK(((uintptr_t)p & 7) == 0);
    CHECK_STR(arena_strndup(ctx->arena, "abcdef", 3), "abc");
    CHECK_STR(arena_printf(ctx->arena, "%d-%s", 7, "x"), "7-x");
    char *big = arena_alloc(ctx->arena, 3 * 1024 * 1024);
    big[3 * 1024 * 1024 - 1] = 1;
    VEC(int) v = {0};
    for (int i = 0; i < 10000; i++) {
        *vec_push(ctx, &v) = i;
        if (i % 7 == 0) {
            arena_alloc(ctx->arena, 24);        // so that growing has to move
        }
    }
    int wrong = 0;
    for (int i = 0; i < 10000; i++) {
        wrong += v.at[i] != i;
    }
    CHECK_INT(wrong, 0);
}

static void test_names_and_maps(Context *ctx)
{
    const char *a = intern(ctx, "alpha!", 5), *b = intern_z(ctx, "alpha");
    CHECK(a == b);
    CHECK_STR(a, "alpha");
    CHECK(intern_z(ctx, "alphA") != a);
    CHECK_INT(name_tag(a), 0);
    name_set_tag(a, 42);
    CHECK_INT(name_tag(b), 42);
    Map *m = map_new(ctx);
    CHECK(map_get(m, a) == NULL);
    CHECK(map_get(m, NULL) == NULL);
    static int values[20000];
    for (int i = 0; i < 20000; i++) {
        char s[16];
        snprintf(s, sizeof s, "name%d", i);
        map_put(m, intern_z(ctx, s), &values[i]);
    }
    int wrong = 0;
    for (int i = 0; i < 20000; i++) {
        char s[16];
        snprintf(s, sizeof s, "name%d", i);
        wrong += map_get(m, intern_z(ctx, s)) != &values[i];
    }
    CHECK_INT(wrong, 0);
    map_put(m, intern_z(ctx, "name7"), &values[8]);
    CHECK(map_get(m, intern_z(ctx, "name7")) == &values[8]);
}

static const char *quoted(Context *ctx, char kind, const char *s, size_t n)
{
    Text t;
    text_init(&t, ctx);
    if (kind == 'c') {
        text_c_string(&t, s, n);
    } else if (kind == 'p') {
        text_py_string(&t, s, n);
    } else {
        text_json_string(&t, s, n);
    }
    return t.s;
}

static void test_quoting(Context *ctx)
{
    CHECK_STR(quoted(ctx, 'c', "a\"b\\c\n\t", 7), "\"a\\\"b\\\\c\\n\\011\"");
    CHECK_STR(quoted(ctx, 'c', "\0" "1", 2), "\"\\0001\"");
    CHECK_STR(quoted(ctx, 'c', "what?\?/", 7), "\"what?\\?/\"");
    CHECK_STR(quoted(ctx, 'c', "\xc3\xa9", 2), "\"\\303\\251\"");
    CHECK_STR(quoted(ctx, 'p', "it's", 4), "\"it's\"");
    CHECK_STR(quoted(ctx, 'p', "a\"b", 3), "'a\"b'");
    CHECK_STR(quoted(ctx, 'p', "'\"\\", 3), "'\\'\"\\\\'");
    CHECK_STR(quoted(ctx, 'p', "\xc3\xa9\x01", 3), "'\xc3\xa9\\x01'");
    CHECK_STR(quoted(ctx, 'p', "\xff", 1), "'\\ufffd'");
    CHECK_STR(quoted(ctx, 'p', "\xe2\x80\xae", 3), "'\\u202e'");     // turns the text
    CHECK_STR(quoted(ctx, 'j', "a\"\n\x01", 4), "\"a\\\"\\n\\u0001\"");
    CHECK_STR(quoted(ctx, 'j', "\xc3", 1), "\"\\ufffd\"");
    CHECK_STR(quoted(ctx, 'j', "", 0), "\"\"");
}

static void test_utf8(void)
{
    uint32_t c = 0;
    CHECK_INT(utf8_decode("\xe2\x82\xac", 3, &c), 3);
    CHECK_INT(c, 0x20AC);
    CHECK_INT(utf8_decode("\xe2\x82", 2, &c), 0);           // cut off
    CHECK_INT(utf8_decode("\xc0\x80", 2, &c), 0);           // overlong
    CHECK_INT(utf8_decode("\xed\xa0\x80", 3, &c), 0);       // surrogate
    CHECK_INT(utf8_decode("\xf4\x90\x80\x80", 4, &c), 0);   // above U+10FFFF
    CHECK_INT(utf8_decode("", 0, &c), 0);
    CHECK_INT(utf8_columns(0x4E2D), 2);
    CHECK_INT(utf8_columns(0x301), 0);
    CHECK_INT(utf8_columns('x'), 1);
}

static void test_nearest(void)
{
    const char *const names[] = {"uint8_t", "uint16_t", "size_t", "CB_SHAPE"};
    CHECK_STR(nearest("uint61_t", names, 4), "uint16_t");
    CHECK_STR(nearest("siez_t", names, 4), "size_t");
    CHECK_STR(nearest("cb_shape", names, 4), "CB_SHAPE");
    CHECK(nearest("window", names, 4) == NULL);
    CHECK(nearest("", names, 4) == NULL);
    CHECK(starts_with("CB_OUT", "CB_"));
    CHECK(!starts_with("C", "CB_"));
}

int main(void)
{
    Context *ctx = context_new();
    test_arena(ctx);
    test_names_and_maps(ctx);
    test_quoting(ctx);
    test_utf8();
    test_nearest();
    context_free(ctx);
    return test_result();
}
