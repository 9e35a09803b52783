package dev.ovi.runtime.model.fusion;

import dev.ovi.api.attention.PatchGrid;

/**
 * The shape of a run's sequences, and the rotations that follow from it; the same for every step.
 *
 * @param video the grid of video patches
 * @param audio the audio's positions
 * @param videoRotary rotations of the video's heads
 * @param audioRotary rotations of the audio's heads
 */
public record Geometry(PatchGrid video, PatchGrid audio, RotaryTable videoRotary, RotaryTable audioRotary) {}
