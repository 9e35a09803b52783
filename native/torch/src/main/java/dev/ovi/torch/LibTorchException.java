package dev.ovi.torch;

import org.jspecify.annotations.Nullable;

/** libtorch cannot be used here; the message says what was tried and what to do. */
public final class LibTorchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LibTorchException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    LibTorchException(String message) {
        super(message);
    }
}
