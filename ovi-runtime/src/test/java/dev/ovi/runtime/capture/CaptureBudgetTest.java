package dev.ovi.runtime.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.runtime.base.UsageException;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class CaptureBudgetTest {
    /** Over 12 patches in float32. */
    private static final long MAP = 12 * 4;

    @Test
    void buffersCountTwiceBecauseOneFillsWhileTheOtherIsHandedOver() {
        var sink = new KeepingSink(Granularity.HEAD, List.of(0, 1), Set.of(0, 2));

        assertThat(budget(sink).memoryBytes()).isEqualTo(2 * (2 * 2 * 2 * MAP)); // layers, heads, positions
        assertThat(budget(sink).diskBytes()).isZero();
    }

    @Test
    void sinksThatWantTheSameShareABuffer() {
        var one = new KeepingSink(Granularity.STEP, List.of(0, 1), Set.of());
        var other = new KeepingSink(Granularity.STEP, List.of(1, 2), Set.of());

        assertThat(budget(one, other).memoryBytes()).isEqualTo(2 * 3 * MAP);
    }

    @Test
    void whatSinksKeepAndWriteIsAdded() {
        KeepingSink sink = needing("hoarding", 3 << 20, 5L << 30);

        assertThat(budget(sink))
                .hasToString("capture holds 3.0 MiB in memory: 3.0 MiB for sink hoarding, 96 bytes for"
                        + " text_to_video of the conditional branch (1 position); it writes 5.00 GiB to disk: 5.00 GiB for sink"
                        + " hoarding");
    }

    @Test
    void whatTheNeediestCallOfEachBranchTakesIsAdded() {
        CaptureWorkspace workspace = (kind, positions) -> new CaptureBudget.Share(
                "backend of " + kind.id(),
                (kind == AttentionKind.TEXT_TO_VIDEO ? 1L << 20 : 1L << 10) * positions,
                "choose another backend");
        var sink = new KeepingSink(
                request(AttentionKind.TEXT_TO_VIDEO, List.of(0, 1)), request(AttentionKind.AUDIO_TO_VIDEO, List.of(0)));
        try (var session = SmallCapture.session(List.of(sink), workspace, Long.MAX_VALUE, warning -> {})) {
            assertThat(session.budget().memoryBytes()).isEqualTo(2 * 3 * MAP + (2L << 20)); // not 1 KiB more
        }
        assertThatThrownBy(() -> SmallCapture.session(List.of(sink), workspace, 1 << 20, warning -> {}))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("2.0 MiB for backend of text_to_video")
                .hasMessageContaining("To make it smaller, choose another backend");
    }

    @Test
    void aPlanThatDoesNotFitIsRefusedWithWhatToDrop() {
        var sink = new KeepingSink(Granularity.HEAD, List.of(0, 1), Set.of());

        assertRefused(100, sink)
                .hasMessage(
                        "capture needs 1.1 KiB of memory, attention.capture.max_memory allows 100 bytes: 1.1 KiB for"
                                + " text_to_video of the conditional branch (2 positions × 3 layers × 2 heads). To make it"
                                + " smaller, choose a coarser granularity for keeping or fewer attention.capture.layers or fewer"
                                + " attention.capture.tokens or attention.capture.kinds without text_to_video, or allow more"
                                + " memory");
    }

    @Test
    void whatTakesMostIsWhatIsToBeDropped() {
        var patches = new KeepingSink(request(AttentionKind.VIDEO_SELF, List.of(0, 5, 11)));
        assertRefused(100, patches).hasMessageContaining("fewer attention.capture.patches");

        var sound = new KeepingSink(request(AttentionKind.AUDIO_TO_VIDEO, List.of(0, 1, 2, 3)));
        assertRefused(100, sound)
                .hasMessageContaining("choose attention.capture.kinds without audio_to_video, or allow more memory");

        assertRefused(100, sound, needing("hoarding", 1 << 20, 0))
                .hasMessageContaining("1.0 MiB for sink hoarding, 384 bytes for audio_to_video")
                .hasMessageContaining("leave hoarding out of attention.sinks");
    }

    @Test
    void manyPartsAreNotAllNamed() {
        assertRefused(
                        100,
                        new KeepingSink(request(AttentionKind.AUDIO_TO_VIDEO, List.of(0, 1, 2, 3))),
                        new KeepingSink(request(AttentionKind.VIDEO_SELF, List.of(0))),
                        new KeepingSink(request(AttentionKind.TEXT_TO_VIDEO, List.of(0, 1))),
                        needing("hoarding", 1 << 20, 0))
                .hasMessageContaining(
                        "1.0 MiB for sink hoarding, 384 bytes for audio_to_video of the conditional branch"
                                + " (4 positions), 192 bytes for text_to_video of the conditional branch (2 positions), 96 bytes"
                                + " for 1 more.");
    }

    @Test
    void aPlanThatJustFitsIsAccepted() {
        var sink = new KeepingSink(Granularity.STEP, List.of(0), Set.of());
        try (var session = SmallCapture.session(List.of(sink), 2 * MAP, warning -> {})) {
            assertThat(session.budget().memoryBytes()).isEqualTo(2 * MAP);
        }
        assertRefused(2 * MAP - 1, sink);
        assertThat(sink.closed)
                .as("closed where it was accepted and where it was refused")
                .isEqualTo(2);
    }

    @Test
    void sinksThatNeedMoreThanCanBeCountedAreRefused() {
        assertRefused(Long.MAX_VALUE - 1, needing("a", Long.MAX_VALUE, 0), needing("b", Long.MAX_VALUE, 0));
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(long allowed, KeepingSink... sinks) {
        return assertThatThrownBy(() -> SmallCapture.session(List.of(sinks), allowed, warning -> {}))
                .isInstanceOf(UsageException.class);
    }

    private static CaptureBudget budget(KeepingSink... sinks) {
        try (var session = SmallCapture.session(List.of(sinks), Long.MAX_VALUE, warning -> {})) {
            return session.budget();
        }
    }

    private static CaptureRequest request(AttentionKind kind, List<Integer> positions) {
        return new CaptureRequest(kind, Branch.CONDITIONAL, Granularity.STEP, positions, Set.of());
    }

    private static KeepingSink needing(String id, long memory, long disk) {
        return new KeepingSink(Granularity.STEP, List.of(0), Set.of()) {
            @Override
            public String id() {
                return id;
            }

            @Override
            public long memoryBytes(RunInfo run) {
                return memory;
            }

            @Override
            public long diskBytes(RunInfo run) {
                return disk;
            }
        };
    }
}
