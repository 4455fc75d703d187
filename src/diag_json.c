// SPDX-License-Identifier: MIT
// diag_json.c: diagnostics as SARIF 2.1.0, for editors and CI.
//
// In: what was reported. Out: one run with the rules that were broken, their
// explanations, and a result for each report: place, text with its hints, notes as
// related locations, and fixes where a hint says exactly what to write. Columns count
// code points.
#include "base.h"

#include <ctype.h>
#include <string.h>

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

// A path as a URI: relative paths stay relative.
static const char *uri(Context *ctx, const char *path)
{
    Text t;
    text_init(&t, ctx);
    bool drive = isalpha((unsigned char)path[0]) && path[1] == ':';
    text_add(&t, path[0] == '/' ? "file://" : drive ? "file:///" : "");
    for (const char *p = path; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        if (c < 0x80 && (isalnum(c) || strchr("-._~/+,@=", c) != NULL
                         || (drive && p == path + 1))) {
            text_addn(&t, p, 1);
        } else if (c == '\\') {
            text_add(&t, "/");
        } else {
            text_printf(&t, "%%%02X", c);
        }
    }
    return t.s;
}

// How many code points the first n bytes are.
static int code_points(const char *s, int n)
{
    int points = 0;
    size_t size = strlen(s);
    for (size_t i = 0; i < (size_t)n; points++) {
        uint32_t c;
        size_t len = i < size ? utf8_decode(s + i, size - i, &c) : 1;
        i += len == 0 ? 1 : len;
    }
    return points;
}

static void region(Json *j, const char *name, const Place *at)
{
    json_key(j, name);
    json_open(j, "{");
    json_int(j, "startLine", at->line);
    if (at->column > 0) {
        json_int(j, "startColumn", code_points(at->text, at->column - 1) + 1);
        json_int(j, "endColumn", code_points(at->text, at->column - 1 + at->width) + 1);
    }
    if (at->text != NULL) {
        json_key(j, "snippet");
        json_open(j, "{");
        json_string(j, "text", at->text);
        json_close(j, "}");
    }
    json_close(j, "}");
}

static void artifact(Json *j, const Place *at)
{
    json_key(j, "artifactLocation");
    json_open(j, "{");
    json_string(j, "uri", uri(j->out->ctx, at->file));
    json_close(j, "}");
}

static void message(Json *j, const char *name, const char *text)
{
    json_key(j, name);
    json_open(j, "{");
    json_string(j, "text", text);
    json_close(j, "}");
}

static void location(Json *j, const Place *at, const char *text)
{
    json_next(j);
    json_open(j, "{");
    json_key(j, "physicalLocation");
    json_open(j, "{");
    artifact(j, at);
    region(j, "region", at);
    json_close(j, "}");
    if (text != NULL) {
        message(j, "message", text);
    }
    json_close(j, "}");
}

// The message, and behind it the hints: without its remedy it would be half of one.
static const char *whole_text(Context *ctx, const Report *r, const Place *at)
{
    Text t;
    text_init(&t, ctx);
    text_add(&t, r->message);
    if (at->preprocessed != NULL && *at->preprocessed != '\0') {
        text_printf(&t, "\nnote: after preprocessing: %s", at->preprocessed);
    }
    for (const DiagMore *more = r->first; more != NULL; more = more->next) {
        if (more->is_hint || (more->at.start == 0 && more->place == NULL)) {
            text_printf(&t, "\n%s: %s", more->is_hint ? "hint" : "note", more->message);
        }
    }
    return t.s;
}

static void related(Json *j, const Report *r)
{
    bool open = false;
    for (const DiagMore *more = r->first; more != NULL; more = more->next) {
        Place at = more_place(j->out->ctx, more);
        if (more->is_hint || at.file == NULL) {
            continue;
        }
        if (!open) {
            json_key(j, "relatedLocations");
            json_open(j, "[");
            open = true;
        }
        location(j, &at, more->message);
    }
    if (open) {
        json_close(j, "]");
    }
}

static void fix(Json *j, const DiagMore *more, const Place *at)
{
    json_next(j);
    json_open(j, "{");
    message(j, "description", more->message);
    json_key(j, "artifactChanges");
    json_open(j, "[");
    json_next(j);
    json_open(j, "{");
    artifact(j, at);
    json_key(j, "replacements");
    json_open(j, "[");
    json_next(j);
    json_open(j, "{");
    region(j, "deletedRegion", at);
    message(j, "insertedContent", more->fix);
    json_close(j, "}");
    json_close(j, "]");
    json_close(j, "}");
    json_close(j, "]");
    json_close(j, "}");
}

static void fixes(Json *j, const Report *r)
{
    bool open = false;
    for (const DiagMore *more = r->first; more != NULL; more = more->next) {
        Place at = source_place(j->out->ctx, more->at);
        // what a macro made cannot be replaced where it stands
        if (more->fix == NULL || at.column == 0 || at.preprocessed != NULL
            || (size_t)at.width != more->at.end - more->at.start) {
            continue;
        }
        if (!open) {
            json_key(j, "fixes");
            json_open(j, "[");
            open = true;
        }
        fix(j, more, &at);
    }
    if (open) {
        json_close(j, "]");
    }
}

static void result(Json *j, const Report *r, int rule)
{
    Context *ctx = j->out->ctx;
    Place at = source_place(ctx, r->at);
    json_next(j);
    json_open(j, "{");
    json_string(j, "ruleId", diag_kinds[r->id].name);
    json_int(j, "ruleIndex", rule);
    json_string(j, "level", level_word(diag_kinds[r->id].level));
    message(j, "message", whole_text(ctx, r, &at));
    if (at.file != NULL) {
        json_key(j, "locations");
        json_open(j, "[");
        location(j, &at, NULL);
        json_close(j, "]");
    }
    related(j, r);
    fixes(j, r);
    json_close(j, "}");
}

static void rule(Json *j, const DiagKind *kind)
{
    json_next(j);
    json_open(j, "{");
    json_string(j, "id", kind->name);
    message(j, "fullDescription", kind->text);
    json_key(j, "defaultConfiguration");
    json_open(j, "{");
    json_string(j, "level", level_word(kind->level));
    json_close(j, "}");
    json_close(j, "}");
}

// The rules that are broken, in the order of diags.def; `index` gets their places.
static void tool(Json *j, Report *const *reports, size_t n, int index[DIAG_COUNT])
{
    bool broken[DIAG_COUNT] = {false};
    for (size_t i = 0; i < n; i++) {
        broken[reports[i]->id] = true;
    }
    json_key(j, "tool");
    json_open(j, "{");
    json_key(j, "driver");
    json_open(j, "{");
    json_string(j, "name", "carbidec");
    json_string(j, "version", CARBIDEC_VERSION);
    json_key(j, "rules");
    json_open(j, "[");
    for (int i = 0, next = 0; i < DIAG_COUNT; i++) {
        if (broken[i]) {
            index[i] = next++;
            rule(j, &diag_kinds[i]);
        }
    }
    json_close(j, "]");
    json_close(j, "}");
    json_close(j, "}");
}

void diag_json(Context *ctx, Text *out)
{
    Json json = {.out = out}, *j = &json;
    int index[DIAG_COUNT], left;
    size_t n;
    Report *const *reports = diag_shown(ctx, &n, &left);
    json_open(j, "{");
    json_string(j, "$schema", SCHEMA);
    json_string(j, "version", "2.1.0");
    json_key(j, "runs");
    json_open(j, "[");
    json_next(j);
    json_open(j, "{");
    tool(j, reports, n, index);
    json_string(j, "columnKind", "unicodeCodePoints");
    json_key(j, "results");
    json_open(j, "[");
    for (size_t i = 0; i < n; i++) {
        result(j, reports[i], index[reports[i]->id]);
    }
    json_close(j, "]");
    if (left > 0) {
        json_key(j, "properties");
        json_open(j, "{");
        json_int(j, "errorsNotShown", left);
        json_close(j, "}");
    }
    json_close(j, "}");
    json_close(j, "]");
    json_close(j, "}");
    text_add(out, "\n");
}
