// SPDX-License-Identifier: MIT
// main.c: the command line of carbidec, and the pipeline: source -> tokens ->
// declarations -> module -> glue, stub, description. In: files that cc -E -dD -CC made.
// Out: three files in -o DIR, diagnostics on stderr; with errors nothing is written.
// The only exit().
#include "emit.h"
#include "propose.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const char usage_text[] =
    "usage: carbidec --module NAME -o DIR [options] umbrella.i [file.i ...]\n"
    "\n"
    "Reads what `cc -E -dD -CC -D__CARBIDE__=1 -DCARBIDE_MODULE=NAME` prints: the\n"
    "first file declares, the others give bodies. Writes NAME_glue.c, NAME.pyi and\n"
    "NAME.json.\n"
    "\n"
    "  --module NAME         name of the Python module, without its package\n"
    "  -o DIR                where the files go\n"
    "  --header PATH         a header whose declarations are exported (repeatable);\n"
    "                        without one, the definitions of the files themselves are\n"
    "  --prefix P            prefix to strip from names (repeatable, the first wins)\n"
    "  --case snake          fooBar becomes foo_bar\n"
    "  --lock NAME           every function takes the lock of that name\n"
    "  --cpu LEVEL           functions exist once more for x86-64-v2, -v3 or -v4: write\n"
    "                        NAME_calls.c, the table of one level (repeatable);\n"
    "                        baseline: for none, but say so in __carbide_cpu__\n"
    "  --color always|never  colours in diagnostics (default: never)\n"
    "  --format text|json    diagnostics on stderr, or as SARIF on stdout\n"
    "  --max-errors N        show at most N errors (default: 20; 0: all)\n"
    "  --undefined SYMBOL    a symbol that the linker did not find (repeatable)\n"
    "  --check-only          report, write nothing\n"
    "  --lenient             list what has errors as left out; write NAME.json only\n"
    "  --import              draft a binding of --header: write NAME.h and NAME.json\n"
    "                        (--undefined: a function that the library lacks)\n"
    "  --explain DIAG        print the explanation of a diagnostic\n"
    "  --list-diagnostics    print name, level and explanation of each\n"
    "  --version             print the version\n";

typedef struct {
    VEC(const char *) inputs, headers, prefixes, undefined, levels;
    bool check_only, import;
} Arguments;

typedef enum {
    STATUS_GO = -1, STATUS_OK = 0, STATUS_ERRORS = 1, STATUS_USAGE = 2
} Status;

static Status usage(const char *fmt, const char *word)
{
    fprintf(stderr, "carbidec: ");
    fprintf(stderr, fmt, word);
    fprintf(stderr, "\n%s", usage_text);
    return STATUS_USAGE;
}

static Status list_diagnostics(void)
{
    static const struct { const char *name, *level, *text; } rows[] = {
#define DIAG(id, name, level, text) { name, #level, text },
#include "diags.def"
#undef DIAG
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        printf("%s %s\n", rows[i].name, rows[i].level);
        for (const char *line = rows[i].text; *line;) {
            size_t n = strcspn(line, "\n");
            printf("    %.*s\n", (int)n, line);
            line += n + (line[n] == '\n');
        }
        printf("\n");
    }
    return STATUS_OK;
}

static Status explain(const char *name)
{
    if (diag_explain(name, stdout)) {
        return STATUS_OK;
    }
    fprintf(stderr, "carbidec: there is no diagnostic `%s`\n", name);
    return STATUS_USAGE;
}

// x86-64-v2 to v4, each behind lower ones.
static bool is_next_level(const Arguments *a, const char *value)
{
    const char *last = a->levels.n ? a->levels.at[a->levels.n - 1] : "x86-64-v1";
    return strlen(value) == 9 && strncmp(value, "x86-64-v", 8) == 0 && value[8] <= '4'
           && value[8] > last[8];
}

// Decimal digits that an int holds; else -1.
static int read_count(const char *value)
{
    int n = 0;
    for (const char *c = value; *c; c++) {
        if (*c < '0' || *c > '9' || n > (INT_MAX - (*c - '0')) / 10) {
            return -1;
        }
        n = n * 10 + (*c - '0');
    }
    return *value ? n : -1;
}

static Status set_max_errors(Options *o, const char *value, const char *refusal)
{
    o->max_errors = read_count(value);
    return o->max_errors >= 0 ? STATUS_GO : usage(refusal, value);
}

// Options that take a value. False: `name` is none of them.
static bool set_option(Context *ctx, Arguments *a, const char *name, const char *value,
                       Status *status)
{
    Options *o = &ctx->options;
    if (strcmp(name, "--module") == 0) {
        o->module = value;
    } else if (strcmp(name, "-o") == 0) {
        o->out_dir = value;
    } else if (strcmp(name, "--lock") == 0) {
        o->lock = value;
    } else if (strcmp(name, "--header") == 0) {
        *vec_push(ctx, &a->headers) = value;
    } else if (strcmp(name, "--prefix") == 0) {
        *vec_push(ctx, &a->prefixes) = value;
    } else if (strcmp(name, "--undefined") == 0) {
        *vec_push(ctx, &a->undefined) = value;
    } else if (strcmp(name, "--cpu") == 0 && strcmp(value, "baseline") == 0) {
        o->says_cpu = true;
    } else if (strcmp(name, "--cpu") == 0 && is_next_level(a, value)) {
        *vec_push(ctx, &a->levels) = value;
    } else if (strcmp(name, "--max-errors") == 0) {
        *status = set_max_errors(o, value, "--max-errors takes how many to "
                                 "show, or 0 for all; not `%s`");
    } else if (strcmp(name, "--case") == 0 && strcmp(value, "snake") == 0) {
        o->snake_case = true;
    } else if (strcmp(name, "--color") == 0
               && (strcmp(value, "always") == 0 || strcmp(value, "never") == 0)) {
        o->color = value[0] == 'a';
    } else if (strcmp(name, "--format") == 0
               && (strcmp(value, "text") == 0 || strcmp(value, "json") == 0)) {
        o->as_json = value[0] == 'j';
    } else if (strcmp(name, "--case") == 0) {
        *status = usage("--case takes `snake`, not `%s`", value);
    } else if (strcmp(name, "--cpu") == 0) {
        *status = usage("--cpu takes baseline, x86-64-v2, x86-64-v3, x86-64-v4, in this order; "
                        "not `%s`", value);
    } else if (strcmp(name, "--color") == 0) {
        *status = usage("--color takes `always` or `never`, not `%s`", value);
    } else if (strcmp(name, "--format") == 0) {
        *status = usage("--format takes `text` or `json`, not `%s`", value);
    } else if (strcmp(name, "--explain") == 0) {
        *status = explain(value);
    } else {
        return false;
    }
    return true;
}

static Status read_arguments(Context *ctx, Arguments *a, int argc, char **argv)
{
    const char *most = getenv("CARBIDE_MAX_ERRORS");    // through a build system
    Status status = set_max_errors(&ctx->options, most && *most ? most : "20",
                                   "CARBIDE_MAX_ERRORS says how many errors to show, or "
                                   "0 for all; not `%s`");
    for (int i = 1; i < argc && status == STATUS_GO; i++) {
        const char *arg = argv[i];
        if (arg[0] != '-') {
            *vec_push(ctx, &a->inputs) = arg;
        } else if (strcmp(arg, "--version") == 0) {
            printf("carbidec %s\n", CARBIDEC_VERSION);
            return STATUS_OK;
        } else if (strcmp(arg, "--help") == 0) {
            printf("%s", usage_text);
            return STATUS_OK;
        } else if (strcmp(arg, "--list-diagnostics") == 0) {
            return list_diagnostics();
        } else if (strcmp(arg, "--lenient") == 0) {
            ctx->options.lenient = true;
        } else if (strcmp(arg, "--check-only") == 0) {
            a->check_only = true;
        } else if (strcmp(arg, "--import") == 0) {
            a->import = true;
        } else if (arg[1] == '-' && strchr(arg, '=') != NULL) {     // --option=value
            size_t n = strcspn(arg, "=");
            const char *name = arena_strndup(ctx->arena, arg, n);
            if (!set_option(ctx, a, name, arg + n + 1, &status)) {
                return usage("%s is no option", name);
            }
        } else if (i + 1 == argc) {
            return usage("%s wants a value, or is no option", arg);
        } else if (!set_option(ctx, a, arg, argv[++i], &status)) {
            return usage("%s is no option", arg);
        }
    }
    return status;
}

static Status check_arguments(Context *ctx, const Arguments *a)
{
    Options *o = &ctx->options;
    o->headers = a->headers.at;
    o->n_headers = a->headers.n;
    o->prefixes = a->prefixes.at;
    o->n_prefixes = a->prefixes.n;
    o->undefined = a->undefined.at;
    o->n_undefined = a->undefined.n;
    o->levels = a->levels.at;
    o->n_levels = a->levels.n;
    o->says_cpu = o->says_cpu || o->n_levels;
    if (!a->inputs.n) {
        return usage("%s", "no input file");
    }
    if (!o->module) {
        return usage("%s", "--module is missing");
    }
    if (!o->out_dir && !a->check_only) {
        return usage("%s", "-o is missing");
    }
    const char *tail = strrchr(o->module, '.');
    o->module = tail ? tail + 1 : o->module;
    return STATUS_GO;
}

static bool write_text(const Module *m, const char *suffix, const Text *text)
{
    const char *name = arena_printf(m->ctx->arena, "%s%s", m->name, suffix);
    return emit_file(m->ctx, m->ctx->options.out_dir, name, text);
}

// A text that begins so large grows without leaving anything behind.
enum { LARGE = 128 * 1024 };

static bool write_module(Context *ctx, Module *m)
{
    Text pyi, json, glue, calls;
    text_init_for(&json, ctx, LARGE);
    text_init(&pyi, ctx);
    text_init(&glue, ctx);
    text_init(&calls, ctx);
    emit_json(m, &json);
    if (ctx->options.lenient) {
        return write_text(m, ".json", &json);
    }
    emit_pyi(m, &pyi);
    emit_glue(m, &glue, &calls);
    return write_text(m, ".pyi", &pyi) && write_text(m, ".json", &json)
           && write_text(m, "_glue.c", &glue)
           && (!calls.n || write_text(m, "_calls.c", &calls));
}

static void report(Context *ctx)
{
    if (!ctx->options.as_json) {
        diag_flush(ctx, stderr);
        return;
    }
    Text out;
    text_init(&out, ctx);
    diag_json(ctx, &out);
    fwrite(out.s, 1, out.n, stdout);
}

// The pipeline.
static Status translate(Context *ctx, const Arguments *a)
{
    VEC(Unit *) units = {0};
    for (size_t i = 0; i < a->inputs.n; i++) {
        Source *source = source_open(ctx, a->inputs.at[i]);
        if (source) {
            Tokens *tokens = lex_begin(ctx, source);
            *vec_push(ctx, &units) = parse(ctx, tokens);
        }
    }
    Module *m = NULL;
    if (units.n == a->inputs.n) {
        m = lower(ctx, units.at[0], units.at + 1, units.n - 1);
    }
    trace_reports(ctx, units.at, units.n);
    report(ctx);
    if (!m || diag_errors(ctx) > 0) {
        return STATUS_ERRORS;
    }
    return a->check_only || write_module(ctx, m) ? STATUS_OK : STATUS_ERRORS;
}

// A binding of one header: drafted, held to what a build would say, written.
static Status import_header(Context *ctx, const Arguments *a)
{
    const Source *library = source_open(ctx, a->inputs.at[0]);
    Unit *unit = library ? parse(ctx, lex_begin(ctx, library)) : NULL;
    if (!unit) {
        diag_flush(ctx, stderr);
        return STATUS_ERRORS;
    }
    Proposals *all = propose(ctx, unit);
    Module *bound = draft_settle(all, library);
    if (!bound) {
        return STATUS_ERRORS;
    }
    Text header, json;
    text_init(&header, ctx);
    text_init(&json, bound->ctx);
    emit_import(all, &header);
    emit_json(bound, &json);
    bool written = write_text(all->m, ".h", &header)
                   && write_text(bound, ".json", &json);
    context_free(bound->ctx);
    return written ? STATUS_OK : STATUS_ERRORS;
}

int main(int argc, char **argv)
{
    Context *ctx = context_new();
    Arguments arguments = {0};
    Status status = read_arguments(ctx, &arguments, argc, argv);
    if (status == STATUS_GO) {
        status = check_arguments(ctx, &arguments);
    }
    if (status == STATUS_GO) {
        status = arguments.import ? import_header(ctx, &arguments)
                                  : translate(ctx, &arguments);
    }
    context_free(ctx);
    exit((int)status);
}
