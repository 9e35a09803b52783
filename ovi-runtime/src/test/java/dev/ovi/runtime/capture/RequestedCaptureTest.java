package dev.ovi.runtime.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.capture.CapturePlan;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.contract.SampleRun;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.config.ByteSize;
import dev.ovi.runtime.config.CaptureSettings;
import dev.ovi.runtime.config.IndexSet;
import dev.ovi.runtime.config.Patch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestedCaptureTest {
    /** Its prompt is "red circle", its negative prompts are "blur", which splits; video 3×4×6, audio 5. */
    private static final RunInfo RUN = SampleRun.infoOfEverything();

    private static final int LAYERS = 4;
    private static final int NO_LAYER = -1;
    private static final Patch CORNER = new Patch(0, 0, 0);

    @Test
    void theEndMarkAndPaddingAreAlwaysAdded() {
        CapturePlan plan = plan(IndexSet.ALL, List.of("circle"), CORNER);

        assertThat(request(plan, AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL)
                        .positions())
                .containsExactly(1, 2, 3);
    }

    @Test
    void ofANegativePromptAllIsKept() {
        CapturePlan plan = plan(IndexSet.ALL, List.of("circle"), CORNER);

        assertThat(request(plan, AttentionKind.TEXT_TO_AUDIO, Branch.NEGATIVE).positions())
                .containsExactly(0, 1, 2, 3);
    }

    @Test
    void ofSoundAllPositionsAreKeptAndOfTheVideoChosenPatches() {
        CapturePlan plan = plan(IndexSet.ALL, List.of("all"), new Patch(1, 2, 3), CORNER);

        assertThat(request(plan, AttentionKind.AUDIO_TO_VIDEO, Branch.CONDITIONAL)
                        .positions())
                .containsExactly(0, 1, 2, 3, 4);
        assertThat(request(plan, AttentionKind.VIDEO_TO_AUDIO, Branch.CONDITIONAL)
                        .positions())
                .containsExactly(0, 1, 2, 3, 4);
        assertThat(request(plan, AttentionKind.VIDEO_SELF, Branch.CONDITIONAL).positions())
                .containsExactly(0, (1 * 4 + 2) * 6 + 3);
    }

    @Test
    void everyKindAndBranchIsOneRequest() {
        assertThat(plan(IndexSet.ALL, List.of("all"), CORNER).requests())
                .hasSize(12)
                .allSatisfy(request -> assertThat(request.granularity()).isEqualTo(Granularity.LAYER))
                .allSatisfy(request -> assertThat(request.layers()).isEmpty());
    }

    @Test
    void someLayersAreAskedForByNumber() {
        var some = new IndexSet(List.of(new IndexSet.Range(2, 3)));
        CapturePlan plan = plan(some, List.of("all"), CORNER);

        assertThat(request(plan, AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL)
                        .layers())
                .containsExactly(2, 3);
        assertThatThrownBy(() -> plan(IndexSet.of(4), List.of("all"), CORNER))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("attention.capture.layers")
                .hasMessageContaining("0 to 3");
    }

    @Test
    void theLayerThatGuidanceSkipsIsNoPartOfTheNegativeBranch() {
        CapturePlan plan = requested(2).plan(settings(IndexSet.ALL, List.of("all"), CORNER));

        assertThat(request(plan, AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL)
                        .layers())
                .isEmpty();
        assertThat(request(plan, AttentionKind.TEXT_TO_VIDEO, Branch.NEGATIVE).layers())
                .containsExactly(0, 1, 3);
        assertThatThrownBy(() -> requested(2).plan(settings(IndexSet.of(2), List.of("all"), CORNER)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("because slg_layer is 2; choose other layers");
    }

    @Test
    void theFirstLayerAndLayersThatAreNotThereAreNotSkipped() {
        for (int layer : List.of(-1, 0, LAYERS)) {
            CapturePlan plan = requested(layer).plan(settings(IndexSet.ALL, List.of("all"), CORNER));
            assertThat(request(plan, AttentionKind.TEXT_TO_VIDEO, Branch.NEGATIVE)
                            .layers())
                    .as("layer %d", layer)
                    .isEmpty();
        }
    }

    @Test
    void patchesMustBeNamedAndExist() {
        assertThatThrownBy(() -> plan(IndexSet.ALL, List.of("all")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("attention.capture.patches=[[0,8,8]]")
                .hasMessageContaining("the grid is 3×4×6");
        assertThatThrownBy(() -> plan(IndexSet.ALL, List.of("all"), new Patch(0, 4, 0)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("there is no patch [0, 4, 0] in a grid of 3×4×6");
    }

    private static CapturePlan plan(IndexSet layers, List<String> tokens, Patch... patches) {
        return requested(NO_LAYER).plan(settings(layers, tokens, patches));
    }

    private static RequestedCapture requested(int skippedLayer) {
        return new RequestedCapture(RUN.prompts(), RUN.videoGrid(), RUN.audioGrid(), LAYERS, skippedLayer);
    }

    private static CaptureSettings settings(IndexSet layers, List<String> tokens, Patch... patches) {
        return new CaptureSettings(
                true,
                Arrays.asList(AttentionKind.values()),
                Arrays.asList(Branch.values()),
                Granularity.LAYER,
                layers,
                tokens,
                List.of(patches),
                new ByteSize(1 << 20));
    }

    private static CaptureRequest request(CapturePlan plan, AttentionKind kind, Branch branch) {
        return plan.requests().stream()
                .filter(request -> request.kind() == kind && request.branch() == branch)
                .findFirst()
                .orElseThrow();
    }
}
