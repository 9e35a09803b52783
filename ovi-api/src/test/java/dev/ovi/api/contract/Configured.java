package dev.ovi.api.contract;

import dev.ovi.api.Plugin;
import dev.ovi.api.option.OptionValues;
import java.util.Map;

/** Gives plugins their options, as the host does before anything else. */
public final class Configured {
    private Configured() {}

    /**
     * The plugin, configured.
     *
     * @param plugin new
     * @param options values by name, as users write them; others have their defaults
     * @throws dev.ovi.api.option.InvalidOptionException for an option that is not declared, or a value that is not allowed
     */
    public static <T extends Plugin> T with(T plugin, Map<String, ?> options) {
        plugin.configure(OptionValues.of(plugin.options(), options));
        return plugin;
    }
}
