package dev.ovi.api.visual;

/** Which video frames the user asked for. */
public sealed interface FrameSelection {

    /** Every frame of the video. */
    record All() implements FrameSelection {}

    /**
     * One frame.
     *
     * @param videoFrame its index, from 0
     */
    record Single(int videoFrame) implements FrameSelection {}
}
