/* SPDX-License-Identifier: MIT
 *
 * A word begins where white space (or nothing) is followed by something else. Each
 * byte is classed without a branch, and 16 bytes at once: all x86-64 CPUs have SSE2.
 * The beginnings are counted in bytes, which are summed before they can overflow.
 */
#include "word_count.h"

#include <stdbool.h>

#if defined __x86_64__
#include <emmintrin.h>
#endif

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Beginnings in text[from .. n), one byte after the other; `space`: what is before
 * text[from] is white space or the beginning of the text. */
static size_t count_bytes(size_t from, size_t n, const char *text, bool space)
{
    size_t words = 0;
    for (size_t i = from; i < n; i++) {
        bool now = is_space(text[i]);
        words += space && !now;
        space = now;
    }
    return words;
}

#if defined __x86_64__

enum {
    STEP = 16,
    STEPS = 255, /* a counter of 8 bits takes so many */
};

/* 0xff for white space, else 0: 9 .. 13 are moved to the top of the signed bytes */
static inline __m128i spaces(__m128i c)
{
    __m128i moved = _mm_add_epi8(c, _mm_set1_epi8(127 - '\r'));
    __m128i range = _mm_cmpgt_epi8(moved, _mm_set1_epi8(127 - '\r' + '\t' - 1));
    return _mm_or_si128(range, _mm_cmpeq_epi8(c, _mm_set1_epi8(' ')));
}

size_t word_count(size_t n, const char text[n])
{
    __m128i total = _mm_setzero_si128();
    __m128i before = _mm_set1_epi8(-1); /* classes of the 16 bytes before */
    size_t i = 0;
    while (n - i >= STEP) {
        size_t steps = (n - i) / STEP;
        size_t end = i + STEP * (steps < STEPS ? steps : STEPS);
        __m128i count = _mm_setzero_si128();
        for (; i < end; i += STEP) {
            __m128i now = spaces(_mm_loadu_si128((const __m128i *)(text + i)));
            __m128i last =
                _mm_or_si128(_mm_slli_si128(now, 1), _mm_srli_si128(before, 15));
            count = _mm_sub_epi8(count, _mm_andnot_si128(now, last));
            before = now;
        }
        total = _mm_add_epi64(total, _mm_sad_epu8(count, _mm_setzero_si128()));
    }
    total = _mm_add_epi64(total, _mm_unpackhi_epi64(total, total));
    size_t words = (size_t)_mm_cvtsi128_si64(total);
    return words + count_bytes(i, n, text, i == 0 || is_space(text[i - 1]));
}

#else

size_t word_count(size_t n, const char text[n])
{
    return count_bytes(0, n, text, true);
}

#endif
