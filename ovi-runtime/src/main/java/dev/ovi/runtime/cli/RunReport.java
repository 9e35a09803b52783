package dev.ovi.runtime.cli;

import dev.ovi.runtime.base.ByteCount;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.ProcessMemory;
import dev.ovi.runtime.generate.RunObserver;
import dev.ovi.runtime.generate.RunResult;
import dev.ovi.runtime.media.WrittenFile;
import dev.ovi.runtime.render.RenderListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final List<String> files = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<Map<String, Object>> runs = new ArrayList<>();
    private final Map<String, Long> nanos = new LinkedHashMap<>();
    private final ProgressLine progress;
    private @Nullable String stage;
    private long stageStart;
    private boolean sound = true;

    RunReport(PrintWriter out, PrintWriter err, boolean json, boolean profile) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.profile = profile;
        this.progress = new ProgressLine(err);
    }

    @Override
    public void stage(String name) {
        endStage();
        stage = name;
        stageStart = System.nanoTime();
        progress.begin(name);
    }

    private void endStage() {
        progress.end();
        if (stage != null) {
            nanos.merge(stage, System.nanoTime() - stageStart, Long::sum);
            stage = null;
        }
    }

    @Override
    public void progress(int done, int of) {
        progress.update(done, of);
    }

    @Override
    public void note(String message) {
        progress.above(message);
    }

    @Override
    public synchronized void warn(String message) {
        problems.add(message);
        progress.above("ovi: " + message);
    }

    @Override
    public void written(Path file) {
        files.add(file.toString());
        if (!json) {
            progress.pause();
            out.println(file);
            out.flush();
        }
    }

    @Override
    public void written(WrittenFile written) {
        written(written.file());
        note(written.line());
    }

    @Override
    public void failed(OviException failure) {
        sound = false;
        warn(String.valueOf(failure.getMessage()));
    }

    /** A video is finished, or was stopped. */
    void finished(RunResult result) {
        sound &= result.complete();
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("name", result.name());
        run.put("completed_steps", result.completedSteps());
        run.put("complete", result.complete());
        runs.add(run);
    }

    /** Whether everything that was asked for was made. */
    boolean isSound() {
        return sound;
    }

    /** All is done. */
    void end(boolean stopped) {
        endStage();
        if (stopped) {
            err.println("ovi: stopped; what was finished is written and marked partial");
        }
        OptionalLong peak = ProcessMemory.peak();
        if (profile) {
            nanos.forEach((name, time) -> err.println(String.format(Locale.ROOT, "%8.2f s  %s", time / 1e9, name)));
            peak.ifPresent(bytes -> err.println(ByteCount.text(bytes) + " of memory at most"));
        }
        if (json) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("runs", runs);
            report.put("files", files);
            report.put("problems", problems);
            Map<String, Double> seconds = new LinkedHashMap<>();
            nanos.forEach((name, time) -> seconds.put(name, time / 1e9));
            report.put("seconds", seconds);
            peak.ifPresent(bytes -> report.put("peak_bytes", bytes));
            out.println(Json.write(report));
            out.flush();
        }
        err.flush();
    }

    @Override
    public void close() {
        progress.end();
    }
}
