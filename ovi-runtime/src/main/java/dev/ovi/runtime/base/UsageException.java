package dev.ovi.runtime.base;

/** A call that was wrong: an unknown word, an impossible value. Shown like any {@link OviException}; the exit code is 2. */
public class UsageException extends OviException {
    private static final long serialVersionUID = 1L;

    /** With a message that says what was found, what is allowed and what to do. */
    public UsageException(String message) {
        super(message);
    }

    /** With the failure behind it, which {@code --debug} shows. */
    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
