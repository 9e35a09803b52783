package dev.ovi.runtime.bench;

import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.generate.GenerationSession;
import dev.ovi.runtime.generate.Interruption;
import dev.ovi.runtime.generate.Prompt;
import dev.ovi.runtime.generate.RunResult;
import dev.ovi.runtime.plugin.PluginHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Times the main job with capture on beside the same job with capture off: whole runs of one session, in turns, so that
 * both of a round see the machine in the same state. The videos are compared byte by byte.
 */
public final class CaptureBench {
    private final Configuration seen;
    private final Configuration unseen;
    private final PluginHost plugins;
    private final Consumer<String> warnings;

    /**
     * A bench for two configurations that differ in {@code attention.capture.enabled} alone.
     *
     * @param seen with capture
     * @param unseen without
     * @param warnings hears what goes wrong in a run without stopping it
     */
    public CaptureBench(Configuration seen, Configuration unseen, PluginHost plugins, Consumer<String> warnings) {
        this.seen = seen;
        this.unseen = unseen;
        this.plugins = plugins;
        this.warnings = warnings;
    }

    /**
     * Runs both, after one run that warms up. Files go to the configurations' output folder.
     *
     * @param prompt what the video shows
     * @param rounds how often each is run
     * @throws OviException if a run cannot be made
     */
    public CaptureMeasurement measure(Prompt prompt, int rounds) {
        try (GenerationSession session = GenerationSession.open(seen, plugins, Clock.systemUTC())) {
            run(session, seen, prompt);
            List<CaptureMeasurement.Round> measured = new ArrayList<>();
            boolean identical = true;
            for (int round = 0; round < rounds; round++) {
                boolean seenFirst = round % 2 == 0;
                Timed first = run(session, seenFirst ? seen : unseen, prompt);
                Timed second = run(session, seenFirst ? unseen : seen, prompt);
                measured.add(new CaptureMeasurement.Round(
                        (seenFirst ? first : second).stepSeconds(), (seenFirst ? second : first).stepSeconds()));
                identical &= sameBytes(first.video(), second.video());
            }
            return new CaptureMeasurement(seen.engine().sampleSteps(), measured, identical);
        }
    }

    /** @param stepSeconds the median of a run's steps */
    private record Timed(double stepSeconds, Path video) {}

    private Timed run(GenerationSession session, Configuration configuration, Prompt prompt) {
        var watch = new StepWatch(warnings);
        List<RunResult> results = new ArrayList<>();
        session.generate(List.of(prompt), configuration, watch, new Interruption(), results::add);
        Path video = results.getFirst().video().orElseThrow(() -> new OviException("the run made no video"));
        return new Timed(Median.of(watch.seconds(), Double::doubleValue), video);
    }

    private static boolean sameBytes(Path one, Path other) {
        try {
            return Files.mismatch(one, other) < 0;
        } catch (IOException e) {
            throw new OviException("cannot compare " + one + " with " + other + ": " + e.getMessage(), e);
        }
    }
}
