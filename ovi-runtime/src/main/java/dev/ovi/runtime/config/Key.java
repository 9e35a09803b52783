package dev.ovi.runtime.config;

import java.util.Map;

/** A key that a configuration may contain: a {@link Setting}, or an {@link Alias} that stands for one. */
public sealed interface Key permits Setting, Alias {

    /** The full key, sections and name joined by dots: {@code attention.capture.enabled}. */
    String path();

    /** What is allowed, to be read after "allowed is". */
    String allowed();

    /** What it does, as one sentence. */
    String description();

    /** Wrong keys that people are known to write instead, each with a note, which may be empty. */
    Map<String, String> mistakes();

    /** The last part of the path. */
    default String name() {
        return path().substring(path().lastIndexOf('.') + 1);
    }
}
