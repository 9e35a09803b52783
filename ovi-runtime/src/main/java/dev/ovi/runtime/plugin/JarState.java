package dev.ovi.runtime.plugin;

import java.util.List;

/** What became of a jar in a plugin directory. */
public sealed interface JarState {

    /**
     * Its providers can be used, save those that failed by themselves.
     *
     * @param notes sentences on what was wrong with the jar but did no harm
     */
    record Loaded(List<String> notes) implements JarState {
        /** With a copy of the notes. */
        public Loaded {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Nothing of it is used.
     *
     * @param reason why, and what to do, as one sentence for the user
     */
    record Refused(String reason) implements JarState {}
}
