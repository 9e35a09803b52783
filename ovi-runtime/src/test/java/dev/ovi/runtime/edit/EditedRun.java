package dev.ovi.runtime.edit;

import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.Prompts;
import dev.ovi.api.record.TokenRole;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.runtime.config.AttentionEdit;
import dev.ovi.runtime.config.ConfigurationLoader;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Runs of "red circle red star" in random sizes, to edit. */
final class EditedRun {
    /** {@code red}, {@code circle} in two pieces, {@code red}, {@code star}, {@code </s>}. */
    static final int TOKENS = 6;

    private EditedRun() {}

    static RunInfo random(RandomGenerator random) {
        var mapping = new FrameMapping(1 + random.nextInt(20), 1 + random.nextInt(5));
        var grid = new PatchGrid(mapping.latentFrames(), 1 + random.nextInt(7), 1 + random.nextInt(7));
        return of(grid, PatchGrid.audio(1 + random.nextInt(40)), mapping, TOKENS + random.nextInt(3));
    }

    /** @param length tokens and padding */
    static RunInfo of(PatchGrid video, PatchGrid audio, FrameMapping mapping, int length) {
        return RunInfo.builder()
                .prompts(Prompts.of(prompt(length)))
                .timesteps(List.of(999.0, 800.0, 600.0, 300.0))
                .layers(3)
                .heads(2)
                .videoGrid(video)
                .audioGrid(audio)
                .video(new VideoFormat(video.width() * 16, video.height() * 16, mapping.videoFrames(), 24))
                .frames(mapping)
                .build();
    }

    private static PromptText prompt(int length) {
        String text = "red circle red star";
        List<String> pieces = List.of("▁red", "▁cir", "cle", "▁red", "▁star", "</s>");
        int[] starts = {0, 3, 7, 10, 14, 19};
        int[] ends = {3, 7, 10, 14, 19, 19};
        return new PromptText(
                text,
                text,
                IntStream.range(0, TOKENS)
                        .mapToObj(i -> new PromptToken(
                                i,
                                100 + i,
                                pieces.get(i),
                                starts[i],
                                ends[i],
                                i == TOKENS - 1 ? TokenRole.END : TokenRole.TEXT))
                        .toList(),
                length);
    }

    /** Edits as a user writes them, a YAML list. */
    static List<AttentionEdit> edits(String yaml) {
        return new ConfigurationLoader()
                .set("attention.edits=" + yaml)
                .load()
                .attention()
                .edits();
    }
}
