package dev.ovi.api.visual;

import dev.ovi.api.option.Option;
import dev.ovi.api.record.VideoFormat;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The frames of a video, larger than they are, so that maps and letters on small videos can be seen. */
public final class EnlargedFrames implements FrameSource {
    /** The factor that stands for the smallest one with which the longer side has {@value #COMFORTABLE} pixels. */
    public static final int AUTOMATIC = 0;

    private static final int COMFORTABLE = 512;
    private static final int LARGEST = 8;

    private final FrameSource frames;
    private final int factor;

    private EnlargedFrames(FrameSource frames, int factor) {
        this.frames = frames;
        this.factor = factor;
    }

    /**
     * The option by which users choose, for visualizers that have it.
     *
     * @param otherwise the factor where the user gives none
     */
    public static Option<Integer> option(int otherwise) {
        return Option.integer(
                "enlarge",
                otherwise,
                AUTOMATIC,
                LARGEST,
                "How many times as wide and high as the video pictures are; 0 chooses, so that small videos are seen.");
    }

    /**
     * The frames of a video, enlarged.
     *
     * @param factor how many times as wide and high, or {@link #AUTOMATIC}
     */
    public static FrameSource of(FrameSource frames, int factor) {
        VideoFormat format = frames.format();
        int side = Math.max(format.width(), format.height());
        int times = factor == AUTOMATIC ? Math.min(Math.ceilDiv(COMFORTABLE, side), LARGEST) : factor;
        return times == 1 ? frames : new EnlargedFrames(frames, times);
    }

    @Override
    public VideoFormat format() {
        VideoFormat format = frames.format();
        return new VideoFormat(
                factor * format.width(), factor * format.height(), format.frames(), format.framesPerSecond());
    }

    @Override
    public Optional<Path> file() {
        return frames.file();
    }

    @Override
    public BufferedImage frame(int index) throws IOException {
        BufferedImage frame = frames.frame(index);
        int width = factor * frame.getWidth();
        int height = factor * frame.getHeight();
        BufferedImage larger = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = larger.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(frame, 0, 0, width, height, null);
        graphics.dispose();
        return larger;
    }

    @Override
    public Optional<AudioTrack> audio() throws IOException {
        return frames.audio();
    }
}
