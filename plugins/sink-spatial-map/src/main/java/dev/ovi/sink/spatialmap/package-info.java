/** The default sink: one map for each word and step, the mean over layers and heads. */
@NullMarked
package dev.ovi.sink.spatialmap;

import org.jspecify.annotations.NullMarked;
