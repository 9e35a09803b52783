package dev.ovi.runtime.capture;

import dev.ovi.api.attention.Branch;
import dev.ovi.runtime.base.ByteCount;
import dev.ovi.runtime.base.UsageException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a capture will hold and write, known before the run.
 *
 * @param memory who holds how much: the buffers of each kind and branch, the backends, and the sinks; largest first
 * @param disk who writes how much; largest first
 */
public record CaptureBudget(List<Share> memory, List<Share> disk) {
    private static final int NAMED = 3;

    /**
     * What one part of a capture takes.
     *
     * @param owner whose it is, as messages name it
     * @param bytes how much
     * @param remedy how a user can make it smaller, to be read after "to make it smaller,"
     */
    public record Share(String owner, long bytes, String remedy) {
        @Override
        public String toString() {
            return ByteCount.text(bytes) + " for " + owner;
        }
    }

    static CaptureBudget of(List<MergedRequest> merged, CaptureWorkspace workspace, List<SinkRun> sinks) {
        Stream<Share> buffers = merged.stream().map(CaptureBudget::buffers);
        Stream<Share> backends = Arrays.stream(Branch.values()).flatMap(branch -> largest(branch, merged, workspace));
        Stream<Share> kept = sinks.stream().map(sink -> share(sink, sink.memoryBytes()));
        Stream<Share> written = sinks.stream().map(sink -> share(sink, sink.diskBytes()));
        return new CaptureBudget(sorted(Stream.of(buffers, backends, kept).flatMap(shares -> shares)), sorted(written));
    }

    /** Two buffers: one fills while the other is handed to sinks. */
    private static Share buffers(MergedRequest merged) {
        return new Share(merged.describe(), Math.multiplyExact(merged.bytes(), 2), merged.remedy());
    }

    /** The calls of a branch follow one another, so that the one that needs most decides; branches run side by side. */
    private static Stream<Share> largest(Branch branch, List<MergedRequest> merged, CaptureWorkspace workspace) {
        return merged.stream()
                .map(MergedRequest::request)
                .filter(request -> request.branch() == branch)
                .map(request -> workspace.of(request.kind(), request.positions().size()))
                .max(Comparator.comparingLong(Share::bytes))
                .stream();
    }

    private static Share share(SinkRun sink, long bytes) {
        return new Share("sink " + sink.id(), bytes, "leave " + sink.id() + " out of attention.sinks");
    }

    private static List<Share> sorted(Stream<Share> shares) {
        return shares.filter(share -> share.bytes() > 0)
                .sorted(Comparator.comparingLong(Share::bytes).reversed())
                .toList();
    }

    /** Bytes in memory. */
    public long memoryBytes() {
        return sum(memory);
    }

    /** Bytes on disk. */
    public long diskBytes() {
        return sum(disk);
    }

    private static long sum(List<Share> shares) {
        long sum = 0;
        for (Share share : shares) {
            sum = share.bytes() > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + share.bytes();
        }
        return sum;
    }

    /**
     * Refuses a plan that needs more than is allowed, and names what to drop.
     *
     * @throws UsageException if more than {@code allowed} bytes would be held in memory
     */
    void check(long allowed) {
        if (memoryBytes() > allowed) {
            throw new UsageException("capture needs " + ByteCount.text(memoryBytes())
                    + " of memory, attention.capture.max_memory allows " + ByteCount.text(allowed) + ": " + list(memory)
                    + ". To make it smaller, " + memory.getFirst().remedy() + ", or allow more memory");
        }
    }

    /** One line for the user. */
    @Override
    public String toString() {
        return "capture holds " + ByteCount.text(memoryBytes()) + " in memory" + detail(memory)
                + (disk.isEmpty() ? "" : "; it writes " + ByteCount.text(diskBytes()) + " to disk" + detail(disk));
    }

    private static String detail(List<Share> shares) {
        return shares.isEmpty() ? "" : ": " + list(shares);
    }

    private static String list(List<Share> shares) {
        String named = shares.stream().limit(NAMED).map(Share::toString).collect(Collectors.joining(", "));
        List<Share> others = shares.subList(Math.min(NAMED, shares.size()), shares.size());
        return others.isEmpty()
                ? named
                : named + ", " + ByteCount.text(sum(others)) + " for " + others.size() + " more";
    }
}
