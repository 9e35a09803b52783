/**
 * Pictures, videos and sound: reading and writing them through FFmpeg's libraries and ImageIO, and the canvas that
 * visualizers draw with. What pictures show is decided by visualizers, not here.
 */
@NullMarked
package dev.ovi.runtime.media;

import org.jspecify.annotations.NullMarked;
