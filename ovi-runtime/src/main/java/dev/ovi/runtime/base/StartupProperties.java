package dev.ovi.runtime.base;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * System properties that a library reads once, while it starts. They are there for that moment alone, so that the process
 * keeps its own; one that is set already stays as it is.
 *
 * <pre>{@code
 * try (var _ = StartupProperties.set(Map.of("library.option", "value"))) {
 *     Library.start();
 * }
 * }</pre>
 */
public final class StartupProperties implements AutoCloseable {
    private final Set<String> added = new HashSet<>();

    private StartupProperties() {}

    /** Sets those of the properties that nobody has set. */
    public static StartupProperties set(Map<String, String> properties) {
        var startup = new StartupProperties();
        properties.forEach((name, value) -> {
            if (System.getProperties().putIfAbsent(name, value) == null) {
                startup.added.add(name);
            }
        });
        return startup;
    }

    /** Removes what was set. */
    @Override
    public void close() {
        added.forEach(System::clearProperty);
    }
}
