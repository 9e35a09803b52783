package dev.ovi.visualizer.compare;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.PatchGrid;
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
import dev.ovi.api.visual.RenderSubject;
import java.awt.image.BufferedImage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A run to compare with others, of which each test says only what matters to it.
 *
 * @param prompt words, one token each
 * @param configuration of the run
 * @param timesteps of every planned step
 * @param completedSteps how many were recorded
 * @param videoFrames four for each latent frame behind the first
 * @param patches of the grid, in each direction; each is two pixels
 * @param value of each patch
 */
record SyntheticRun(
        String prompt,
        Map<String, String> configuration,
        List<Double> timesteps,
        int completedSteps,
        int videoFrames,
        int patches,
        Value value) {
    static final int PATCH = 2;
    /** Frames are this grey. */
    static final int GREY = 0x64;

    /** A value of a map. */
    @FunctionalInterface
    interface Value {
        float at(int step, int token, int latentFrame, int row, int column);
    }

    static SyntheticRun of(String prompt, Value value) {
        return new SyntheticRun(prompt, Map.of(), List.of(999.0, 500.0), 2, 5, 4, value);
    }

    /** Every patch of every map has one value. */
    static SyntheticRun flat(float value) {
        return of("red circle", (step, token, frame, row, column) -> value);
    }

    SyntheticRun with(Map<String, String> settings) {
        return new SyntheticRun(prompt, settings, timesteps, completedSteps, videoFrames, patches, value);
    }

    SyntheticRun prompt(String other) {
        return new SyntheticRun(other, configuration, timesteps, completedSteps, videoFrames, patches, value);
    }

    SyntheticRun steps(int completed, Double... planned) {
        return new SyntheticRun(prompt, configuration, List.of(planned), completed, videoFrames, patches, value);
    }

    SyntheticRun videoFrames(int frames) {
        return new SyntheticRun(prompt, configuration, timesteps, completedSteps, frames, patches, value);
    }

    SyntheticRun patches(int number) {
        return new SyntheticRun(prompt, configuration, timesteps, completedSteps, videoFrames, number, value);
    }

    List<TokenGroup> words(String... words) {
        List<String> all = List.of(prompt.split(" "));
        return List.of(words).stream()
                .map(word -> TokenGroup.single(word, all.indexOf(word)))
                .toList();
    }

    RenderSubject subject(String label, String... words) {
        return RenderSubject.of(label, record(), frames(), words(words));
    }

    AttentionRecord record() {
        List<PromptToken> tokens = new ArrayList<>();
        int start = 0;
        for (String word : prompt.split(" ")) {
            int end = start + word.length();
            tokens.add(new PromptToken(tokens.size(), 10, "▁" + word, start, end, TokenRole.TEXT));
            start = end + 1;
        }
        var mapping = new FrameMapping(videoFrames, 4);
        return AttentionRecord.builder()
                .prompts(Prompts.of(new PromptText(prompt, prompt, tokens, tokens.size() + 4)))
                .timesteps(timesteps)
                .completedSteps(completedSteps)
                .video(format())
                .frames(mapping)
                .configuration(configuration)
                .series(List.of(series(tokens.size(), new PatchGrid(mapping.latentFrames(), patches, patches))))
                .build();
    }

    private MapSeries series(int tokens, PatchGrid grid) {
        MemorySegment values =
                Arena.ofAuto().allocate(ValueLayout.JAVA_FLOAT, (long) completedSteps * tokens * grid.size());
        long at = 0;
        for (int step = 0; step < completedSteps; step++) {
            for (int token = 0; token < tokens; token++) {
                for (int patch = 0; patch < grid.size(); patch++) {
                    values.setAtIndex(
                            ValueLayout.JAVA_FLOAT,
                            at++,
                            value.at(
                                    step,
                                    token,
                                    patch / grid.frameSize(),
                                    patch % grid.frameSize() / grid.width(),
                                    patch % grid.width()));
                }
            }
        }
        return new MapSeries(
                AttentionKind.TEXT_TO_VIDEO,
                Branch.CONDITIONAL,
                IntStream.range(0, completedSteps).boxed().toList(),
                List.of(),
                List.of(),
                IntStream.range(0, tokens).boxed().toList(),
                grid,
                values);
    }

    private VideoFormat format() {
        return new VideoFormat(patches * PATCH, patches * PATCH, videoFrames, 24);
    }

    FrameSource frames() {
        VideoFormat format = format();
        return new FrameSource() {
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
                var picture = new BufferedImage(format.width(), format.height(), BufferedImage.TYPE_INT_RGB);
                for (int y = 0; y < format.height(); y++) {
                    for (int x = 0; x < format.width(); x++) {
                        picture.setRGB(x, y, GREY * 0x010101);
                    }
                }
                return picture;
            }

            @Override
            public Optional<AudioTrack> audio() {
                return Optional.empty();
            }
        };
    }
}
