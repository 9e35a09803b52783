package dev.ovi.runtime.capture;

import static dev.ovi.runtime.capture.SmallCapture.GRID;
import static dev.ovi.runtime.capture.SmallCapture.HEADS;
import static dev.ovi.runtime.capture.SmallCapture.LAYERS;
import static dev.ovi.runtime.capture.SmallCapture.feed;
import static dev.ovi.runtime.capture.SmallCapture.random;
import static dev.ovi.runtime.capture.SmallCapture.site;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.Sequence;
import dev.ovi.api.capture.AttentionMap;
import dev.ovi.api.capture.AttentionSink;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.capture.MapKey;
import dev.ovi.runtime.capture.SmallCapture.NoOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CaptureSessionTest {
    private final List<String> warnings = new ArrayList<>();

    @Test
    void eachSinkGetsItsOwnGranularityPositionsAndLayersFromOneCapture() {
        var coarse = new KeepingSink(Granularity.STEP, List.of(0, 2), Set.of());
        var someLayers = new KeepingSink(Granularity.STEP, List.of(1), Set.of(1, 2));
        var fine = new KeepingSink(Granularity.HEAD, List.of(2), Set.of(0));
        float[][][][] p = random(); // [layer][head][position][patch]

        try (var session = session(List.of(coarse, someLayers, fine))) {
            session.open(new NoOutput());
            feed(session, p);
            session.stepDone(0);
            session.finish(1);
        }

        assertThat(coarse.maps).hasSize(1);
        for (int patch = 0; patch < GRID.size(); patch++) {
            double mean = 0;
            double meanOfTwo = 0;
            for (int layer = 0; layer < LAYERS; layer++) {
                for (int head = 0; head < HEADS; head++) {
                    mean += p[layer][head][2][patch] / (LAYERS * HEADS);
                    meanOfTwo += layer == 0 ? 0 : p[layer][head][1][patch] / (2.0 * HEADS);
                }
            }
            // float32 means of six numbers below one
            assertThat(coarse.value("text_to_video 0 - -", GRID.size() + patch)).isCloseTo(mean, within(1e-6));
            assertThat(someLayers.value("text_to_video 0 - -", patch)).isCloseTo(meanOfTwo, within(1e-6));
            assertThat(fine.value("text_to_video 0 0 1", patch)).isEqualTo(p[0][1][2][patch]);
        }
        assertThat(fine.maps.keySet()).containsExactly("text_to_video 0 0 0", "text_to_video 0 0 1");
    }

    @Test
    void everyStepStartsFromNothing() {
        var sink = new KeepingSink(Granularity.STEP, List.of(0), Set.of());
        float[][][][] first = random();
        float[][][][] second = random();
        try (var session = session(List.of(sink))) {
            session.open(new NoOutput());
            feed(session, first);
            session.stepDone(0);
            feed(session, second);
            session.stepDone(1);
            session.finish(2);
        }
        double mean = 0;
        for (float[][][] layer : second) {
            mean += (layer[0][0][0] + layer[1][0][0]) / (double) (LAYERS * HEADS);
        }
        assertThat(sink.value("text_to_video 1 - -", 0)).isCloseTo(mean, within(1e-6));
    }

    @Test
    void sitesThatNoSinkAskedForAreNotCaptured() {
        try (var session = session(List.of(new KeepingSink(Granularity.STEP, List.of(0), Set.of(1))))) {
            session.open(new NoOutput());
            assertThat(session.captureAt(site(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL, 1)))
                    .isNotNull();
            assertThat(session.captureAt(site(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL, 0)))
                    .isNull();
            assertThat(session.captureAt(site(AttentionKind.TEXT_TO_VIDEO, Branch.NEGATIVE, 1)))
                    .isNull();
            assertThat(session.captureAt(site(AttentionKind.VIDEO_SELF, Branch.CONDITIONAL, 1)))
                    .isNull();
        }
    }

    @Test
    void aMeanOverLayersAndEachLayerComeFromOneBuffer() {
        var mean = new KeepingSink(Granularity.STEP, List.of(0), Set.of());
        var layers = new KeepingSink(Granularity.LAYER, List.of(0, 1), Set.of(0, 2));
        float[][][][] p = random();
        try (var session = session(List.of(mean, layers))) {
            session.open(new NoOutput());
            feed(session, p);
            session.stepDone(0);
            session.finish(1);
        }
        assertThat(layers.maps.keySet()).containsExactly("text_to_video 0 0 -", "text_to_video 0 2 -");
        for (int patch = 0; patch < GRID.size(); patch++) {
            double ofLayer = ((double) p[2][0][1][patch] + p[2][1][1][patch]) / HEADS;
            double ofAll = 0;
            for (float[][][] layer : p) {
                ofAll += ((double) layer[0][0][patch] + layer[1][0][patch]) / (LAYERS * HEADS);
            }
            assertThat(layers.value("text_to_video 0 2 -", GRID.size() + patch)).isCloseTo(ofLayer, within(1e-6));
            assertThat(mean.value("text_to_video 0 - -", patch)).isCloseTo(ofAll, within(1e-6));
        }
    }

    @Test
    void everySinkIsServedInTheOrderOfItsOwnPlan() {
        var videoFirst = new KeepingSink(request(AttentionKind.TEXT_TO_VIDEO), request(AttentionKind.TEXT_TO_AUDIO));
        var audioFirst = new KeepingSink(request(AttentionKind.TEXT_TO_AUDIO), request(AttentionKind.TEXT_TO_VIDEO));
        try (var session = session(List.of(videoFirst, audioFirst))) {
            session.open(new NoOutput());
            session.stepDone(0);
            session.finish(1);
        }
        assertThat(videoFirst.maps.keySet()).containsExactly("text_to_video 0 - -", "text_to_audio 0 - -");
        assertThat(audioFirst.maps.keySet()).containsExactly("text_to_audio 0 - -", "text_to_video 0 - -");
    }

    @Test
    void whatBranchesCouldShareIsComputedTwiceWhereASinkWantsToSeeBoth() {
        for (AttentionKind kind : AttentionKind.values()) {
            var request = new CaptureRequest(kind, Branch.NEGATIVE, Granularity.STEP, List.of(0), Set.of());
            if (kind.position() != Sequence.TEXT) { // the small run has no negative text
                try (var session = session(List.of(new KeepingSink(request)))) {
                    assertThat(session.seesSharedAttentionTwice()).as(kind.id()).isTrue();
                }
            }
            try (var session = session(List.of(new KeepingSink(request(kind))))) {
                assertThat(session.seesSharedAttentionTwice()).as(kind.id()).isFalse();
            }
        }
    }

    private static CaptureRequest request(AttentionKind kind) {
        return new CaptureRequest(kind, Branch.CONDITIONAL, Granularity.STEP, List.of(0), Set.of());
    }

    @Test
    void sinksAreServedByAThreadOfTheirOwnWhileTheNextStepRuns() throws InterruptedException {
        var started = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var threads = new ConcurrentLinkedQueue<String>();
        var slow = new KeepingSink(Granularity.STEP, List.of(0), Set.of()) {
            @Override
            public void accept(MapKey key, AttentionMap map) {
                threads.add(Thread.currentThread().getName());
                started.countDown();
                awaitCalmly(goOn);
                super.accept(key, map);
            }
        };
        float[][][][] first = random();
        try (var session = session(List.of(slow))) {
            session.open(new NoOutput());
            feed(session, first);
            session.stepDone(0);
            assertThat(started.await(1, TimeUnit.MINUTES)).isTrue();
            feed(session, random()); // the next step runs into other buffers while the sink looks at the first
            goOn.countDown();
            session.stepDone(1);
            session.finish(2);
        }
        double mean = 0;
        for (float[][][] layer : first) {
            mean += ((double) layer[0][0][0] + layer[1][0][0]) / (LAYERS * HEADS);
        }
        assertThat(slow.value("text_to_video 0 - -", 0)).isCloseTo(mean, within(1e-6));
        assertThat(threads).containsExactly("capture", "capture");
    }

    private static void awaitCalmly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CaptureSession session(List<? extends AttentionSink> sinks) {
        return SmallCapture.session(sinks, Long.MAX_VALUE, warnings::add);
    }
}
