package dev.ovi.api.record;

/** A record does not hold the map that was asked for. The message says what there is, and is meant for the user. */
public final class MissingMapException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message that says what was asked for and what there is. */
    public MissingMapException(String message) {
        super(message);
    }
}
