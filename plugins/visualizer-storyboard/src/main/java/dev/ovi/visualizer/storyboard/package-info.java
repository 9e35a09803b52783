/**
 * A contact sheet: every word in a row of its own, steps or video frames side by side. Which cells there are and what they
 * show is decided here; drawing and writing are the canvas's.
 */
@NullMarked
package dev.ovi.visualizer.storyboard;

import org.jspecify.annotations.NullMarked;
