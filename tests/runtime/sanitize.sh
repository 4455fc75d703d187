#!/bin/sh
# SPDX-License-Identifier: MIT
# sanitize.sh COMPILER PYTHON...: this folder's tests under ASan and UBSan, in each
# interpreter, with NumPy and without. In: gcc or clang, interpreters; out: pytest's lines;
# the exit status says whether all passed.
set -u
here=$(cd "$(dirname "$0")" && pwd)
include=$here/../../include
compiler=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
case $compiler in
clang*) preload=$($compiler -print-file-name=libclang_rt.asan-x86_64.so) extra=-shared-libasan ;;
*) preload=$($compiler -print-file-name=libasan.so) extra= ;;
esac
$compiler -std=gnu11 -DCARBIDE_MODULE -fPIC -shared -fvisibility=hidden -O1 -g \
    -Wall -Wextra -Wshadow -Werror -fno-omit-frame-pointer $extra \
    -fsanitize=address,undefined -fno-sanitize-recover=undefined "-I$include" \
    "$here"/hand*.c "$include"/carbide/runtime/*.c -o "$folder/hand.so" || exit 1
status=0
for python in "$@"; do
    for without in "" 1; do
        echo "== $compiler $python${without:+ without NumPy}"
        # The interpreter leaks on purpose, and some tests ask for more than there is.
        LD_PRELOAD=$preload PYTHONMALLOC=malloc HAND_SO=$folder/hand.so \
            ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 \
            HAND_WITHOUT_NUMPY=$without "$python" -m pytest -q -s -p no:cacheprovider \
            "$here" -k "not the_others_run and not two_interpreters" || status=1
    done
done
exit $status
