package dev.ovi.api.attention;

import java.util.Locale;

/** Which of the two forward passes of classifier-free guidance. */
public enum Branch {
    /** The pass that sees the prompt. */
    CONDITIONAL,
    /** The pass that sees the negative prompt. */
    NEGATIVE;

    /** The name in files and configuration: {@code conditional}, {@code negative}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
