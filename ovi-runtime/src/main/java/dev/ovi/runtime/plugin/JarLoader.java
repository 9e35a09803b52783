package dev.ovi.runtime.plugin;

import java.nio.file.Path;
import java.util.List;
import org.pf4j.AbstractPluginManager;
import org.pf4j.ClassLoadingStrategy;
import org.pf4j.DefaultExtensionFactory;
import org.pf4j.DefaultPluginFactory;
import org.pf4j.DefaultVersionManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.ExtensionFinder;
import org.pf4j.JarPluginLoader;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginStatusProvider;
import org.pf4j.ServiceProviderExtensionFinder;
import org.pf4j.VersionManager;

/**
 * PF4J, cut down to what a directory of jars needs: a class loader for each jar, by id. Nothing is ever started, since
 * plugins have no life cycle but that of their instances. Not thread-safe.
 */
final class JarLoader extends AbstractPluginManager {
    private final SharedPackages shared;

    JarLoader(ClassLoader host) {
        super(List.of());
        shared = new SharedPackages(host);
    }

    /**
     * Opens a jar.
     *
     * @return its class loader
     * @throws org.pf4j.PluginRuntimeException if PF4J refuses it
     */
    ClassLoader open(Path jar) {
        return getPluginClassLoader(loadPlugin(jar));
    }

    /** Closes a jar that was opened. */
    void close(String pluginId) {
        unloadPlugin(pluginId);
    }

    /** Closes all jars. Not by way of {@code stopPlugins}, which changes the list that it walks. */
    void closeAll() {
        unloadPlugins();
    }

    /** A jar's own class loader: what is shared comes from the host or not at all, then the JDK, then the jar. */
    private static final class JarClassLoader extends PluginClassLoader {
        static {
            registerAsParallelCapable();
        }

        JarClassLoader(JarLoader manager, PluginDescriptor descriptor) {
            // "Application" is the parent, which here is SharedPackages: the JDK and the shared packages, nothing else.
            super(manager, descriptor, manager.shared, ClassLoadingStrategy.APD);
        }

        @Override
        protected boolean shouldDelegateToParent(String className) {
            return SharedPackages.prefixOf(className).isPresent();
        }
    }

    @Override
    protected PluginLoader createPluginLoader() {
        return new JarPluginLoader(this) {
            @Override
            protected PluginClassLoader createPluginClassLoader(Path pluginPath, PluginDescriptor descriptor) {
                return new JarClassLoader(JarLoader.this, descriptor);
            }
        };
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
        return new ManifestPluginDescriptorFinder();
    }

    @Override
    protected ExtensionFinder createExtensionFinder() {
        return new ServiceProviderExtensionFinder(this);
    }

    @Override
    protected PluginFactory createPluginFactory() {
        return new DefaultPluginFactory();
    }

    @Override
    protected ExtensionFactory createExtensionFactory() {
        return new DefaultExtensionFactory();
    }

    @Override
    protected VersionManager createVersionManager() {
        return new DefaultVersionManager();
    }

    /** Jars are handed over one by one, so there is nothing to search. */
    @Override
    protected PluginRepository createPluginRepository() {
        return new PluginRepository() {
            @Override
            public List<Path> getPluginPaths() {
                return List.of();
            }

            @Override
            public boolean deletePluginPath(Path pluginPath) {
                return false;
            }
        };
    }

    /** A jar is there or it is not; nobody keeps a list of disabled ones. */
    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
        return new PluginStatusProvider() {
            @Override
            public boolean isPluginDisabled(String pluginId) {
                return false;
            }

            @Override
            public void disablePlugin(String pluginId) {
                throw new UnsupportedOperationException("plugins are removed, not disabled");
            }

            @Override
            public void enablePlugin(String pluginId) {
                throw new UnsupportedOperationException("plugins are never disabled");
            }
        };
    }
}
