package dev.ovi.runtime.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** How much memory the process holds, native libraries included. */
final class Memory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double KIB_PER_GIB = 1 << 20;

    private Memory() {}

    /** For instance {@code 0.9 GiB}; empty where the system does not tell. */
    static String residentNow() {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .map(kib -> String.format(Locale.ROOT, "%.1f GiB", Long.parseLong(kib) / KIB_PER_GIB))
                    .findFirst()
                    .orElse("");
        } catch (IOException | java.io.UncheckedIOException e) {
            return "";
        }
    }
}
