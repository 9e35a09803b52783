package dev.ovi.api.visual;

/**
 * The sound of a video, mixed to one channel.
 *
 * @param samples amplitudes in −1…1; not copied, and not to be changed
 * @param sampleRate samples in a second
 */
public record AudioTrack(float[] samples, int sampleRate) {}
