#!/usr/bin/env bash
# Compiles attention.c into the library that the plugin carries. Its output is committed, so that only somebody who
# changes the source needs a compiler. Strict arithmetic: every compiler's library gives the same bits, and a test
# checks that.
#
#   CC=gcc ./build.sh [OUTPUT]
set -euo pipefail
cd "$(dirname "$0")"

"${CC:-gcc}" -std=c17 -O3 -mavx2 -mfma -ffp-contract=off -Wall -Wextra -Werror \
    -shared -fPIC -fvisibility=hidden -s -Wl,--build-id=none -Wl,--as-needed \
    attention.c -o "${1:-../resources/native/linux-x86_64/libovi_attention.so}"
