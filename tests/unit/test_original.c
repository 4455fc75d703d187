// SPDX-License-Identifier: MIT
// test_original.c: files that are larger than the window through which they are read.
//
// The same text is an input, of which all is in memory, and a file beside it: both must
// have the same lines and the same text anywhere.
#include "test.h"

static const char PATH[] = "original-test.h";

static void write_file(const char *s, size_t n)
{
    FILE *f = fopen(PATH, "wb");
    if (f == NULL || fwrite(s, 1, n, f) != n || fclose(f) != 0) {
        perror(PATH);
        exit(1);
    }
}

// All that changes what follows, at every distance from the end of a block.
static void add_odd_text(Text *t, size_t n)
{
    static const char *const pieces[] = {
        "int x;", "\n", "/*", "*/", "//", "\\\n", "\"", "'", "\\\"", "/", "*", "\\",
        " a b c d e f g h i j k l m n o p", "\n", "*/", "\r\n",
    };
    uint32_t random = 1;
    while (t->n < n) {
        random = random * 1664525u + 1013904223u;
        text_add(t, pieces[random >> 28]);
    }
}

static Original *both(Context *ctx, const Text *t, Original **input)
{
    write_file(t->s, t->n);
    Source *s = source_from_text(ctx, "input.c", t->s, t->n);
    Span at = {s->base, s->base};
    *input = source_original(ctx, at, s->path);
    return source_original(ctx, at, intern_z(ctx, PATH));
}

static bool same_piece(Context *ctx, Original *file, const Text *t, size_t from, size_t to)
{
    return memcmp(original_text(ctx, file, from, to), t->s + from, to - from) == 0;
}

static void test_size(size_t size)
{
    Context *ctx = context_new();
    Text t;
    text_init_for(&t, ctx, 1);
    add_odd_text(&t, size);
    Original *input, *file = both(ctx, &t, &input);
    CHECK(file != NULL && input != NULL && input != file);
    CHECK_INT(file->size, t.n);
    CHECK_INT(file->n_lines, input->n_lines);
    size_t wrong = 0;
    for (size_t i = 0; i <= input->n_lines; i++) {
        wrong += input->lines[i].start != file->lines[i].start
            || input->lines[i].in_comment != file->lines[i].in_comment;
    }
    CHECK_INT(wrong, 0);
    CHECK(same_piece(ctx, file, &t, 0, t.n / 50));
    CHECK(same_piece(ctx, file, &t, 0, t.n));           // more than a window
    CHECK_INT(*original_text(ctx, file, t.n, t.n), 0);
    uint32_t random = 7;
    for (int i = 0; i < 300; i++) {
        random = random * 1664525u + 1013904223u;
        size_t from = random % (t.n + 1), left = t.n - from;
        CHECK(same_piece(ctx, file, &t, from, from + (left < 100 ? left : 100)));
    }
    context_free(ctx);
}

// Backwards, line by line, as comments are looked for.
static void test_lines(void)
{
    Context *ctx = context_new();
    Text t;
    text_init(&t, ctx);
    for (int i = 1; i <= 20000; i++) {
        text_printf(&t, "line %d\r\n", i);
    }
    text_add(&t, "the last");
    Original *input, *file = both(ctx, &t, &input);
    CHECK_INT(file->n_lines, 20001);
    CHECK(file->window_cap < 100000);
    CHECK_STR(original_line(ctx, file, 20001), "the last");
    for (int i = 20000; i > 0; i -= 3) {
        CHECK_STR(original_line(ctx, file, i), arena_printf(ctx->arena, "line %d", i));
    }
    size_t n;
    CHECK(starts_with(original_lines(ctx, file, 99, 101, &n), "line 100\r\nline 101\r\n"));
    CHECK_INT(n, 20);
    CHECK(file->window_cap < 100000);
    context_free(ctx);
}

static void test_changed(void)
{
    Context *ctx = context_new();
    Text t;
    text_init(&t, ctx);
    add_odd_text(&t, 200000);
    Original *input, *file = both(ctx, &t, &input);
    write_file("short", 5);
    const char *s = original_text(ctx, file, 3, 150000);
    CHECK_STR(s, "rt");
    CHECK_INT(s[149997], 0);
    remove(PATH);
    CHECK_INT(*original_text(ctx, file, 199000, 199500), 0);
    Span at = {1, 1};
    CHECK(source_original(ctx, at, intern_z(ctx, "no/such/file.h")) == NULL);
    CHECK(source_original(ctx, at, intern_z(ctx, ".")) == NULL);
    CHECK(source_original(ctx, at, intern_z(ctx, "<built-in>")) == NULL);
    CHECK(source_original(ctx, at, intern_z(ctx, "no/such/file.h")) == NULL);
    context_free(ctx);
}

int main(void)
{
    static const size_t sizes[] = {0, 1, 5, 32766, 32767, 32768, 65533, 65534, 65535,
                                   65536, 500000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        test_size(sizes[i]);
    }
    test_lines();
    test_changed();
    remove(PATH);
    return test_result();
}
