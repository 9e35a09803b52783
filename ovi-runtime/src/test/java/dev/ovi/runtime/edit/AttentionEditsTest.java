package dev.ovi.runtime.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionSite;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import dev.ovi.torch.TensorScope;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionEditsTest {
    private static final List<AttentionKind> BOTH = List.of(AttentionKind.TEXT_TO_VIDEO, AttentionKind.TEXT_TO_AUDIO);

    /** 2×2 patches in two latent frames, of one and of two video frames, and six audio positions. */
    private static final RunInfo SMALL =
            EditedRun.of(new PatchGrid(2, 2, 2), PatchGrid.audio(6), new FrameMapping(3, 2), 8);

    private final Ops ops = LibTorch.load().ops();
    private final TensorScope scope = ops.scope();

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void aWeightIsALogarithmOnTheWordsLogitsInEveryHead() {
        AttentionEdits edits = edits("[{words: circle, weight: 3}]");

        for (AttentionKind kind : BOTH) {
            TensorView bias = biasAt(edits, kind, 2, 1);
            assertThat(bias.shape()).containsExactly(2, SMALL.grid(kind).size(), EditedRun.TOKENS + 1);
            for (int head = 0; head < 2; head++) {
                for (int query = 0; query < bias.size(1); query++) {
                    assertThat(row(bias, head, query))
                            .containsExactly(new double[] {0, Math.log(3), Math.log(3), 0, 0, 0, 0}, within(1e-6));
                }
            }
        }
    }

    @Test
    void suppressionIsWeightZero() {
        TensorView suppressed = biasAt(edits("[{words: star, suppress: true}]"), AttentionKind.TEXT_TO_VIDEO, 0, 0);
        TensorView weightless = biasAt(edits("[{words: star, weight: 0}]"), AttentionKind.TEXT_TO_VIDEO, 0, 0);

        assertThat(row(suppressed, 0, 0))
                .containsExactly(0, 0, 0, 0, Double.NEGATIVE_INFINITY, 0, 0)
                .isEqualTo(row(weightless, 0, 0));
    }

    @Test
    void tokensThatOneEditNamesTwiceAreChangedOnce() {
        TensorView bias = biasAt(edits("[{words: ['red#1', red, red circle], boost: 2}]"), BOTH.getFirst(), 0, 0);

        assertThat(row(bias, 0, 0)).containsExactly(2, 2, 2, 2, 0, 0, 0);
    }

    @Test
    void paddingIsAWord() {
        TensorView bias = biasAt(edits("[{words: padding, boost: -1}]"), BOTH.getFirst(), 0, 0);

        assertThat(row(bias, 0, 0)).containsExactly(0, 0, 0, 0, 0, 0, -1);
    }

    /** Against the definition, query by query: an edit counts where all of its limits hold. */
    @RepeatedTest(15)
    void editsThatMeetAddUp() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        RunInfo run = EditedRun.random(random);
        List<RandomEdit> drawn = IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(_ -> RandomEdit.draw(random, run))
                .toList();
        String yaml = drawn.stream().map(edit -> edit.yaml(run)).toList().toString();
        AttentionEdits edits = AttentionEdits.of(EditedRun.edits(yaml), run, ops, Device.CPU);

        for (AttentionKind kind : BOTH) {
            for (int step = 0; step < run.timesteps().size(); step++) {
                for (int layer = 0; layer < run.layers(); layer++) {
                    TensorView bias = edits.biasAt(site(run, kind, Branch.CONDITIONAL, step, layer));
                    int at = step;
                    int in = layer;
                    boolean any = drawn.stream().anyMatch(edit -> edit.meets(kind, at, in));
                    assertThat(bias != null).as("%s, seed %d", yaml, seed).isEqualTo(any);
                    if (bias != null) {
                        assertSum(drawn, run, kind, at, in, bias, yaml + ", seed " + seed);
                    }
                }
            }
        }
    }

    private static void assertSum(
            List<RandomEdit> drawn, RunInfo run, AttentionKind kind, int step, int layer, TensorView bias, String as) {
        for (int query = 0; query < bias.size(1); query++) {
            double[] expected = new double[Math.toIntExact(bias.size(2))];
            for (RandomEdit edit : drawn) {
                if (edit.meets(kind, step, layer) && edit.holdsFor(kind, query, run)) {
                    edit.tokens().forEach(token -> expected[token] += edit.boost());
                }
            }
            assertThat(row(bias, query % run.heads(), query))
                    .as("%s step %d layer %d query %d of %s", kind, step, layer, query, as)
                    .containsExactly(expected, within(1e-5)); // float32 sums of at most four numbers below 5
        }
    }

    /**
     * An edit within one box of whole patches and one range of frames.
     *
     * @param lastRow of the box that starts in the first row and spans all columns; −1 for no region
     */
    private record RandomEdit(
            boolean red,
            double boost,
            boolean audio,
            int firstStep,
            int layer,
            int firstFrame,
            int lastFrame,
            int lastRow) {

        static RandomEdit draw(Random random, RunInfo run) {
            int first = random.nextInt(run.frames().videoFrames());
            return new RandomEdit(
                    random.nextBoolean(),
                    random.nextInt(1, 500) / 100.0,
                    random.nextBoolean(),
                    random.nextInt(run.timesteps().size()),
                    random.nextInt(run.layers()),
                    random.nextBoolean() ? 0 : first,
                    random.nextBoolean() ? run.frames().videoFrames() - 1 : first,
                    random.nextInt(-1, run.videoGrid().height()));
        }

        String yaml(RunInfo run) {
            String region = lastRow < 0
                    ? ""
                    : ", region: {box: [0, 0, "
                            + (lastRow + 1.0) / run.videoGrid().height() + ", 1]}";
            return "{words: " + (red ? "red" : "star") + ", boost: " + boost + ", kinds: "
                    + (audio ? "[text_to_video, text_to_audio]" : "text_to_video") + ", steps: " + firstStep
                    + "..99, layers: " + layer + ", frames: " + firstFrame + ".." + lastFrame + region + "}";
        }

        Set<Integer> tokens() {
            return red ? Set.of(0, 3) : Set.of(4);
        }

        boolean meets(AttentionKind kind, int step, int in) {
            boolean sound = kind == AttentionKind.TEXT_TO_AUDIO;
            return (!sound || (audio && lastRow < 0)) && step >= firstStep && in == layer;
        }

        boolean holdsFor(AttentionKind kind, int query, RunInfo run) {
            FrameMapping mapping = run.frames();
            if (kind == AttentionKind.TEXT_TO_AUDIO) {
                long frames = mapping.videoFrames();
                long positions = run.audioGrid().size();
                return query * frames < (lastFrame + 1) * positions && (query + 1) * frames > firstFrame * positions;
            }
            PatchGrid grid = run.videoGrid();
            int latentFrame = query / grid.frameSize();
            int row = query % grid.frameSize() / grid.width();
            return mapping.firstVideoFrame(latentFrame) <= lastFrame
                    && mapping.lastVideoFrame(latentFrame) >= firstFrame
                    && (lastRow < 0 || row <= lastRow);
        }
    }

    @Test
    void aRegionIsInThePictureAndLeavesTheSoundAlone() {
        AttentionEdits edits = edits("[{words: red, weight: 0, region: {box: [0, 0, 1, 0.5]}}]");

        assertThat(edits.change(AttentionKind.TEXT_TO_VIDEO)).isTrue();
        assertThat(edits.change(AttentionKind.TEXT_TO_AUDIO)).isFalse();
        assertThat(edits.biasAt(site(SMALL, AttentionKind.TEXT_TO_AUDIO, Branch.CONDITIONAL, 0, 0)))
                .isNull();
    }

    @Test
    void theNegativePassAndOtherAttentionAreNotEdited() {
        AttentionEdits edits = edits("[{words: red, weight: 0}]");

        assertThat(edits.biasAt(site(SMALL, AttentionKind.TEXT_TO_VIDEO, Branch.NEGATIVE, 0, 0)))
                .isNull();
        for (AttentionKind kind : AttentionKind.values()) {
            assertThat(edits.change(kind)).isEqualTo(BOTH.contains(kind));
            if (!BOTH.contains(kind)) {
                assertThat(edits.biasAt(site(SMALL, kind, Branch.CONDITIONAL, 0, 0)))
                        .isNull();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"[]", "'[{words: red, weight: 1}]'", "'[{words: red, boost: 0}]'"})
    void whatChangesNothingGivesNoBias(String yaml) {
        AttentionEdits edits = edits(yaml);

        assertThat(edits.bytes()).isZero();
        for (AttentionKind kind : BOTH) {
            assertThat(edits.change(kind)).isFalse();
            assertThat(edits.biasAt(site(SMALL, kind, Branch.CONDITIONAL, 0, 0)))
                    .isNull();
        }
    }

    @Test
    void aBiasTakesOneRowUnlessQueriesDifferAndCombinationsAreShared() {
        long row = (EditedRun.TOKENS + 1) * Float.BYTES;

        assertThat(edits("[red=2, star=0]").bytes()).isEqualTo(2 * row); // one for each kind
        assertThat(edits("[{words: red, weight: 2, kinds: text_to_video, region: {box: [0, 0, 1, 1]}}]")
                        .bytes())
                .isEqualTo(row);
        assertThat(edits("[{words: red, weight: 2, frames: 0, kinds: text_to_video}]")
                        .bytes())
                .isEqualTo(8 * row); // eight patches
        assertThat(edits("[{words: red, weight: 2, kinds: text_to_video},"
                                + " {words: star, weight: 0, steps: 1, kinds: text_to_video}]")
                        .bytes())
                .isEqualTo(2 * row); // the first alone, and both together
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{words: [red, sta], weight: 2}]"
                        + " | attention.edits[0].words: \"sta\" is not a word of \"red circle red star\"; nearest are star",
                "[red=2, {words: star, weight: 2, steps: 4..9}]"
                        + " | attention.edits[1].steps is 4..9; there are steps 0 to 3",
                "[{words: star, weight: 2, layers: 3}] | attention.edits[0].layers is 3; there are layers 0 to 2",
                "[{words: star, weight: 2, frames: 3}] | attention.edits[0].frames is 3; there are video frames 0 to 2",
                "[{words: star, weight: 2, region: {box: [0, 0, 0.2, 1]}}]"
                        + " | attention.edits[0].region: no patch lies in it by at least one half; a frame has 2×2 patches",
                "[{words: star, weight: 1, region: {mask: nowhere.png}}]"
                        + " | attention.edits[0].region: nowhere.png: there is no such image",
                "[{words: [all, </s>, padding], weight: 0, region: {box: [0, 0, 1, 0.5]}}]"
                        + " | attention.edits remove every token of \"red circle red star\"",
                "[{words: [all, </s>], weight: 0, steps: 0..2}, {words: padding, suppress: true, steps: 2..3}]"
                        + " | attention.edits remove every token of \"red circle red star\"",
            })
    void anEditOfWhatTheRunDoesNotHaveIsRefused(String yaml, String message) {
        assertThatThrownBy(() -> edits(yaml)).isInstanceOf(UsageException.class).hasMessageStartingWith(message);
    }

    @Test
    void allWordsMayGoAsLongAsSomethingIsLeft() {
        TensorView bias = biasAt(edits("[{words: [all, </s>], weight: 0}]"), BOTH.getFirst(), 0, 0);
        assertThat(row(bias, 0, 0)).startsWith(Double.NEGATIVE_INFINITY).endsWith(0);

        RunInfo withoutPadding = EditedRun.of(SMALL.videoGrid(), SMALL.audioGrid(), SMALL.frames(), EditedRun.TOKENS);
        assertThatThrownBy(() -> AttentionEdits.of(
                        EditedRun.edits("[{words: [all, </s>], weight: 0}]"), withoutPadding, ops, Device.CPU))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("nothing left to attend to");
    }

    @Test
    void everyEditIsToldInALine() {
        assertThat(edits("[circle=0, {words: [star, padding], boost: -1.5, steps: '0..1', layers: 2, frames: '0,2',"
                                + " region: {box: [0, 0, 1, 0.5]}}, {words: star, weight: 1},"
                                + " {words: star, suppress: true, kinds: text_to_audio}]")
                        .descriptions())
                .containsExactly(
                        "attention.edits[0]: weight 0 on ▁cir cle (tokens 1, 2) in text_to_video and text_to_audio:"
                                + " all steps, all layers, all frames",
                        "attention.edits[1]: boost -1.5 on ▁star padding (tokens 4, 6) in text_to_video: steps 0..1,"
                                + " layers 2, frames 0,2, 2 of 4 patches",
                        "attention.edits[2]: weight 1 on ▁star (token 4) changes nothing",
                        "attention.edits[3]: suppress on ▁star (token 4) in text_to_audio: all steps, all layers,"
                                + " all frames");
    }

    private AttentionEdits edits(String yaml) {
        return AttentionEdits.of(EditedRun.edits(yaml), SMALL, ops, Device.CPU);
    }

    private static TensorView biasAt(AttentionEdits edits, AttentionKind kind, int step, int layer) {
        @Nullable TensorView bias = edits.biasAt(site(SMALL, kind, Branch.CONDITIONAL, step, layer));
        assertThat(bias).isNotNull();
        return bias;
    }

    private static AttentionSite site(RunInfo run, AttentionKind kind, Branch branch, int step, int layer) {
        return new AttentionSite(kind, branch, step, run.timesteps().get(step), layer, run.grid(kind), null);
    }

    private static double[] row(TensorView bias, int head, int query) {
        List<Double> values = new ArrayList<>();
        for (long key = 0; key < bias.size(2); key++) {
            values.add((double) bias.data().getAtIndex(ValueLayout.JAVA_FLOAT, bias.offset(head, query, key)));
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
