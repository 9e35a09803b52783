package dev.ovi.torch;

/** An operator that libtorch refused to compute; the message is libtorch's, with the operator and its arguments. */
public final class TorchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TorchException(String message) {
        super(message);
    }
}
