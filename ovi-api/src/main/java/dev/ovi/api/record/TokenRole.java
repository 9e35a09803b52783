package dev.ovi.api.record;

import java.util.Locale;

/** What part of a prompt a token belongs to. */
public enum TokenRole {
    /** The description of what is seen. */
    TEXT,
    /** The description of what is heard: between {@code <AUDCAP>} and {@code <ENDAUDCAP>}, or after {@code Audio:}. */
    AUDIO,
    /** Speech: between {@code <S>} and {@code <E>}. */
    SPEECH,
    /** A piece of a tag itself, such as {@code <AUDCAP>}. */
    TAG,
    /** The end of the text, {@code </s>}. */
    END;

    /** The name in files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
