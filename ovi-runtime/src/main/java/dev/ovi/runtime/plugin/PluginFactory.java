package dev.ovi.runtime.plugin;

import dev.ovi.api.Plugin;
import dev.ovi.api.option.Option;
import dev.ovi.api.option.OptionValues;
import java.util.List;

/**
 * A provider that can be used, and makes a new instance for each use. May be used from several threads.
 *
 * @param <T> the interface that it implements
 */
public final class PluginFactory<T extends Plugin> {
    private final Provider<T> provider;
    private final ProviderState.Available state;

    PluginFactory(Provider<T> provider, ProviderState.Available state) {
        this.provider = provider;
        this.state = state;
    }

    /** The name it is chosen by. */
    public String id() {
        return state.id();
    }

    /** One sentence on what it does. */
    public String description() {
        return state.description();
    }

    /** The options it understands. */
    public List<Option<?>> options() {
        return state.options();
    }

    /** What it provides. */
    public PluginKind<T> kind() {
        return provider.kind();
    }

    /** Where it came from. */
    public PluginSource source() {
        return provider.source();
    }

    /** How messages name it, for instance {@code visualizer jet-gif (visualizer-jet-gif.jar 0.1.0)}. */
    public String label() {
        return provider.kind() + " " + id() + " (" + provider.source().label() + ")";
    }

    /**
     * Makes a new instance, and configures it.
     *
     * @param values of {@link #options()}
     * @throws PluginFailure if the constructor throws, or the instance refuses its options
     * @throws IllegalStateException if the host was closed
     */
    public PluginInstance<T> create(OptionValues values) {
        provider.requireOpen();
        T made = PluginGuard.call(label(), provider.loader(), provider, Provider::instantiate);
        PluginInstance<T> instance = new PluginInstance<>(label(), provider.loader(), made);
        try {
            instance.run(plugin -> plugin.configure(values));
            return instance;
        } catch (PluginFailure failure) {
            instance.closeAfter(failure);
            throw failure;
        }
    }

    @Override
    public String toString() {
        return label();
    }
}
