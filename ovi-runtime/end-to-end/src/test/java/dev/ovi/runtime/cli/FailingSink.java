package dev.ovi.runtime.cli;

import dev.ovi.api.capture.AttentionMap;
import dev.ovi.api.capture.AttentionSink;
import dev.ovi.api.capture.CapturePlan;
import dev.ovi.api.capture.MapKey;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.capture.SinkOutput;
import dev.ovi.api.capture.SinkResult;
import java.io.IOException;
import java.util.List;

/** Sinks that fail, each at another moment. */
public abstract class FailingSink implements AttentionSink {
    private final String id;

    FailingSink(String id) {
        this.id = id;
    }

    /** A sink whose file cannot be made. */
    public static final class WhenOpened extends FailingSink {
        /** For the plugin host. */
        public WhenOpened() {
            super("fails-to-open");
        }

        @Override
        public void open(RunInfo run, SinkOutput output) throws IOException {
            throw new IOException("the door is locked");
        }
    }

    /** A sink that cannot cope with the maps it gets. */
    public static final class WhenServed extends FailingSink {
        /** For the plugin host. */
        public WhenServed() {
            super("fails-to-accept");
        }

        @Override
        public void accept(MapKey key, AttentionMap map) {
            throw new IllegalStateException("too much of it");
        }
    }

    /** A sink that has nothing to show in the end. */
    public static final class WhenFinished extends FailingSink {
        /** For the plugin host. */
        public WhenFinished() {
            super("fails-to-finish");
        }

        @Override
        public SinkResult finish(int completedSteps) {
            throw new IllegalStateException("lost my notes");
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        return "Made for a test.";
    }

    @Override
    public CapturePlan plan(RunInfo run) {
        return run.requested();
    }

    @Override
    public long memoryBytes(RunInfo run) {
        return 0;
    }

    @Override
    public void open(RunInfo run, SinkOutput output) throws IOException {}

    @Override
    public void accept(MapKey key, AttentionMap map) {}

    @Override
    public SinkResult finish(int completedSteps) {
        return SinkResult.of(List.of());
    }
}
