package dev.ovi.runtime.config;

/**
 * A video patch whose self-attention is to be captured.
 *
 * @param frame the latent frame, from 0
 * @param row from the top, from 0
 * @param column from the left, from 0
 */
public record Patch(int frame, int row, int column) {}
