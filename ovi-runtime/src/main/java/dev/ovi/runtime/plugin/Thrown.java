package dev.ovi.runtime.plugin;

import dev.ovi.api.record.MissingMapException;
import dev.ovi.runtime.base.OviException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ServiceConfigurationError;
import java.util.concurrent.ExecutionException;

/** Words for what a plugin threw. */
final class Thrown {
    private Thrown() {}

    /** What the plugin itself threw, without the wrapping of those who called it. */
    static Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown.getCause();
        boolean wrapping = thrown instanceof InvocationTargetException
                || thrown instanceof ExceptionInInitializerError
                || thrown instanceof ServiceConfigurationError
                || thrown instanceof UncheckedIOException
                || thrown instanceof ExecutionException;
        return wrapping && cause != null ? unwrap(cause) : thrown;
    }

    /** One clause for the user. Exceptions that the SPI gives a meaning speak for themselves; others are named. */
    static String describe(Throwable thrown) {
        String name = thrown.getClass().getSimpleName();
        String message = thrown.getMessage() == null ? "" : thrown.getMessage().strip();
        return switch (thrown) {
            case StackOverflowError _ -> "endless recursion (" + name + ")";
            case ClassFormatError _ -> "a class of it cannot be read (" + name + ": " + message + ")";
            case LinkageError _ ->
                "a class of it does not fit this host (" + name + ": " + message.replace('/', '.')
                        + "); bundle what it needs, or build it against this version of ovi-api";
            case ClassNotFoundException _ -> "class " + message + " is not in the jar";
            case MissingMapException _, IllegalArgumentException _, OviException _ when !message.isEmpty() -> message;
            // The canvas and the video reader write messages for the user; subclasses of the JDK hold only a file's
            // name.
            case IOException io when io.getClass() == IOException.class && !message.isEmpty() -> message;
            default -> message.isEmpty() ? name : name + ": " + message;
        };
    }
}
