package dev.ovi.runtime.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.capture.AttentionMap;
import dev.ovi.api.capture.CapturePlan;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.capture.MapKey;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.capture.SinkOutput;
import dev.ovi.api.capture.SinkResult;
import dev.ovi.runtime.capture.SmallCapture.NoOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever a sink does wrong, the run and the other sinks go on. */
@SuppressWarnings("NullAway") // sinks of others may not know what must not be null
class FailingSinksTest {
    private final List<String> warnings = new ArrayList<>();
    private final KeepingSink sound = new KeepingSink(Granularity.STEP, List.of(0), Set.of());

    /** A sink that does all right, before a test makes it fail. */
    private static class Failing extends KeepingSink {
        Failing() {
            super(Granularity.STEP, List.of(0), Set.of());
        }

        @Override
        public String id() {
            return "failing";
        }
    }

    @Test
    void whenItPlans() {
        assertDropped("no plan today", new Failing() {
            @Override
            public CapturePlan plan(RunInfo run) {
                throw new IllegalStateException("no plan today");
            }
        });
    }

    @Test
    void whenItHasNoPlan() {
        assertDropped("returned null", new Failing() {
            @Override
            public CapturePlan plan(RunInfo run) {
                return null;
            }
        });
    }

    @Test
    void whenItPlansToSeeWhatTheRunDoesNotHave() {
        assertDropped("layer 3 of text_to_video in the conditional branch; there are 0 to 2", planning(0, 3));
        assertDropped("position 3 of text_to_video in the conditional branch; there are 0 to 2", planning(3, 0));
        assertDropped("position -1", planning(-1, 0));
    }

    private static Failing planning(int position, int layer) {
        return new Failing() {
            @Override
            public CapturePlan plan(RunInfo run) {
                return new CapturePlan(List.of(new CaptureRequest(
                        AttentionKind.TEXT_TO_VIDEO,
                        Branch.CONDITIONAL,
                        Granularity.STEP,
                        List.of(position),
                        Set.of(layer))));
            }
        };
    }

    @Test
    void whenItCannotSayWhatItNeeds() {
        assertDropped("it needs -1 bytes", new Failing() {
            @Override
            public long memoryBytes(RunInfo run) {
                return -1;
            }
        });
        assertDropped("long overflow", new Failing() {
            @Override
            public long diskBytes(RunInfo run) {
                return Math.multiplyExact(Long.MAX_VALUE, 2);
            }
        });
    }

    @Test
    void whenItOpens() {
        assertDropped("no space left on device", new Failing() {
            @Override
            public void open(RunInfo run, SinkOutput output) {
                throw new UncheckedIOException(new IOException("no space left on device"));
            }
        });
    }

    @Test
    void whenItReceivesAMap() {
        assertDropped("disk on fire", new Failing() {
            @Override
            public void accept(MapKey key, AttentionMap map) {
                throw new IllegalStateException("disk on fire");
            }
        });
        assertDropped("endless recursion", new Failing() {
            @Override
            @SuppressWarnings("InfiniteRecursion")
            public void accept(MapKey key, AttentionMap map) {
                accept(key, map);
            }
        });
    }

    @Test
    void whenItFinishes() {
        assertDropped("lost my notes", new Failing() {
            @Override
            public SinkResult finish(int completedSteps) {
                throw new IllegalStateException("lost my notes");
            }
        });
        assertDropped("returned null", new Failing() {
            @Override
            public SinkResult finish(int completedSteps) {
                return null;
            }
        });
    }

    @Test
    void whatItHoldsIsFreedAtOnceAndNotTwice() {
        var failing = new Failing() {
            @Override
            public void accept(MapKey key, AttentionMap map) {
                throw new IllegalStateException("disk full");
            }

            @Override
            public void close() {
                super.close();
                throw new IllegalStateException("and cannot be closed either");
            }
        };
        try (var session = SmallCapture.session(List.of(failing), Long.MAX_VALUE, warnings::add)) {
            session.open(new NoOutput());
            session.stepDone(0);
            session.stepDone(1); // waits for the first
            assertThat(failing.closed).isEqualTo(1);
            session.finish(2);
        }
        assertThat(failing.closed).isEqualTo(1);
        assertThat(warnings).singleElement().asString().contains("disk full");
    }

    @Test
    void whatItWouldHaveCostIsNotCounted() {
        var failing = new Failing() {
            @Override
            public long diskBytes(RunInfo run) {
                throw new IllegalStateException("cannot count");
            }

            @Override
            public long memoryBytes(RunInfo run) {
                return 1 << 20;
            }
        };
        try (var session = SmallCapture.session(List.of(failing), 0, warnings::add)) {
            assertThat(session.budget().memoryBytes()).isZero();
        }
    }

    private void assertDropped(String message, Failing failing) {
        warnings.clear();
        sound.maps.clear();
        try (var session = SmallCapture.session(List.of(failing, sound), Long.MAX_VALUE, warnings::add)) {
            session.open(new NoOutput());
            SmallCapture.feed(session, SmallCapture.random());
            session.stepDone(0);
            SmallCapture.feed(session, SmallCapture.random());
            session.stepDone(1);
            assertThat(session.finish(2)).as("results of the sound one").hasSize(1);
            assertThat(session.anySinkFailed()).isTrue();
        }
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("sink failing", message, "it was dropped, the run goes on");
        assertThat(failing.closed).isEqualTo(1);
        assertThat(sound.maps).containsOnlyKeys("text_to_video 0 - -", "text_to_video 1 - -");
    }
}
