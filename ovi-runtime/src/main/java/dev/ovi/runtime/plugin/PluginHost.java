package dev.ovi.runtime.plugin;

import dev.ovi.api.Plugin;
import dev.ovi.api.attention.AttentionBackend;
import dev.ovi.api.capture.AttentionSink;
import dev.ovi.api.visual.Visualizer;
import dev.ovi.runtime.base.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that plugins provide. A search is made once, when the host is opened; what became of each jar and provider
 * is a value, and none of them can keep the host from opening.
 *
 * <p>May be used from several threads. Close the instances that were made before the host.
 */
public final class PluginHost implements AutoCloseable {
    private final JarLoader loader;
    private final AtomicBoolean open;
    private final List<JarReport> jars;
    private final List<DescribedProvider<?>> providers;

    private PluginHost(
            JarLoader loader, AtomicBoolean open, List<JarReport> jars, List<DescribedProvider<?>> providers) {
        this.loader = loader;
        this.open = open;
        this.jars = jars;
        this.providers = providers;
    }

    /**
     * Searches directories, and the class path that this class lies on.
     *
     * @throws dev.ovi.runtime.base.UsageException if a directory that the user named cannot be read
     */
    public static PluginHost open(PluginDirectories directories) {
        return open(directories, PluginHost.class.getClassLoader());
    }

    /**
     * Searches directories and a class path. A class that both a jar and the class path provide counts once, as the
     * jar's.
     *
     * @param classPath where providers are looked for by {@link java.util.ServiceLoader}; it must see the same
     *     {@code dev.ovi.api} as this class
     * @throws dev.ovi.runtime.base.UsageException if a directory that the user named cannot be read
     */
    public static PluginHost open(PluginDirectories directories, ClassLoader classPath) {
        return open(directories, classPath, ApiVersion.ofThisBuild());
    }

    static PluginHost open(PluginDirectories directories, ClassLoader classPath, ApiVersion api) {
        JarLoader loader = new JarLoader(PluginHost.class.getClassLoader());
        try {
            AtomicBoolean open = new AtomicBoolean(true);
            PluginScan scan = new PluginScan(loader, api, open::get);
            scan.run(directories.jars(), classPath);
            return new PluginHost(loader, open, scan.jars(), scan.providers());
        } catch (RuntimeException | Error e) {
            loader.closeAll();
            throw e;
        }
    }

    /** The jars that lay in the directories, and what became of them, in the order of the search. */
    public List<JarReport> jars() {
        return jars;
    }

    /** The providers of the jars that were loaded and of the class path, and what became of them. */
    public List<ProviderReport> providers() {
        return providers.stream().<ProviderReport>map(DescribedProvider::report).toList();
    }

    /**
     * The backend with an id.
     *
     * @throws UnknownPluginException if there is none
     * @throws UnavailablePluginException if there is none, but one that may have been meant was refused or failed
     */
    public PluginFactory<AttentionBackend> backend(String id) {
        return find(PluginKind.BACKEND, id);
    }

    /**
     * The sink with an id.
     *
     * @throws UnknownPluginException if there is none
     * @throws UnavailablePluginException if there is none, but one that may have been meant was refused or failed
     */
    public PluginFactory<AttentionSink> sink(String id) {
        return find(PluginKind.SINK, id);
    }

    /**
     * The visualizer with an id.
     *
     * @throws UnknownPluginException if there is none
     * @throws UnavailablePluginException if there is none, but one that may have been meant was refused or failed
     */
    public PluginFactory<Visualizer> visualizer(String id) {
        return find(PluginKind.VISUALIZER, id);
    }

    /**
     * The provider of a kind with an id.
     *
     * @throws UnknownPluginException if there is none
     * @throws UnavailablePluginException if there is none, but one that may have been meant was refused or failed
     */
    public <T extends Plugin> PluginFactory<T> find(PluginKind<T> kind, String id) {
        List<PluginFactory<T>> available = all(kind);
        for (PluginFactory<T> factory : available) {
            if (factory.id().equals(id)) {
                return factory;
            }
        }
        String message = "no " + kind + " is called \"" + id + "\"; " + choice(id, available);
        List<String> unusable = unusable(kind);
        if (unusable.isEmpty()) {
            throw new UnknownPluginException(message);
        }
        throw new UnavailablePluginException(message + ". Not usable: " + String.join("; ", unusable));
    }

    /** The usable providers of a kind, in the order of the search. */
    public <T extends Plugin> List<PluginFactory<T>> all(PluginKind<T> kind) {
        return providers.stream().flatMap(described -> factory(kind, described)).toList();
    }

    /** Closes the class loaders of all jars. Harmless when repeated. */
    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            loader.closeAll();
        }
    }

    @SuppressWarnings("unchecked") // the kind is the same object, so its type is the same type
    private static <T extends Plugin> Stream<PluginFactory<T>> factory(
            PluginKind<T> kind, DescribedProvider<?> described) {
        return described.provider().kind() == kind && described.state() instanceof ProviderState.Available state
                ? Stream.of(new PluginFactory<>((Provider<T>) described.provider(), state))
                : Stream.empty();
    }

    private static String choice(String id, List<? extends PluginFactory<?>> available) {
        List<String> ids = available.stream().map(PluginFactory::id).sorted().toList();
        return ids.isEmpty()
                ? "there is none at all"
                : "the nearest is \"" + Nearest.to(id, ids, 1).getFirst() + "\", of " + String.join(", ", ids);
    }

    /** Why jars and providers that may have been meant cannot be used, each reason once. */
    private List<String> unusable(PluginKind<?> kind) {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        for (JarReport jar : jars) {
            boolean perhaps = jar.kinds().isEmpty() || jar.kinds().contains(kind);
            if (perhaps && jar.state() instanceof JarState.Refused refused) {
                byReason.computeIfAbsent(refused.reason(), reason -> new ArrayList<>())
                        .add(jar.file().getFileName().toString());
            }
        }
        for (ProviderReport provider : providers()) {
            if (provider.kind() == kind && provider.state() instanceof ProviderState.Failed failed) {
                byReason.computeIfAbsent(failed.reason(), reason -> new ArrayList<>())
                        .add(provider.className() + " (" + provider.source().label() + ")");
            }
        }
        return byReason.entrySet().stream()
                .map(entry -> String.join(", ", entry.getValue()) + ": " + entry.getKey())
                .toList();
    }

    @Override
    public String toString() {
        return providers().stream()
                .filter(provider -> provider.state() instanceof ProviderState.Available)
                .map(provider -> provider.kind() + " " + ((ProviderState.Available) provider.state()).id())
                .collect(Collectors.joining(", ", "PluginHost[", "]"));
    }
}
