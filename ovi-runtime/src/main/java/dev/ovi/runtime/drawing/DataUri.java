package dev.ovi.runtime.drawing;

import dev.ovi.runtime.base.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/** Files as text inside other files, RFC 2397. */
final class DataUri {
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "gif", "image/gif",
            "png", "image/png",
            "apng", "image/apng",
            "webp", "image/webp",
            "svg", "image/svg+xml",
            "mp4", "video/mp4");

    private DataUri() {}

    static String of(String mediaType, byte[] content) {
        return "data:" + mediaType + ";base64," + Base64.getEncoder().encodeToString(content);
    }

    /**
     * A picture or video.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if its extension is unknown
     */
    static String of(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        String mediaType =
                MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        if (mediaType == null) {
            throw new IllegalArgumentException(file + " cannot be embedded; known are "
                    + MEDIA_TYPES.keySet().stream().sorted().toList());
        }
        try {
            return of(mediaType, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IOException("cannot read " + file + ": " + WholeFile.reason(e), e);
        }
    }
}
