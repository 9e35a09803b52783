package dev.ovi.runtime.cli;

import dev.ovi.runtime.Ovi;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.plugin.PluginDirectories;
import dev.ovi.runtime.plugin.PluginHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What lies beside the launcher. */
final class Installation {
    private Installation() {}

    /** The settings that suit the embedded checkpoint, where the launcher says that there is one. */
    static Optional<Path> packagedConfiguration() {
        return Optional.ofNullable(System.getProperty("ovi.home"))
                .map(home -> Path.of(home, "examples", "tiny-ovi", "tiny-ovi.yaml"))
                .filter(Files::isRegularFile);
    }

    /**
     * The command that started this process.
     *
     * @throws OviException if something else did
     */
    static Path launcher() {
        String home = System.getProperty("ovi.home");
        if (home == null) {
            throw new OviException("the command ovi is not known; start this by ./ovi");
        }
        return Path.of(home, "ovi");
    }

    /** Ovi with the plugins that lie beside the launcher, in the user's home and where a configuration says. */
    static Ovi open(Configuration configuration) {
        return Ovi.open(configuration, PluginDirectories.ofThisProcess(configuration.pluginDirectories()));
    }

    /** The plugins that lie beside the launcher, in the user's home and where a configuration says. */
    static PluginHost openPlugins(Configuration configuration) {
        return PluginHost.open(PluginDirectories.ofThisProcess(configuration.pluginDirectories()));
    }
}
