package dev.ovi.runtime.plugin;

import dev.ovi.api.Plugin;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.BooleanSupplier;

/** Turns the names of provider classes into providers that make instances. */
final class ProviderSearch {
    private ProviderSearch() {}

    /** The providers that a jar names, with the class loader it was opened in. */
    static List<DescribedProvider<?>> inJar(JarAdmission jar, ClassLoader loader, BooleanSupplier open) {
        List<DescribedProvider<?>> found = new ArrayList<>();
        for (Map.Entry<PluginKind<?>, List<String>> entry : jar.providers().entrySet()) {
            for (String className : entry.getValue()) {
                found.add(DescribedProvider.of(inJar(entry.getKey(), className, jar.source(), loader, open)));
            }
        }
        return found;
    }

    private static <T extends Plugin> Provider<T> inJar(
            PluginKind<T> kind, String className, PluginSource source, ClassLoader loader, BooleanSupplier open) {
        return new Provider<>(kind, className, source, loader, () -> newInstance(kind, className, loader), open);
    }

    private static <T extends Plugin> T newInstance(PluginKind<T> kind, String className, ClassLoader loader)
            throws Exception {
        Class<?> type = Class.forName(className, true, loader);
        if (!kind.type().isAssignableFrom(type)) {
            throw new IllegalArgumentException(
                    "its class does not implement " + kind.type().getName());
        }
        if (!Modifier.isPublic(type.getModifiers()) || Modifier.isAbstract(type.getModifiers())) {
            throw new IllegalArgumentException("its class is not public, or abstract");
        }
        Constructor<?> constructor;
        try {
            constructor = type.getConstructor();
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException("its class has no public constructor without parameters", e);
        }
        return kind.type().cast(constructor.newInstance());
    }

    /** The providers on a class path. */
    static List<DescribedProvider<?>> onClassPath(ClassLoader loader) {
        List<DescribedProvider<?>> found = new ArrayList<>();
        for (PluginKind<?> kind : PluginKind.ALL) {
            addFromClassPath(kind, loader, found);
        }
        return found;
    }

    private static <T extends Plugin> void addFromClassPath(
            PluginKind<T> kind, ClassLoader loader, List<DescribedProvider<?>> found) {
        PluginSource source = new PluginSource.ClassPath();
        var services = ServiceLoader.load(kind.type(), loader).stream().iterator();
        while (true) {
            try {
                if (!services.hasNext()) {
                    return;
                }
                ServiceLoader.Provider<T> service = services.next();
                found.add(DescribedProvider.of(
                        new Provider<>(kind, service.type().getName(), source, loader, service::get, () -> true)));
            } catch (ServiceConfigurationError | LinkageError e) {
                // One entry of a services file is wrong; the loader goes on with the next.
                String reason = Thrown.describe(Thrown.unwrap(e));
                Provider<T> broken = new Provider<>(
                        kind,
                        "a class",
                        source,
                        loader,
                        () -> {
                            throw e;
                        },
                        () -> true);
                found.add(new DescribedProvider<>(broken, new ProviderState.Failed(reason)));
            }
        }
    }
}
