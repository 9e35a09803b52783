/**
 * The picture of the original visualization guide: a word's map over one video frame, step by step, in JET colours.
 * Nothing but the choice of maps, scale and legend lives here; drawing and encoding are the canvas's.
 */
@NullMarked
package dev.ovi.visualizer.jetgif;

import org.jspecify.annotations.NullMarked;
