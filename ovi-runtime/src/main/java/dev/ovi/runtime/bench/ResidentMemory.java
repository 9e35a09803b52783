package dev.ovi.runtime.bench;

import dev.ovi.runtime.base.ProcessMemory;
import dev.ovi.torch.NativeHeap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * How much more memory this process holds at most while something runs, as Linux counts it: pages that are resident. The
 * GNU C library is told meanwhile to give every large piece back at once, or an allocation that reuses one would not show.
 */
final class ResidentMemory {
    private static final Path CLEAR_REFS = Path.of("/proc/self/clear_refs");

    /** Sets the peak to what is resident now; see proc(5). */
    private static final String RESET_PEAK = "5";

    /** The process does other things too, which may take or give back memory; the middle of some attempts is reported. */
    private static final int ATTEMPTS = 3;

    /** Runs an action some times; bytes beyond what was resident before, or nothing where that cannot be told. */
    OptionalLong peakBeyond(Runnable action) {
        long[] peaks = new long[ATTEMPTS];
        for (int i = 0; i < ATTEMPTS; i++) {
            OptionalLong peak = onePeakBeyond(action);
            if (peak.isEmpty()) {
                return peak;
            }
            peaks[i] = peak.getAsLong();
        }
        Arrays.sort(peaks);
        return OptionalLong.of(peaks[ATTEMPTS / 2]);
    }

    private static OptionalLong onePeakBeyond(Runnable action) {
        NativeHeap.trim();
        try {
            Files.writeString(CLEAR_REFS, RESET_PEAK);
        } catch (IOException notLinux) {
            return OptionalLong.empty();
        }
        OptionalLong before = ProcessMemory.resident();
        NativeHeap.withoutReuse(action);
        OptionalLong peak = ProcessMemory.peak();
        return before.isPresent() && peak.isPresent()
                ? OptionalLong.of(Math.max(0, peak.getAsLong() - before.getAsLong()))
                : OptionalLong.empty();
    }
}
