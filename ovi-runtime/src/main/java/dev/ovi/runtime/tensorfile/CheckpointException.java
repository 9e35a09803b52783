package dev.ovi.runtime.tensorfile;

import dev.ovi.runtime.base.OviException;
import java.nio.file.Path;

/** A checkpoint's file is missing, damaged, or not the one that was expected. */
public final class CheckpointException extends OviException {
    private static final long serialVersionUID = 1L;

    /** With a message that starts with the file's name. */
    public CheckpointException(Path file, String message) {
        super(file + ": " + message);
    }

    /** With the failure behind it. */
    public CheckpointException(Path file, String message, Throwable cause) {
        super(file + ": " + message, cause);
    }

    /** With a message about more than one file. */
    public CheckpointException(String message) {
        super(message);
    }
}
