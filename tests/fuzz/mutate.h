// SPDX-License-Identifier: MIT
// mutate.h: what the fuzzers share: random numbers, mutations, the loop over inputs.
//
// FUZZ_PROGRAM(run) ends a fuzzer. What it makes depends on how the file is compiled:
//
//     (as it is)           main(): our own loop, SECONDS SEED file.i …
//     -DFUZZ_TARGET        LLVMFuzzerTestOneInput(), for clang's -fsanitize=fuzzer
//     -DFUZZ_FILES         main(): runs the files that are named, or standard input, as
//                          AFL++ wants it
//
// Our own loop calls run() with one mutated text after another until the seconds are
// over. The text in work is in the file `fuzz-last.i` of the working directory, so that
// it is still there after a crash.
#ifndef CARBIDE_MUTATE_H
#define CARBIDE_MUTATE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t state;
static long produced;           // what run() counts, for the last line of our own loop

static size_t pick(size_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return below == 0 ? 0 : (size_t)((state * 0x2545F4914F6CDD1Du) >> 33) % below;
}

#if defined(FUZZ_TARGET) || defined(FUZZ_FILES)

// What is picked at random must follow from the input alone: a finding is a file.
static void run_one(const char *data, size_t n,
                    void (*run)(const char *text, size_t n, FILE *nowhere))
{
    char *text = malloc(n + 1);
    if (n > 0) {
        memcpy(text, data, n);
    }
    text[n] = '\0';
    state = 88172645463325252u;
    for (size_t i = 0; i < n; i++) {
        state = state * 31 + (unsigned char)text[i] + 1;
    }
    static FILE *nowhere;
    nowhere = nowhere == NULL ? fopen("/dev/null", "w") : nowhere;
    run(text, n, nowhere);
    free(text);
}

#else

static const char *const pieces[] = {
    "(", ")", "[", "]", "{", "}", ";", ",", "*", "/*", "*/", "//", "\"", "'", "\\\n",
    "\n", "#", "\n# 1 \"x.h\"\n", "\n#define X ", "int ", "struct ", "enum ",
    "typedef ",
    "CB_OUT ", "CB_VIEW(", "__attribute__((", "[[", "sizeof(", "...", "=", "<:", "%>",
    "0x", "1e", "\xff", "L'", "u8\"", "/** ", "///<", "return ", "typeof(", "_BitInt(",
};

// Changes a few places of s, which has room for `cap` bytes; returns the new length.
static size_t mutate(char *s, size_t n, size_t cap)
{
    for (size_t k = 1 + pick(12); k > 0 && n > 0; k--) {
        size_t at = pick(n), len = pick(40), other;
        const char *piece = pieces[pick(sizeof pieces / sizeof *pieces)];
        switch (pick(5)) {
        case 0:
            s[at] = (char)pick(256);
            break;
        case 1:                 // drop a piece
            len = len > n - at ? n - at : len;
            memmove(s + at, s + at + len, n - at - len);
            n -= len;
            break;
        case 2:                 // double a piece
            len = len > n - at ? n - at : len;
            if (n + len <= cap) {
                memmove(s + at + len, s + at, n - at);
                n += len;
            }
            break;
        case 3:                 // copy one place over another
            other = pick(n);
            len = len > n - at ? n - at : len;
            len = len > n - other ? n - other : len;
            memmove(s + at, s + other, len);
            break;
        default:                // put in a word that opens or ends something
            len = strlen(piece);
            if (n + len <= cap) {
                memmove(s + at + len, s + at, n - at);
                memcpy(s + at, piece, len);
                n += len;
            }
        }
    }
    return n;
}

#endif

// Up to a megabyte of a file; NULL: of standard input.
static inline char *read_all(const char *path, size_t *n)
{
    FILE *f = path == NULL ? stdin : fopen(path, "rb");
    if (f == NULL) {
        perror(path);
        exit(2);
    }
    char *s = malloc(1 << 20);
    *n = fread(s, 1, (1 << 20) - 1, f);
    if (path != NULL) {
        fclose(f);
    }
    return s;
}

#if defined(FUZZ_TARGET)

#define FUZZ_PROGRAM(run)                                                             \
    int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);                        \
    int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)                         \
    {                                                                                 \
        run_one((const char *)data, n, run);                                          \
        return 0;                                                                     \
    }

#elif defined(FUZZ_FILES)

#define FUZZ_PROGRAM(run)                                                             \
    int main(int argc, char **argv)                                                   \
    {                                                                                 \
        for (int i = argc > 1; i < argc || i == 0; i++) {                             \
            size_t n;                                                                 \
            char *text = read_all(i == 0 ? NULL : argv[i], &n);                       \
            run_one(text, n, run);                                                    \
            free(text);                                                               \
        }                                                                             \
        return 0;                                                                     \
    }

#else

// argv: SECONDS SEED file.i …
static int fuzz_loop(int argc, char **argv,
                     void (*run)(const char *text, size_t n, FILE *nowhere))
{
    if (argc < 4) {
        fprintf(stderr, "usage: %s SECONDS SEED file.i ...\n", argv[0]);
        return 2;
    }
    time_t end = time(NULL) + atoi(argv[1]);
    state = 88172645463325252u + (uint64_t)atoi(argv[2]);
    FILE *nowhere = fopen("/dev/null", "w");
    long rounds = 0;
    while (time(NULL) < end) {
        size_t n;
        char *text = read_all(argv[3 + pick((size_t)argc - 3)], &n);
        // A window, so that many rounds fit into a second.
        size_t from = pick(2) ? 0 : pick(n), len = pick(n - from) + 1;
        len = len > 60000 ? 60000 : len;
        char *s = malloc(len + 4096);
        memcpy(s, text + from, len);
        len = mutate(s, len, len + 4095);
        s[len] = '\0';
        FILE *last = fopen("fuzz-last.i", "wb");
        if (last != NULL) {
            fwrite(s, 1, len, last);
            fclose(last);
        }
        run(s, len, nowhere);
        free(s);
        free(text);
        rounds++;
    }
    printf("%ld rounds\n%ld produced\n", rounds, produced);
    fclose(nowhere);
    remove("fuzz-last.i");
    return 0;
}

#define FUZZ_PROGRAM(run)                                                             \
    int main(int argc, char **argv)                                                   \
    {                                                                                 \
        return fuzz_loop(argc, argv, run);                                            \
    }

#endif

#endif
