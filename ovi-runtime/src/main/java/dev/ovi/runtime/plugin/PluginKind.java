package dev.ovi.runtime.plugin;

import dev.ovi.api.Plugin;
import dev.ovi.api.attention.AttentionBackend;
import dev.ovi.api.capture.AttentionSink;
import dev.ovi.api.visual.Visualizer;
import java.util.List;

/**
 * One of the three things that a plugin can provide.
 *
 * @param <T> the interface that a provider implements
 */
public final class PluginKind<T extends Plugin> {

    /** Computes attention. */
    public static final PluginKind<AttentionBackend> BACKEND = new PluginKind<>("backend", AttentionBackend.class);

    /** Receives maps. */
    public static final PluginKind<AttentionSink> SINK = new PluginKind<>("sink", AttentionSink.class);

    /** Draws records. */
    public static final PluginKind<Visualizer> VISUALIZER = new PluginKind<>("visualizer", Visualizer.class);

    /** Every kind, in the order in which data passes through them. */
    public static final List<PluginKind<?>> ALL = List.of(BACKEND, SINK, VISUALIZER);

    private final String name;
    private final Class<T> type;

    private PluginKind(String name, Class<T> type) {
        this.name = name;
        this.type = type;
    }

    /** The name in listings and messages: {@code backend}, {@code sink}, {@code visualizer}. */
    public String name() {
        return name;
    }

    /** The interface that a provider implements. */
    public Class<T> type() {
        return type;
    }

    /** Where a jar names its providers of this kind. */
    String servicesEntry() {
        return "META-INF/services/" + type.getName();
    }

    @Override
    public String toString() {
        return name;
    }
}
