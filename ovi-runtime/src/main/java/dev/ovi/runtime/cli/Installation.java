package dev.ovi.runtime.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What lies beside the launcher. */
final class Installation {
    private Installation() {}

    /** The settings that suit the embedded checkpoint, where the launcher says that there is one. */
    static Optional<Path> packagedConfiguration() {
        return Optional.ofNullable(System.getProperty("ovi.home"))
                .map(home -> Path.of(home, "examples", "tiny-ovi", "tiny-ovi.yaml"))
                .filter(Files::isRegularFile);
    }
}
