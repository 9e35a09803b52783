package dev.ovi.api.contract;

import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.visual.AudioTrack;
import dev.ovi.api.visual.FrameSource;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Frames of one colour, without a file and without sound, which remember what was asked for. */
public final class RecordingFrames implements FrameSource {
    private final VideoFormat format;
    private final int color;
    private final List<Integer> decoded = new ArrayList<>();

    /** @param color {@code 0xRRGGBB} */
    public RecordingFrames(VideoFormat format, int color) {
        this.format = format;
        this.color = color;
    }

    /** The frames that were asked for, in order. */
    public List<Integer> decoded() {
        return decoded;
    }

    @Override
    public VideoFormat format() {
        return format;
    }

    @Override
    public Optional<Path> file() {
        return Optional.empty();
    }

    @Override
    public BufferedImage frame(int index) {
        decoded.add(index);
        var picture = new BufferedImage(format.width(), format.height(), BufferedImage.TYPE_INT_RGB);
        int[] pixels = new int[format.width() * format.height()];
        Arrays.fill(pixels, color);
        picture.setRGB(0, 0, format.width(), format.height(), pixels, 0, format.width());
        return picture;
    }

    @Override
    public Optional<AudioTrack> audio() {
        return Optional.empty();
    }
}
