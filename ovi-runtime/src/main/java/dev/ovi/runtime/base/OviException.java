package dev.ovi.runtime.base;

/**
 * Work that failed for a reason the user can understand: a damaged file, a full disk, a missing library. The message is
 * shown as it is, without a stack trace, and the exit code is 1.
 */
public class OviException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message that says what failed, where, what was found, what was expected and what to do. */
    public OviException(String message) {
        super(message);
    }

    /** With the failure behind it, which {@code --debug} shows. */
    public OviException(String message, Throwable cause) {
        super(message, cause);
    }
}
