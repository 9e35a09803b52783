/**
 * Where several words lie at once. How words share a picture is decided in {@link dev.ovi.api.visual.WordVeils}; this
 * package chooses frames and files.
 */
@NullMarked
package dev.ovi.visualizer.tokenoverlay;

import org.jspecify.annotations.NullMarked;
