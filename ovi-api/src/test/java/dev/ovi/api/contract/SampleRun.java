package dev.ovi.api.contract;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.capture.CapturePlan;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.Prompts;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.record.TokenRole;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.visual.AudioTrack;
import dev.ovi.api.visual.FrameSource;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** A small run with two words, to test sinks and visualizers with: 3 steps, 3 latent frames of 4×6 patches, 9 video frames. */
public final class SampleRun {
    private static final PatchGrid VIDEO_GRID = new PatchGrid(3, 4, 6);
    private static final PatchGrid AUDIO_GRID = PatchGrid.audio(5);
    private static final VideoFormat VIDEO = new VideoFormat(96, 64, 9, 24);
    private static final FrameMapping FRAMES = new FrameMapping(9, 4);
    private static final List<Double> TIMESTEPS = List.of(999.0, 833.0, 500.0);
    private static final PromptText PROMPT = new PromptText(
            "red circle",
            "red circle",
            List.of(
                    new PromptToken(0, 10, "▁red", 0, 3, TokenRole.TEXT),
                    new PromptToken(1, 11, "▁circle", 3, 10, TokenRole.TEXT),
                    new PromptToken(2, 1, "</s>", 10, 10, TokenRole.END)),
            8);
    private static final PromptText NEGATIVE = new PromptText(
            "blur",
            "blur",
            List.of(
                    new PromptToken(0, 12, "▁blu", 0, 3, TokenRole.TEXT),
                    new PromptToken(1, 13, "r", 3, 4, TokenRole.TEXT),
                    new PromptToken(2, 1, "</s>", 4, 4, TokenRole.END)),
            8);

    private SampleRun() {}

    /** The words of the run: {@code red} and {@code circle}. */
    public static List<TokenGroup> words() {
        return List.of(TokenGroup.single("red", 0), TokenGroup.single("circle", 1));
    }

    /** The run as a sink sees it; text→video and text→audio of the conditional branch are requested. */
    public static RunInfo info() {
        List<Integer> positions = List.of(0, 1, 2, PROMPT.paddingPosition());
        var video = new CaptureRequest(
                AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL, Granularity.STEP, positions, Set.of());
        var audio = new CaptureRequest(
                AttentionKind.TEXT_TO_AUDIO, Branch.CONDITIONAL, Granularity.STEP, positions, Set.of());
        return RunInfo.builder()
                .prompts(Prompts.of(PROMPT))
                .timesteps(TIMESTEPS)
                .layers(2)
                .heads(2)
                .videoGrid(VIDEO_GRID)
                .audioGrid(AUDIO_GRID)
                .video(VIDEO)
                .frames(FRAMES)
                .configuration(Map.of("seed", "7"))
                .words(words())
                .requested(new CapturePlan(List.of(video, audio)))
                .build();
    }

    /** A run with negative prompts, of which every kind is requested in both branches. */
    public static RunInfo infoOfEverything() {
        List<CaptureRequest> requests = Arrays.stream(AttentionKind.values())
                .flatMap(kind -> Arrays.stream(Branch.values())
                        .map(branch -> new CaptureRequest(
                                kind, branch, Granularity.STEP, List.of(0, 1, 2, PROMPT.paddingPosition()), Set.of())))
                .toList();
        return info().toBuilder()
                .prompts(new Prompts(PROMPT, NEGATIVE, NEGATIVE))
                .requested(new CapturePlan(requests))
                .build();
    }

    /** The run's video: each frame in a colour of its own, without a file and without sound. */
    public static FrameSource frames() {
        return new PlainFrames();
    }

    /** A complete record of the run, whose maps are drawn anew. */
    public static AttentionRecord record(RandomGenerator random) {
        return record(TIMESTEPS.size(), index -> random.nextFloat());
    }

    /**
     * A record of the run.
     *
     * @param completedSteps how many of the 3 steps were finished
     * @param values the values of each series, from the index of a value among them, in the order of its axes
     */
    public static AttentionRecord record(int completedSteps, LongToDoubleFunction values) {
        RunInfo run = info();
        List<MapSeries> series = run.requested().requests().stream()
                .map(request -> series(request, run, completedSteps, values))
                .toList();
        return run.record(completedSteps, series);
    }

    private static MapSeries series(
            CaptureRequest request, RunInfo run, int completedSteps, LongToDoubleFunction source) {
        PatchGrid grid = run.grid(request.kind());
        List<Integer> steps = IntStream.range(0, completedSteps).boxed().toList();
        MemorySegment values = Arena.ofAuto()
                .allocate(
                        ValueLayout.JAVA_FLOAT,
                        (long) steps.size() * request.positions().size() * grid.size());
        for (long i = 0; i < values.byteSize() / Float.BYTES; i++) {
            values.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) source.applyAsDouble(i));
        }
        return new MapSeries(
                request.kind(), request.branch(), steps, List.of(), List.of(), request.positions(), grid, values);
    }

    private static final class PlainFrames implements FrameSource {
        @Override
        public VideoFormat format() {
            return VIDEO;
        }

        @Override
        public Optional<Path> file() {
            return Optional.empty();
        }

        @Override
        public BufferedImage frame(int index) {
            Objects.checkIndex(index, VIDEO.frames());
            var picture = new BufferedImage(VIDEO.width(), VIDEO.height(), BufferedImage.TYPE_INT_RGB);
            var graphics = picture.createGraphics();
            graphics.setColor(new Color(20 * index, 100, 150));
            graphics.fillRect(0, 0, VIDEO.width(), VIDEO.height());
            graphics.dispose();
            return picture;
        }

        @Override
        public Optional<AudioTrack> audio() {
            return Optional.empty();
        }
    }
}
