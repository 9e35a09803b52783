/**
 * Several records side by side. Which word, frame and step of one record belongs to which of another, and what tells the
 * records apart, is decided here; drawing and encoding are the canvas's.
 */
@NullMarked
package dev.ovi.visualizer.compare;

import org.jspecify.annotations.NullMarked;
