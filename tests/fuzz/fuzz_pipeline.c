// SPDX-License-Identifier: MIT
// fuzz_pipeline.c: the translator as a whole on broken input: lowering, checks, emitters.
//
//     fuzz_pipeline SECONDS SEED file.i …
//
// Runs what main.c runs, in one process and without files: what is read without an error
// is emitted as glue, stub and description; with errors, and half of the time, leniently,
// as a description alone. Build it with -fsanitize=address,undefined.
#include "emit.h"
#include "mutate.h"

static void run(const char *text, size_t n, FILE *nowhere)
{
    static const char *const prefixes[] = {"geo_", "z"}, *const headers[] = {"x.h"};
    static const char *const levels[] = { "x86-64-v3", "x86-64-v4" };
    Context *ctx = context_new();
    ctx->options.module = "fuzz";
    ctx->options.snake_case = pick(2) == 0;
    ctx->options.lenient = pick(2) == 0;
    ctx->options.prefixes = prefixes;
    ctx->options.n_prefixes = pick(3);
    ctx->options.says_cpu = ctx->options.snake_case;
    ctx->options.levels = levels;
    ctx->options.n_levels = ctx->options.snake_case ? 2 : 0;
    ctx->options.headers = headers;     // then nearly all is foreign, and forgotten
    ctx->options.n_headers = pick(3) == 0;
    Source *source = source_from_text(ctx, "fuzz.i", text, n);
    Unit *unit = parse(ctx, lex_begin(ctx, source));
    Module *m = lower(ctx, unit, &unit, pick(2));
    diag_flush(ctx, nowhere);
    if (m != NULL && diag_errors(ctx) == 0) {
        produced++;
        Text pyi, json, glue, calls;
        text_init(&pyi, ctx);
        text_init(&json, ctx);
        text_init(&glue, ctx);
        text_init(&calls, ctx);
        emit_pyi(m, &pyi);
        emit_json(m, &json);
        if (!ctx->options.lenient) {
            emit_glue(m, &glue, &calls);
        }
    }
    context_free(ctx);
}

FUZZ_PROGRAM(run)
