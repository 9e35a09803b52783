/**
 * A run as one HTML page that needs nothing but itself. Each class makes one part of the page from the record; how the page
 * looks and moves is in the resources beside them. Text reaches the page through {@code Html} alone, which escapes it.
 */
@NullMarked
package dev.ovi.visualizer.report;

import org.jspecify.annotations.NullMarked;
