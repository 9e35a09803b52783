/**
 * The SPI of Ovi for Java. A plugin implements {@link dev.ovi.api.attention.AttentionBackend},
 * {@link dev.ovi.api.capture.AttentionSink} or {@link dev.ovi.api.visual.Visualizer}; everything else here is a value that
 * crosses between the host and a plugin.
 */
@NullMarked
package dev.ovi.api;

import org.jspecify.annotations.NullMarked;
