package dev.ovi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.runtime.config.AttentionEdit;
import dev.ovi.runtime.config.ConfigurationLoader;
import dev.ovi.runtime.record.RecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditEndToEndTest {
    private static final String PROMPT = "a red circle moving left and a blue square moving up";
    private static final List<AttentionKind> BOTH = List.of(AttentionKind.TEXT_TO_VIDEO, AttentionKind.TEXT_TO_AUDIO);

    @TempDir
    Path directory;

    private final String seed = String.valueOf(new Random().nextInt(1_000_000));

    @ParameterizedTest
    @ValueSource(strings = {"flash", "simd", "standard"})
    void aRemovedWordGetsNothingWhereItIsRemovedAndSomethingElsewhere(String backend) throws IOException {
        String edits = "[{words: [red circle], suppress: true, steps: 0, layers: 1..5}]";

        CommandLineRun run = generateRemoved("edited", backend, edits, "1..5");
        generateRemoved("other", backend, edits, "0");

        assertThat(run.err())
                .contains("attention.edits[0]: suppress on ▁red ▁circle (tokens 1, 2) in text_to_video and"
                        + " text_to_audio: steps 0, layers 1..5, all frames")
                .contains("edits hold ");
        AttentionRecord edited = record(directory.resolve("edited"));
        AttentionRecord other = record(directory.resolve("other"));
        for (AttentionKind kind : BOTH) {
            assertRemoved(true, edited.series(kind, Branch.CONDITIONAL), 0);
            assertRemoved(false, edited.series(kind, Branch.CONDITIONAL), 1);
            assertRemoved(false, other.series(kind, Branch.CONDITIONAL), 0);
        }
        assertThat(edits("attention.edits=" + edited.configuration().get("attention.edits")))
                .isEqualTo(edits("attention.edits=" + edits));
    }

    private CommandLineRun generateRemoved(String folder, String backend, String edits, String capturedLayers)
            throws IOException {
        CommandLineRun run = generate(
                Files.createDirectory(directory.resolve(folder)),
                "2",
                "--backend",
                backend,
                "--set",
                "attention.edits=" + edits,
                "--set",
                "attention.capture.layers=" + capturedLayers,
                "--set",
                "attention.capture.kinds=[text_to_video,text_to_audio]");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private static List<AttentionEdit> edits(String assignment) {
        return new ConfigurationLoader().set(assignment).load().attention().edits();
    }

    private void assertRemoved(boolean removed, MapSeries maps, int step) {
        String as = maps.name() + " step " + step + ", seed " + seed;
        float[] red = all(maps, step, TokenGroup.sum("red circle", List.of(1, 2)));
        float[] sum = all(maps, step, TokenGroup.sum("all", maps.positions()));
        assertThat(red).hasSize(maps.grid().size());
        for (int query = 0; query < red.length; query++) {
            assertThat(red[query] == 0).as(as).isEqualTo(removed);
            assertThat(sum[query]).as(as).isCloseTo(1, within(1e-5f)); // float32 sums of the shares
        }
    }

    /**
     * In the first layer of the first step both runs see the same. A head's share p becomes f(p) = 5p/(1+4p), which is
     * concave, so that the mean over heads is at most f of the mean.
     */
    @Test
    void aWeightInARegionRaisesSharesThereAndChangesNoBitOutside() throws IOException {
        Path plain = Files.createDirectory(directory.resolve("plain"));
        Path edited = Files.createDirectory(directory.resolve("edited"));
        String firstLayer = "attention.capture.layers=0";
        assertThat(generate(plain, "1", "--set", firstLayer).exitCode()).isZero();
        assertThat(generate(
                                edited,
                                "1",
                                "--set",
                                firstLayer,
                                "--set",
                                "attention.edits=[{words: blue square, weight: 5, region: {box: [0, 0, 1, 0.5]}}]")
                        .exitCode())
                .isZero();

        MapSeries maps = record(plain).series(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL);
        TokenGroup words = TokenGroup.sum("blue square", List.of(7, 8));
        float[] before = all(maps, 0, words);
        float[] after = all(record(edited).series(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL), 0, words);
        int width = maps.grid().width();
        assertThat(before).hasSize(maps.grid().size());
        for (int query = 0; query < before.length; query++) {
            float p = before[query];
            if (query % width < width / 2) {
                assertThat(after[query])
                        .as("patch %d, seed %s", query, seed)
                        .isGreaterThan(p)
                        .isLessThan(5 * p / (1 + 4 * p) + 1e-6f);
            } else {
                assertThat(after[query]).as("patch %d, seed %s", query, seed).isEqualTo(p);
            }
        }
    }

    private static float[] all(MapSeries maps, int step, TokenGroup tokens) {
        float[] values = new float[maps.grid().size()];
        for (int frame = 0; frame < maps.grid().frames(); frame++) {
            float[] plane = maps.plane(MapSlice.step(step), tokens, frame).values();
            System.arraycopy(plane, 0, values, frame * plane.length, plane.length);
        }
        return values;
    }

    @Test
    void anEditThatChangesNothingChangesNoBitAndOneThatRemovesAWordDoes() throws IOException {
        Path plain = Files.createDirectory(directory.resolve("plain"));
        Path unchanged = Files.createDirectory(directory.resolve("unchanged"));
        Path changed = Files.createDirectory(directory.resolve("changed"));
        assertThat(generate(plain, "1").exitCode()).isZero();
        CommandLineRun noEdit =
                generate(unchanged, "1", "--set", "attention.edits=[red=1, {words: blue square, boost: 0}]");
        CommandLineRun edit = generate(changed, "1", "--edit", "red circle=0", "--edit", "blue square=2");

        assertThat(noEdit.err()).contains("attention.edits[1]: boost 0 on ▁blue ▁square (tokens 7, 8) changes nothing");
        assertThat(CommandLineRun.only(unchanged, ".mp4"))
                .as("seed %s", seed)
                .hasSameBinaryContentAs(CommandLineRun.only(plain, ".mp4"));
        assertThat(edit.err())
                .contains("attention.edits[0]: weight 0 on ▁red ▁circle (tokens 1, 2)")
                .contains("attention.edits[1]: weight 2 on ▁blue ▁square (tokens 7, 8)");
        assertThat(Files.mismatch(CommandLineRun.only(changed, ".mp4"), CommandLineRun.only(plain, ".mp4")))
                .isNotEqualTo(-1);
    }

    @Test
    void badEditsEndWithOneLineAndLeaveNothing() throws IOException {
        Path damaged = Files.writeString(directory.resolve("damaged.png"), "no picture");
        Path output = Files.createDirectory(directory.resolve("output"));
        assertRefused(output, 2, "\"circel\" is not a word", "--edit", "circel=0");
        assertRefused(output, 2, "allowed is word=weight", "--edit", "circle");
        assertRefused(output, 2, ".steps is 7; there are steps 0 to 0", edit("words: red, weight: 0, steps: 7"));
        assertRefused(output, 2, ".layers is 6; there are layers 0 to 5", edit("words: red, weight: 0, layers: 6"));
        assertRefused(
                output, 2, ".frames is 17; there are video frames 0 to 16", edit("words: red, weight: 0, frames: 17"));
        assertRefused(output, 2, "there is no such image", edit("words: red, weight: 0, region: {mask: missing.png}"));
        assertRefused(output, 1, "damaged.png", edit("words: red, weight: 0, region: {mask: " + damaged + "}"));
        assertRefused(output, 2, "nothing left to attend to", edit("words: [all, </s>, padding], weight: 0"));
        try (var files = Files.list(output)) {
            assertThat(files).isEmpty();
        }
    }

    private static String[] edit(String fields) {
        return new String[] {"--set", "attention.edits=[{" + fields + "}]"};
    }

    private void assertRefused(Path output, int code, String message, String... arguments) {
        CommandLineRun run = generate(output, "1", arguments);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
        assertThat(run.err().lines().filter(line -> line.startsWith("ovi: ")))
                .as(run.err())
                .hasSize(1)
                .allMatch(line -> line.contains(message));
        assertThat(run.err()).doesNotContain("\tat ");
    }

    @Test
    void aBackendThatTakesNoBiasIsRefusedWhereThereAreEditsAndOnlyThere() throws IOException {
        String[] edit = edit("words: red, weight: 0, kinds: text_to_video");
        CommandLineRun refused = generate(directory, "1", "--backend", "unbiased", edit[0], edit[1]);
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
        assertThat(refused.err())
                .contains("ovi: attention backend unbiased cannot do text_to_video on cpu, because its kernel takes no"
                        + " bias; choose another attention.backend, or auto");

        CommandLineRun mixed = generate(
                directory,
                "1",
                "--backend",
                "unbiased",
                "--set",
                "attention.backends.text_to_video=auto",
                edit[0],
                edit[1]);
        assertThat(mixed.exitCode()).as(mixed.err()).isZero();
        assertThat(mixed.err()).containsPattern("attention backend: (simd|flash) \\(chosen automatically\\)");
    }

    private CommandLineRun generate(Path folder, String steps, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(PROMPT, "--steps", steps, "--seed", seed, "--set", "visualize.visualizers=[]"));
        arguments.addAll(List.of(more));
        return CommandLineRun.generate(folder, arguments.toArray(String[]::new));
    }

    private static AttentionRecord record(Path folder) throws IOException {
        return RecordFile.open(CommandLineRun.only(folder, ".attention.safetensors"))
                .record();
    }
}
