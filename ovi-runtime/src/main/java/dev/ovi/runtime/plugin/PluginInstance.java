package dev.ovi.runtime.plugin;

import dev.ovi.api.Plugin;

/**
 * An instance of a plugin's provider, reached only through guarded calls. As thread-safe as the provider is.
 *
 * @param <T> the interface that it implements
 */
public final class PluginInstance<T extends Plugin> implements AutoCloseable {
    private final String label;
    private final ClassLoader loader;
    private final T provider;

    PluginInstance(String label, ClassLoader loader, T provider) {
        this.label = label;
        this.loader = loader;
        this.provider = provider;
    }

    /**
     * A provider that was made without the host, and is guarded like any other.
     *
     * @param label how messages name it
     */
    public static <T extends Plugin> PluginInstance<T> of(String label, T provider) {
        return new PluginInstance<>(label, provider.getClass().getClassLoader(), provider);
    }

    /** How messages name it. */
    public String label() {
        return label;
    }

    /**
     * Calls the provider and hands back what it returns.
     *
     * @throws PluginFailure if the provider throws anything
     */
    public <R> R call(PluginCall<? super T, R> call) {
        return PluginGuard.call(label, loader, provider, call);
    }

    /**
     * Calls the provider for its effect.
     *
     * @throws PluginFailure if the provider throws anything
     */
    public void run(PluginAction<? super T> action) {
        PluginGuard.call(label, loader, provider, target -> {
            action.on(target);
            return true;
        });
    }

    /** Closes it because of a failure, which is told before one of closing. */
    void closeAfter(PluginFailure failure) {
        try {
            close();
        } catch (PluginFailure second) {
            failure.addSuppressed(second);
        }
    }

    /**
     * Closes the provider, if it can be closed.
     *
     * @throws PluginFailure if that throws
     */
    @Override
    public void close() {
        if (provider instanceof AutoCloseable closeable) {
            PluginGuard.call(label, loader, closeable, target -> {
                target.close();
                return true;
            });
        }
    }

    /**
     * Closes all of them, whatever one of them throws.
     *
     * @throws PluginFailure the first failure; it has suppressed the others
     */
    public static void closeAll(Iterable<? extends PluginInstance<?>> instances) {
        PluginFailure first = null;
        for (PluginInstance<?> instance : instances) {
            try {
                instance.close();
            } catch (PluginFailure e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
