/**
 * The canvas that visualizers draw with: colour maps, veils, outlines, legends, charts, text. What pictures show is decided by
 * visualizers; how they become files, by {@code media}.
 */
@NullMarked
package dev.ovi.runtime.drawing;

import org.jspecify.annotations.NullMarked;
