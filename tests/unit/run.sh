#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh: builds the unit tests of the base and syntax layers with CC (default: gcc) under
# AddressSanitizer and UBSan and runs them. In: names of tests, or none for all. Out: a
# line a test; exit status 1 when one fails. BUILD names the folder for the programs.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
src=$here/../../src
CC=${CC:-gcc}
BUILD=${BUILD:-$here/../../build/unit-$CC}
flags="-std=c11 -D_GNU_SOURCE -O1 -g -Wall -Wextra -Wpedantic -Wshadow
    -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wvla -Werror
    -fsanitize=address,undefined -fno-sanitize-recover=all"
# the rows of the two layers in the map of the checkout
units=$(sed -n 's/^| \(base\|syntax\) |.*| \([a-z_, ]*\) |$/\2/p' "$here/../../ARCHITECTURE.md" |
    tr -d ,)
mkdir -p "$BUILD"
objects=
for unit in $units; do
    # shellcheck disable=SC2086
    $CC $flags -c "$src/$unit.c" -o "$BUILD/$unit.o"
    objects="$objects $BUILD/$unit.o"
done
if [ $# -eq 0 ]; then
    set -- $(cd "$here" && ls test_*.c | sed 's/\.c$//')
fi
status=0
for test in "$@"; do
    # shellcheck disable=SC2086
    $CC $flags -Wno-unused-function -I"$src" "$here/$test.c" $objects -lm \
        -o "$BUILD/$test"
    said=$(cd "$BUILD" && "./$test") || status=1
    echo "$test: $said"
done
exit $status
