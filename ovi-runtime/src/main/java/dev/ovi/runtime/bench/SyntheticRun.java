package dev.ovi.runtime.bench;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.Plane;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.Prompts;
import dev.ovi.api.record.TokenRole;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.runtime.drawing.MediaCanvas;
import dev.ovi.runtime.media.Sound;
import dev.ovi.runtime.media.VideoWriter;
import dev.ovi.runtime.record.RecordedRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A run that no model made: one word, whose attention gathers and wanders smoothly from step to step, over a video with
 * detail at all sizes, as photographs have it.
 */
final class SyntheticRun {
    private static final int PATCH = 32;
    private static final int VIDEO_FRAMES = 5;
    private static final int STRIDE = 4;
    private static final double FRAMES_PER_SECOND = 24;
    private static final int CHANNELS = 3;
    private static final double CONTRAST = 0.35;
    private static final double GRAIN = 5;

    private final RenderWorkload workload;
    private final Random random;

    SyntheticRun(RenderWorkload workload, long seed) {
        this.workload = workload;
        this.random = new Random(seed);
    }

    /**
     * Makes the run.
     *
     * @param folder where its video goes
     */
    RecordedRun create(Path folder) throws IOException {
        Path video = folder.resolve("synthetic.mp4");
        int width = workload.width();
        int height = workload.height();
        try (VideoWriter writer = VideoWriter.create(video, width, height, FRAMES_PER_SECOND, new Sound.None())) {
            for (int i = 0; i < VIDEO_FRAMES; i++) {
                writer.add(photograph(folder));
            }
            writer.finish();
        }
        return new RecordedRun("synthetic", record(), Optional.of(video));
    }

    private BufferedImage photograph(Path folder) {
        MediaCanvas canvas = new MediaCanvas(folder, "synthetic", _ -> {});
        int width = workload.width();
        int height = workload.height();
        float[][] channels = new float[CHANNELS][width * height];
        for (int cell = 256; cell >= 4; cell /= 2) {
            for (float[] channel : channels) {
                Plane octave = canvas.resize(noise(width / cell + 2, height / cell + 2), width, height);
                double weight = CONTRAST * Math.sqrt(cell / 256.0);
                for (int i = 0; i < channel.length; i++) {
                    channel[i] += (float) (weight * octave.values()[i]);
                }
            }
        }
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            int rgb = 0;
            for (float[] channel : channels) {
                double value = 128 * (1 + channel[i]) + GRAIN * random.nextGaussian();
                rgb = rgb << 8 | (int) Math.clamp(value, 0, 255);
            }
            picture.setRGB(i % width, i / width, rgb);
        }
        return picture;
    }

    private Plane noise(int width, int height) {
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Plane(width, height, values);
    }

    private AttentionRecord record() {
        FrameMapping mapping = new FrameMapping(VIDEO_FRAMES, STRIDE);
        int rows = Math.ceilDiv(workload.height(), PATCH);
        int columns = Math.ceilDiv(workload.width(), PATCH);
        var grid = new PatchGrid(mapping.latentFrames(), rows, columns);
        List<Integer> steps = IntStream.range(0, workload.frames()).boxed().toList();
        MemorySegment values = Arena.ofAuto().allocate((long) steps.size() * grid.size() * Float.BYTES, Float.BYTES);
        for (int i = 0; i < steps.size() * grid.size(); i++) {
            int step = i / grid.size();
            double share = (double) step / steps.size();
            values.setAtIndex(
                    ValueLayout.JAVA_FLOAT, i, attention(share, i % columns, i / columns % rows, columns, rows));
        }
        var series = new MapSeries(
                AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL, steps, List.of(), List.of(), List.of(0), grid, values);
        var prompt = new PromptText("word", "word", List.of(new PromptToken(0, 3, "▁word", 0, 4, TokenRole.TEXT)), 4);
        return AttentionRecord.builder()
                .prompts(Prompts.of(prompt))
                .timesteps(DoubleStream.iterate(999, t -> t - 999.0 / steps.size())
                        .limit(steps.size())
                        .boxed()
                        .toList())
                .video(new VideoFormat(workload.width(), workload.height(), VIDEO_FRAMES, FRAMES_PER_SECOND))
                .frames(mapping)
                .series(List.of(series))
                .build();
    }

    /** A hill that moves to the right and grows steeper and higher, with a little noise. */
    private float attention(double share, int column, int row, int columns, int rows) {
        double across = (column + 0.5) / columns - (0.25 + 0.5 * share);
        double down = (row + 0.5) / rows - 0.5;
        double width = 0.35 - 0.2 * share;
        double hill = (0.3 + 0.7 * share) * Math.exp(-(across * across + down * down) / (2 * width * width));
        return (float) (0.01 * (hill + 0.03 * random.nextDouble()));
    }
}
