package dev.ovi.runtime.model.fusion;

/**
 * The text of one branch as the blocks see it. For the negative branch the two texts differ.
 *
 * @param video what the video attends to
 * @param audio what the audio attends to
 */
public record TextContext(TextKeys video, TextKeys audio) {}
