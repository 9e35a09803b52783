/**
 * The C functions of libtorch as jextract generates them from {@code src/main/c/libtorch.h}. Nothing here but this file is
 * written by hand, and only {@code dev.ovi.torch} calls it.
 */
@NullMarked
package dev.ovi.torch.generated;

import org.jspecify.annotations.NullMarked;
