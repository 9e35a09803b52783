package dev.ovi.runtime.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much memory this process holds, native libraries included, as Linux counts it; other systems do not tell. */
public final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessMemory() {}

    /** Bytes that are resident now. */
    public static OptionalLong resident() {
        return bytes("VmRSS:");
    }

    /** The most bytes that were resident at any time. */
    public static OptionalLong peak() {
        return bytes("VmHWM:");
    }

    private static OptionalLong bytes(String field) {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(field)) {
                    return OptionalLong.of(1024 * Long.parseLong(line.replaceAll("\\D", "")));
                }
            }
        } catch (IOException notLinux) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }
}
