/**
 * Pictures, videos, animations and sound as files, through FFmpeg's libraries and ImageIO. What is on them is decided elsewhere.
 */
@NullMarked
package dev.ovi.runtime.media;

import org.jspecify.annotations.NullMarked;
