package dev.ovi.runtime.capture;

import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.runtime.UsageException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What a capture will hold, known before the run.
 *
 * @param bufferBytes two buffers for each kind and branch: one fills while the other is handed to sinks
 * @param sinkBytes what sinks keep in memory
 * @param diskBytes what sinks write
 */
public record CaptureBudget(long bufferBytes, long sinkBytes, long diskBytes) {

    static CaptureBudget of(List<MergedRequest> merged, List<SinkRun> sinks) {
        long buffers = merged.stream().mapToLong(MergedRequest::bytes).sum();
        long kept = sinks.stream().mapToLong(SinkRun::memoryBytes).sum();
        long disk = sinks.stream().mapToLong(SinkRun::diskBytes).sum();
        return new CaptureBudget(Math.multiplyExact(buffers, 2), kept, disk);
    }

    /** Bytes in memory. */
    public long memoryBytes() {
        return Math.addExact(bufferBytes, sinkBytes);
    }

    /** Refuses a plan that needs more than is allowed, and names what to drop. */
    void check(long allowed, List<MergedRequest> merged) {
        if (memoryBytes() <= allowed) {
            return;
        }
        MergedRequest largest = merged.stream()
                .max(Comparator.comparingLong(MergedRequest::bytes))
                .orElseThrow();
        throw new UsageException("capture needs " + format(memoryBytes())
                + " of memory, attention.capture.max_memory allows " + format(allowed) + "; most goes to "
                + describe(largest.request()) + ": " + advice(largest.request()));
    }

    /** One line for the user. */
    @Override
    public String toString() {
        return "capture holds " + format(memoryBytes()) + " in memory"
                + (diskBytes > 0 ? " and writes " + format(diskBytes) : "");
    }

    private static String describe(CaptureRequest request) {
        return request.kind().id() + " of the " + request.branch().id() + " branch, "
                + request.positions().size() + " positions for each "
                + request.granularity().id();
    }

    private static String advice(CaptureRequest request) {
        return switch (request.granularity()) {
            case HEAD -> "choose granularity layer, fewer tokens or layers, or allow more memory";
            case LAYER -> "choose granularity step, fewer tokens or layers, or allow more memory";
            case STEP -> "choose fewer tokens, or allow more memory";
        };
    }

    static String format(long bytes) {
        if (bytes < 1L << 20) {
            return String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0);
        }
        return bytes < 1L << 30
                ? String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1L << 20))
                : String.format(Locale.ROOT, "%.2f GiB", bytes / (double) (1L << 30));
    }
}
