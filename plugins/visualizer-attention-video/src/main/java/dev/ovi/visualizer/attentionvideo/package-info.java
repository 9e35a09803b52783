/**
 * The finished video with attention moving over it. How words share a picture is decided in
 * {@link dev.ovi.api.visual.WordVeils}; this package adds heat for a single word, and the sound.
 */
@NullMarked
package dev.ovi.visualizer.attentionvideo;

import org.jspecify.annotations.NullMarked;
