package dev.ovi.runtime.config;

/**
 * The size of a video frame as the user asked for it; a run snaps it to what the model can make.
 *
 * @param height in pixels
 * @param width in pixels
 */
public record HeightWidth(int height, int width) {}
