/**
 * What a visualizer is given and draws with. Encoding, fonts and files are behind the canvas.
 *
 * <p>Most visualizers go one way: {@link dev.ovi.api.visual.WordMap} finds the maps of the words that the user chose,
 * {@link dev.ovi.api.visual.Moment} says which of them lie over which video frame, {@link dev.ovi.api.visual.Scale} what is
 * low and high, and the {@link dev.ovi.api.visual.Canvas} colours, labels and writes.
 */
@NullMarked
package dev.ovi.api.visual;

import org.jspecify.annotations.NullMarked;
