/**
 * What files of tensors have in common, whatever their format: named tensors as views of a mapped file, how messages write
 * what a file holds, lengths that may be lies, and the JSON that lies in or beside them. Nothing here knows a format.
 */
@NullMarked
package dev.ovi.runtime.tensorfile;

import org.jspecify.annotations.NullMarked;
