package dev.ovi.runtime.generate;

import java.nio.file.Path;

/** Hears how a run goes on. Called from the thread of the run, except for {@link #warn}. */
public interface RunObserver {

    /** Work of a kind begins, for instance {@code loading the model}. */
    void stage(String name);

    /**
     * Part of the current stage is done.
     *
     * @param done how many parts
     * @param of of how many
     */
    void progress(int done, int of);

    /** Something that the user should know and that stops nothing. */
    void note(String message);

    /** Something that went wrong and stops only a part of the work. May come from any thread. */
    void warn(String message);

    /** A file is complete. */
    void written(Path file);
}
