package dev.ovi.runtime.plugin;

import dev.ovi.api.Plugin;
import dev.ovi.api.option.Option;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * A class that a jar or the class path names as a provider.
 *
 * @param kind what it should provide
 * @param className its class
 * @param source where it came from
 * @param loader the class loader that it lives in
 * @param constructor makes an instance, and may throw anything
 * @param open whether the host still holds the class loader open
 */
record Provider<T extends Plugin>(
        PluginKind<T> kind,
        String className,
        PluginSource source,
        ClassLoader loader,
        Constructor<T> constructor,
        BooleanSupplier open) {
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    /** Makes an instance of a provider's class. */
    @FunctionalInterface
    interface Constructor<T> {
        T make() throws Exception;
    }

    T instantiate() throws Exception {
        return constructor.make();
    }

    void requireOpen() {
        if (!open.getAsBoolean()) {
            throw new IllegalStateException("the plugin host is closed; " + className + " can no longer be used");
        }
    }

    /** Makes an instance, asks it what it is, and throws it away. */
    ProviderState describe() {
        try {
            return PluginGuard.call(className, loader, this, Provider::interview);
        } catch (PluginFailure failure) {
            return new ProviderState.Failed(Thrown.describe(Objects.requireNonNull(failure.getCause())));
        }
    }

    private ProviderState interview() throws Exception {
        T instance = instantiate();
        try {
            String id = instance.id();
            if (id == null || !ID.matcher(id).matches()) {
                return new ProviderState.Failed("its id is \"" + id + "\", expected lower case with hyphens");
            }
            String description = instance.description();
            if (description == null) {
                return new ProviderState.Failed("its description is null");
            }
            List<Option<?>> options = List.copyOf(instance.options());
            Set<String> names = new HashSet<>();
            for (Option<?> option : options) {
                if (!names.add(option.name())) {
                    return new ProviderState.Failed("it has two options called \"" + option.name() + "\"");
                }
            }
            return new ProviderState.Available(id, description, options);
        } finally {
            if (instance instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }
}
