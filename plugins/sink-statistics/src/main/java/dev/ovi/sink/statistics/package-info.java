/**
 * The sink that keeps numbers instead of maps: how strongly, how widely and where each word is attended to at each step and
 * layer, as CSV and JSON.
 */
@NullMarked
package dev.ovi.sink.statistics;

import org.jspecify.annotations.NullMarked;
