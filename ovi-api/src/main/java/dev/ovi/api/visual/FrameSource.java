package dev.ovi.api.visual;

import dev.ovi.api.record.VideoFormat;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The frames of a video, decoded when they are asked for. */
public interface FrameSource {

    /**
     * The shape of the video: as many frames as the record says, in its shape; users may give a scaled copy, so that its size
     * may be another.
     */
    VideoFormat format();

    /** The video's file; absent when maps are shown without a video, and frames are black. */
    Optional<Path> file();

    /**
     * One frame, {@link BufferedImage#TYPE_INT_RGB}, the caller's to draw on. Going through frames in ascending order is
     * cheap, and so is the same frame again; going back decodes again.
     *
     * @param index the video frame, from 0
     * @throws IOException if the video cannot be decoded
     * @throws IndexOutOfBoundsException if there is no such frame
     */
    BufferedImage frame(int index) throws IOException;

    /**
     * The sound, if there is any.
     *
     * @throws IOException if it cannot be decoded
     */
    Optional<AudioTrack> audio() throws IOException;
}
