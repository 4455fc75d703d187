// SPDX-License-Identifier: MIT
// make.c: values that C makes.
#include "values.h"

#include <ctype.h>
#include <string.h>

cb_value constants(void)
{
    const cb_value items[] = {cb_none(), cb_bool(true), cb_bool(false),
                              cb_int(INT64_MIN), cb_float(1.5), cb_str("gr\303\274n", 5),
                              cb_bytes("a\0b", 3), cb_list(), cb_dict(),
                              cb_tuple(0, NULL), cb_str(NULL, 0), cb_bytes(NULL, 0)};
    return cb_tuple(sizeof items / sizeof *items, items);
}

cb_value numbers(int64_t n)
{
    if (n > 3000) {
        return cb_raise(CB_ValueError, "n = %lld is too many", (long long)n), NULL;
    }
    cb_value list = cb_list();
    for (int64_t i = 0; i < n; i++) {
        cb_append(list, cb_int(i));
    }
    return list;
}

cb_value words(const char *a, const char *b)
{
    cb_value list = cb_append(cb_list(), cb_str(a, strlen(a)));
    return cb_append(list, cb_str(b, strlen(b)));
}

cb_value decode(size_t n, const unsigned char data[n])
{
    return cb_str((const char *)data, n);
}

cb_value zero_bytes(size_t n)
{
    return cb_bytes(NULL, n);
}

cb_value repeat(size_t n, cb_value v)
{
    if (n > 3000) {
        return cb_raise(CB_ValueError, "n = %zu is too many", n), NULL;
    }
    cb_value *items = cb_scratch(n * sizeof *items);
    for (size_t i = 0; items && i < n; i++) {
        items[i] = v ? v : cb_int((int64_t)i + 1000);
    }
    return items ? cb_tuple(n, items) : NULL;
}

cb_value zeros(char code, size_t m, size_t k)
{
    void *data;
    return cb_array(code, 2, (size_t[]){m, k}, &data);
}

cb_value squares(size_t n)
{
    double *data;
    cb_value array = cb_array('d', 1, &n, &data);
    for (size_t i = 0; data && i < n; i++) {
        data[i] = (double)i * (double)i;
    }
    return array;
}

cb_value ones(int rank, size_t extent)
{
    size_t shape[64];
    for (int d = 0; d < 64; d++) {
        shape[d] = extent;
    }
    uint8_t *data;
    cb_value array = cb_array('B', rank, shape, &data);
    if (data && extent) {
        *data = 1;
    }
    return array;
}

cb_value count_words(const char *text)
{
    cb_value counts = cb_dict();
    while (*text) {
        size_t n = 0;
        while (text[n] && !isspace((unsigned char)text[n])) {
            n++;
        }
        if (n) {
            cb_value word = cb_str(text, n);
            int64_t before = 0;
            cb_to_int(cb_find(counts, word), &before);
            cb_put(counts, word, cb_int(before + 1));
            cb_size(word);              // still there, though the dict has an equal key
        }
        text += n + (text[n] != '\0');
    }
    return counts;
}

cb_value rows(size_t n)
{
    cb_value list = cb_list();
    for (size_t i = 0; i < n && i < 100; i++) {
        cb_value row = cb_dict();
        cb_put(row, cb_str("id", 2), cb_int((int64_t)i));
        cb_put(row, cb_str("name", 4), cb_str("row", 3));
        cb_put(row, cb_str("half", 4), cb_float((double)i / 2));
        cb_append(list, row);
    }
    return list;
}

// Calls container.pop(…), unless it is to keep what it has.
static cb_value pop(cb_value container, cb_value key, const char *mode)
{
    if (strcmp(mode, "keep") != 0) {
        cb_call(cb_get(container, "pop"), key != NULL, &key);
    }
    return container;
}

cb_value append(cb_value list, cb_value item, const char *mode)
{
    bool own = cb_kind(list) == CB_LIST && strcmp(mode, "keep") != 0;
    return own ? cb_append(cb_list(), item) : pop(cb_append(list, item), NULL, mode);
}

cb_value put(cb_value dict, cb_value key, cb_value item, const char *mode)
{
    bool own = cb_kind(dict) == CB_DICT && strcmp(mode, "keep") != 0;
    return own ? cb_put(cb_dict(), key, item) : pop(cb_put(dict, key, item), key, mode);
}

static bool too_many(size_t n)
{
    if (n > 1000000) {
        cb_raise(CB_ValueError, "n = %zu is too many", n);
    }
    return n > 1000000;
}

void churn(size_t n, cb_value pause)
{
    cb_value list = cb_list();
    for (size_t i = 0; !too_many(n) && i < n && !cb_failed(); i++) {
        cb_append(list, cb_int((int64_t)i + 1000000));
        if (i % 1000 == 999) {
            cb_call(pause, 1, &list);
        }
    }
}

void churn_dict(size_t n, cb_value pause)
{
    cb_value dict = cb_dict();
    for (size_t i = 0; !too_many(n) && i < n && !cb_failed(); i++) {
        cb_put(dict, cb_int((int64_t)i % 10 + 1000000), cb_int((int64_t)i + 1000000));
        if (i % 1000 == 999) {
            cb_call(pause, 1, &dict);
        }
    }
}
