package dev.ovi.runtime.plugin;

import dev.ovi.api.attention.AttentionBackend;
import dev.ovi.api.capture.AttentionSink;
import dev.ovi.api.option.Option;
import dev.ovi.api.visual.Visualizer;
import java.util.List;
import java.util.function.Function;

/**
 * One of the three things that a plugin can provide, and how such a thing says what it is.
 *
 * @param <T> the interface that a provider implements
 */
public final class PluginKind<T> {

    /** Computes attention. */
    public static final PluginKind<AttentionBackend> BACKEND = new PluginKind<>(
            "backend",
            AttentionBackend.class,
            AttentionBackend::id,
            AttentionBackend::description,
            AttentionBackend::options);

    /** Receives maps. */
    public static final PluginKind<AttentionSink> SINK = new PluginKind<>(
            "sink", AttentionSink.class, AttentionSink::id, AttentionSink::description, AttentionSink::options);

    /** Draws records. */
    public static final PluginKind<Visualizer> VISUALIZER = new PluginKind<>(
            "visualizer", Visualizer.class, Visualizer::id, Visualizer::description, Visualizer::options);

    /** Every kind, in the order in which data passes through them. */
    public static final List<PluginKind<?>> ALL = List.of(BACKEND, SINK, VISUALIZER);

    private final String name;
    private final Class<T> type;
    private final Function<T, String> id;
    private final Function<T, String> description;
    private final Function<T, List<Option<?>>> options;

    private PluginKind(
            String name,
            Class<T> type,
            Function<T, String> id,
            Function<T, String> description,
            Function<T, List<Option<?>>> options) {
        this.name = name;
        this.type = type;
        this.id = id;
        this.description = description;
        this.options = options;
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

    String id(T provider) {
        return id.apply(provider);
    }

    String description(T provider) {
        return description.apply(provider);
    }

    List<Option<?>> options(T provider) {
        return options.apply(provider);
    }

    @Override
    public String toString() {
        return name;
    }
}
