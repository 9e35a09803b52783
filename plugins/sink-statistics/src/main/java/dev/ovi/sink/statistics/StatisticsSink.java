package dev.ovi.sink.statistics;

import dev.ovi.api.capture.AttentionMap;
import dev.ovi.api.capture.AttentionSink;
import dev.ovi.api.capture.CapturePlan;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.capture.MapKey;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.capture.SinkOutput;
import dev.ovi.api.capture.SinkResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes, for each word at each step and layer, how strongly, how widely and where it is attended to: {@code
 * _statistics.csv} and {@code _statistics.json}. {@link WordMetric} says what the numbers are. A layer's map is the mean over its
 * heads, a word's the sum over its pieces; all is computed in float64.
 */
public final class StatisticsSink implements AttentionSink {
    private final List<SeriesStatistics> series = new ArrayList<>();
    private @Nullable RunInfo run;
    private @Nullable SinkOutput output;

    @Override
    public String id() {
        return "statistics";
    }

    @Override
    public String description() {
        return "Entropy, peak, centre of mass and share of each word, and padding's share, at each step and layer, as CSV and"
                + " JSON.";
    }

    @Override
    public CapturePlan plan(RunInfo run) {
        return run.requested().withGranularity(Granularity.LAYER);
    }

    @Override
    public long memoryBytes(RunInfo run) {
        return ReportSize.of(run, plan(run).requests()).memoryBytes();
    }

    @Override
    public long diskBytes(RunInfo run) {
        return ReportSize.of(run, plan(run).requests()).diskBytes();
    }

    @Override
    public void open(RunInfo run, SinkOutput output) {
        this.run = run;
        this.output = output;
        plan(run).requests().stream()
                .filter(request -> !request.positions().isEmpty())
                .map(request -> new SeriesStatistics(request, run))
                .forEach(series::add);
    }

    @Override
    public void accept(MapKey key, AttentionMap map) {
        series.stream().filter(one -> one.takes(key)).forEach(one -> one.add(key, map));
    }

    @Override
    public SinkResult finish(int completedSteps) throws IOException {
        RunInfo started = run;
        if (started == null || output == null) {
            throw new IllegalStateException("finish before open");
        }
        return SinkResult.of(List.of(
                output.write("_statistics.csv", out -> CsvReport.write(started, series, completedSteps, out)),
                output.write("_statistics.json", out -> JsonReport.write(started, series, completedSteps, out))));
    }
}
