package dev.ovi.api.attention;

/** The three sequences that attend to one another. */
public enum Sequence {
    /** Tokens of a prompt. */
    TEXT,
    /** Patches of the video latent, in order frame, row, column. */
    VIDEO,
    /** Positions of the audio latent, in order of time. */
    AUDIO
}
