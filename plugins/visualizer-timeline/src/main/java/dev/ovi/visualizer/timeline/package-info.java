/**
 * Attention along time: how much of it each word, moment of sound or chosen patch gets, along the video or sound and from
 * step to step, as charts or as numbers. Drawing and writing are the canvas's.
 */
@NullMarked
package dev.ovi.visualizer.timeline;

import org.jspecify.annotations.NullMarked;
