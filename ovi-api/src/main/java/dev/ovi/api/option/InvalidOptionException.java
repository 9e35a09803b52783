package dev.ovi.api.option;

/** A value that an option does not allow. The message is meant for the user. */
public final class InvalidOptionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With a message that names the option, what was found and what is allowed. */
    public InvalidOptionException(String message, Throwable cause) {
        super(message, cause);
    }

    /** With a message that names the option, what was found and what is allowed. */
    public InvalidOptionException(String message) {
        super(message);
    }
}
