#!/usr/bin/env bash
# Generates dev.ovi.torch.generated from libtorch.h. Its output is committed, so that only somebody who changes the header
# needs jextract (https://jdk.java.net/jextract, or https://github.com/openjdk/jextract built from source).
#
#   JEXTRACT=/path/to/jextract ./generate.sh
set -euo pipefail
cd "$(dirname "$0")"

header=libtorch.h
functions=$(grep -oE '\b(aoti_torch|torch|omp|openblas)_\w+ ?\(|\b_Znwm ?\(' "$header" | tr -d ' (' | sort -u)

"${JEXTRACT:-jextract}" \
    --target-package dev.ovi.torch.generated \
    --header-class-name LibTorchAbi \
    --output ../java \
    $(printf -- '--include-function %s ' $functions) \
    --include-typedef AOTITorchError \
    "$header"
