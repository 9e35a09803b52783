package dev.ovi.api.record;

/**
 * The shape of a generated video.
 *
 * @param width pixels
 * @param height pixels
 * @param frames number of video frames
 * @param framesPerSecond frames shown in a second
 */
public record VideoFormat(int width, int height, int frames, double framesPerSecond) {}
