package dev.ovi.runtime.drawing;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Names of files that come from what users wrote. */
final class FileNames {
    /** What common file systems allow. */
    private static final int LONGEST = 255;

    private FileNames() {}

    /**
     * A file in a folder. Characters that no file name may have become {@code _}; a name that is too long loses characters
     * in front of its extension.
     *
     * @param name the wanted name, which may contain anything
     */
    static Path resolve(Path folder, String name) {
        String safe = shorten(name.replaceAll("[/\\\\\\p{Cntrl}]", "_"));
        try {
            return folder.resolve(safe);
        } catch (InvalidPathException _) {
            // The process runs in a locale whose file names are ASCII.
            return folder.resolve(safe.replaceAll("[^\\x20-\\x7E]", "_"));
        }
    }

    private static String shorten(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot < 0 ? "" : name.substring(dot);
        StringBuilder stem = new StringBuilder(dot < 0 ? name : name.substring(0, dot));
        while (!stem.isEmpty() && bytes(stem + extension) > LONGEST) {
            stem.setLength(stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem + extension;
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }
}
