package dev.ovi.runtime.generate;

import java.nio.file.Path;

/** Hears how a run goes on; what is not overridden is not heard. Called from the thread of the run, except for {@link #warn}. */
public interface RunObserver {

    /** Hears nothing. */
    RunObserver SILENT = new RunObserver() {};

    /** Work of a kind begins, for instance {@code loading the model}. */
    default void stage(String name) {}

    /**
     * Part of the current stage is done.
     *
     * @param done how many parts
     * @param of of how many
     */
    default void progress(int done, int of) {}

    /** Something that the user should know and that stops nothing. */
    default void note(String message) {}

    /** Something that went wrong and stops only a part of the work. May come from any thread. */
    default void warn(String message) {}

    /** A file is complete. */
    default void written(Path file) {}
}
