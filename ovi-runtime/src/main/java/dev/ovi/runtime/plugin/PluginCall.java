package dev.ovi.runtime.plugin;

/**
 * A call of a plugin's code.
 *
 * @param <T> the interface that is called
 * @param <R> what comes back
 */
@FunctionalInterface
public interface PluginCall<T, R> {

    /**
     * Makes the call.
     *
     * @throws Exception whatever the plugin throws
     */
    R on(T provider) throws Exception;
}
