package dev.ovi.api.attention;

/** A backend's answer to whether it can do something. */
public sealed interface Support {

    /**
     * It can.
     *
     * @param cost a hint for choosing among backends: estimated time relative to libtorch's own fused kernel, 1.0 being
     *     equal and less being faster
     */
    record Supported(double cost) implements Support {}

    /**
     * It cannot.
     *
     * @param reason why, as a clause that can stand after "because"
     */
    record Unsupported(String reason) implements Support {}
}
