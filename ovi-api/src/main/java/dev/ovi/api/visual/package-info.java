/**
 * What a visualizer is given and draws with. Encoding, fonts and files are behind the canvas.
 */
@NullMarked
package dev.ovi.api.visual;

import org.jspecify.annotations.NullMarked;
