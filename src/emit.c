// SPDX-License-Identifier: MIT
// emit.c: puts an emitted text into its file: under a temporary name, then renamed, and
// only when the content differs, so that nothing is rebuilt for nothing.
#include "emit.h"

#include <errno.h>
#include <string.h>

static bool same_content(const char *path, const Text *text)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        return false;
    }
    char block[4096];
    size_t at = 0, n;
    bool same = true;
    while (same && (n = fread(block, 1, sizeof block, file)) > 0) {
        same = at + n <= text->n && memcmp(text->s + at, block, n) == 0;
        at += n;
    }
    fclose(file);
    return same && at == text->n;
}

static bool failed(const char *path)
{
    fprintf(stderr, "carbidec: cannot write %s: %s\n", path, strerror(errno));
    return false;
}

bool emit_file(Context *ctx, const char *dir, const char *name, const Text *text)
{
    const char *path = arena_printf(ctx->arena, "%s/%s", dir, name);
    const char *temporary = arena_printf(ctx->arena, "%s/.%s.tmp", dir, name);
    if (same_content(path, text)) {
        return true;
    }
    FILE *file = fopen(temporary, "wb");
    if (!file) {
        return failed(temporary);
    }
    bool written = fwrite(text->s, 1, text->n, file) == text->n;
    if (fclose(file) != 0 || !written) {
        remove(temporary);
        return failed(temporary);
    }
#ifdef _WIN32
    remove(path);           // rename does not replace there
#endif
    if (rename(temporary, path) != 0) {
        remove(temporary);
        return failed(path);
    }
    return true;
}
