/**
 * Whether maps lie where they should: what an object's ground truth is, and how well a word's map finds it. Measures
 * recorded runs; what is printed is decided elsewhere.
 */
@NullMarked
package dev.ovi.runtime.score;

import org.jspecify.annotations.NullMarked;
