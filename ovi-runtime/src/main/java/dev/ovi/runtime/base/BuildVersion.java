package dev.ovi.runtime.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this build, written into the jar by Maven. */
public final class BuildVersion {
    private static final String RESOURCE = "build.properties";

    private BuildVersion() {}

    /** The project's version as Maven names it, for example {@code 0.1.0-SNAPSHOT}. */
    public static String current() {
        var properties = new Properties();
        try (var stream = BuildVersion.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(RESOURCE + " is missing beside " + BuildVersion.class.getName());
            }
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
        return properties.getProperty("version");
    }
}
