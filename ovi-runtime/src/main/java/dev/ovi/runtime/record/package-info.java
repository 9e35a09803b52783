/**
 * Records on disk, and what of one is chosen: reading and writing them, the video that lies beside one, the maps and words
 * that the user named. Between what generates and what renders; knows neither.
 */
@NullMarked
package dev.ovi.runtime.record;

import org.jspecify.annotations.NullMarked;
