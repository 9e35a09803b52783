package dev.ovi.runtime.base;

import java.util.Locale;

/** Amounts of memory and lengths of files as people read them. */
public final class ByteCount {
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    private ByteCount() {}

    /** In the largest unit that is not larger: {@code 96 bytes}, {@code 12.4 MiB}, {@code 2.05 GiB}. */
    public static String text(long bytes) {
        if (bytes < KIB) {
            return bytes + " bytes";
        }
        if (bytes < MIB) {
            return String.format(Locale.ROOT, "%.1f KiB", (double) bytes / KIB);
        }
        return bytes < GIB
                ? String.format(Locale.ROOT, "%.1f MiB", (double) bytes / MIB)
                : String.format(Locale.ROOT, "%.2f GiB", (double) bytes / GIB);
    }
}
