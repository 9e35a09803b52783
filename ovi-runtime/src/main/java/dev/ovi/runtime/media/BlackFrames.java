package dev.ovi.runtime.media;

import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.visual.AudioTrack;
import dev.ovi.api.visual.FrameSource;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What stands in for a video that is absent: black frames, no sound.
 *
 * @param format the shape of the video that is missing
 */
public record BlackFrames(VideoFormat format) implements FrameSource {

    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }

    @Override
    public BufferedImage frame(int index) {
        Objects.checkIndex(index, format.frames());
        return new BufferedImage(format.width(), format.height(), BufferedImage.TYPE_INT_RGB);
    }

    @Override
    public Optional<AudioTrack> audio() {
        return Optional.empty();
    }
}
