package dev.ovi.runtime.cli;

import dev.ovi.runtime.base.ByteCount;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.ProcessMemory;
import dev.ovi.runtime.generate.RunObserver;
import dev.ovi.runtime.generate.RunResult;
import dev.ovi.runtime.generate.StageMemory;
import dev.ovi.runtime.media.WrittenFile;
import dev.ovi.runtime.render.RenderListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells of a run: files on standard output, everything else on standard error with a progress bar, or all of it at the end
 * as JSON.
 */
final class RunReport implements RunObserver, RenderListener, AutoCloseable {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final boolean profile;
    private final CommandResult result = new CommandResult();
    private final List<Map<String, Object>> runs = new ArrayList<>();
    private final Map<String, Long> nanos = new LinkedHashMap<>();
    private final ProgressLine progress;
    private @Nullable String stage;
    private long stageStart;
    private boolean sound = true;

    RunReport(PrintWriter out, PrintWriter err, boolean json, boolean profile) {
        this(out, err, json, profile, new ProgressLine(err));
    }

    RunReport(PrintWriter out, PrintWriter err, boolean json, boolean profile, ProgressLine progress) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.profile = profile;
        this.progress = progress;
    }

    @Override
    public synchronized void stage(String name) {
        endStage();
        stage = name;
        stageStart = System.nanoTime();
        progress.begin(name);
    }

    private void endStage() {
        progress.pause();
        if (stage != null) {
            nanos.merge(stage, System.nanoTime() - stageStart, Long::sum);
            stage = null;
        }
    }

    @Override
    public synchronized void progress(int done, int of) {
        progress.update(done, of);
    }

    @Override
    public synchronized void note(String message) {
        progress.above(message);
    }

    @Override
    public synchronized void warn(String message) {
        result.addProblem(message);
        progress.above("ovi: " + message);
    }

    @Override
    public synchronized void written(Path file) {
        add(new WrittenFile(file, file.toFile().length(), Optional.empty()));
    }

    @Override
    public synchronized void written(WrittenFile written) {
        add(written);
        note(written.line());
    }

    private void add(WrittenFile written) {
        result.add(written);
        if (!json) {
            progress.pause();
            out.println(written.file());
            out.flush();
        }
    }

    @Override
    public synchronized void failed(OviException failure) {
        sound = false;
        warn(String.valueOf(failure.getMessage()));
    }

    /** A video is finished, or was stopped. */
    synchronized void finished(RunResult video) {
        sound &= video.complete();
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("name", video.name());
        run.put("completed_steps", video.completedSteps());
        run.put("complete", video.complete());
        runs.add(run);
    }

    /** Whether everything that was asked for was made. */
    synchronized boolean isSound() {
        return sound;
    }

    /** All is done. */
    synchronized void end(boolean stopped, List<StageMemory> model) {
        endStage();
        if (stopped) {
            err.println("ovi: stopped; what was finished is written and marked partial");
        }
        OptionalLong peak = ProcessMemory.peak();
        if (profile) {
            nanos.forEach((name, time) -> err.println(String.format(Locale.ROOT, "%8.2f s  %s", time / 1e9, name)));
            model.forEach(stage -> err.println(line(stage)));
            peak.ifPresent(bytes -> err.println(ByteCount.text(bytes) + " of memory at most"));
        }
        if (json) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("runs", runs);
            report.putAll(result.toMap());
            Map<String, Double> seconds = new LinkedHashMap<>();
            nanos.forEach((name, time) -> seconds.put(name, time / 1e9));
            report.put("seconds", seconds);
            report.put("model", model.stream().map(RunReport::toMap).toList());
            peak.ifPresent(bytes -> report.put("peak_bytes", bytes));
            out.println(JsonOption.write(report));
            out.flush();
        }
        err.flush();
    }

    private static String line(StageMemory stage) {
        return ByteCount.text(stage.heldBytes()) + " held and " + ByteCount.text(stage.mappedBytes())
                + " mapped by the " + stage.stage();
    }

    private static Map<String, Object> toMap(StageMemory stage) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("stage", stage.stage());
        map.put("held_bytes", stage.heldBytes());
        map.put("mapped_bytes", stage.mappedBytes());
        return map;
    }

    @Override
    public synchronized void close() {
        progress.pause();
    }
}
