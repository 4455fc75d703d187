// SPDX-License-Identifier: MIT
// json.c: writes JSON, indented by two, into a Text. In: values in the order in which
// they are to stand. Out: text; commas, new lines and quotes are this file's business.
#include "base.h"

#include <string.h>

static void new_line(Json *j)
{
    text_add(j->out, "\n");
    for (int i = 0; i < j->depth; i++) {
        text_add(j->out, "  ");
    }
}

void json_next(Json *j)
{
    text_add(j->out, j->inside ? "," : "");
    if (j->depth > 0) {
        new_line(j);
    }
    j->inside = true;
}

void json_quote(Json *j, const char *s)
{
    if (s != NULL) {
        text_json_string(j->out, s, strlen(s));
    } else {
        text_add(j->out, "null");
    }
}

void json_key(Json *j, const char *name)
{
    json_next(j);
    json_quote(j, name);
    text_add(j->out, ": ");
}

void json_open(Json *j, const char *bracket)
{
    text_add(j->out, bracket);
    j->depth++;
    j->inside = false;
}

void json_close(Json *j, const char *bracket)
{
    j->depth--;
    if (j->inside) {
        new_line(j);
    }
    text_add(j->out, bracket);
    j->inside = true;
}

void json_string(Json *j, const char *name, const char *value)
{
    json_key(j, name);
    json_quote(j, value);
}

void json_int(Json *j, const char *name, long long value)
{
    json_key(j, name);
    text_printf(j->out, "%lld", value);
}
