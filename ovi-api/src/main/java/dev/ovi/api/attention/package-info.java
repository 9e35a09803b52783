/**
 * One attention call as a backend sees it: where it happens, its inputs, what is to be captured, and whether a backend
 * can do it. Sinks and pictures are elsewhere.
 */
@NullMarked
package dev.ovi.api.attention;

import org.jspecify.annotations.NullMarked;
