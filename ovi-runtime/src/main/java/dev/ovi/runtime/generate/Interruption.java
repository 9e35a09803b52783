package dev.ovi.runtime.generate;

/** A wish to stop after what is under way. May be expressed from any thread. */
public final class Interruption {
    private volatile boolean requested;

    /** Asks the run to stop when its current step is done. */
    public void request() {
        requested = true;
    }

    /** Whether the run was asked to stop. */
    public boolean isRequested() {
        return requested;
    }
}
