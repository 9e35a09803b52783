package dev.ovi.runtime.plugin;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What plugins see of the host: the JDK, the SPI with its annotations, and the native bindings, of which a process can
 * hold only one copy. The runtime and the libraries behind it are hidden, so that a plugin brings its own and is not
 * broken by ours.
 */
final class SharedPackages extends ClassLoader {
    private static final List<String> SHARED = List.of(
            "dev.ovi.api.",
            "dev.ovi.torch.",
            "dev.ovi.cuda.",
            "dev.ovi.cudnn.",
            "dev.ovi.kernels.",
            "org.jspecify.annotations.");

    private final ClassLoader host;

    SharedPackages(ClassLoader host) {
        super("ovi-shared", ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    /** The prefix of a shared package that a class lies in, or nothing. */
    static Optional<String> prefixOf(String className) {
        return SHARED.stream().filter(className::startsWith).findFirst();
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (prefixOf(name).isPresent()) {
            return host.loadClass(name);
        }
        throw new ClassNotFoundException(name);
    }

    /** Resources of shared packages, such as kernels; everything else of the host stays hidden. */
    @Override
    protected @Nullable URL findResource(String name) {
        return isShared(name) ? host.getResource(name) : null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        return isShared(name) ? host.getResources(name) : Collections.emptyEnumeration();
    }

    private static boolean isShared(String resource) {
        return prefixOf(resource.replace('/', '.')).isPresent();
    }
}
