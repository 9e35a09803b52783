package dev.ovi.runtime.plugin;

/**
 * A call of a plugin's code for its effect.
 *
 * @param <T> the interface that is called
 */
@FunctionalInterface
public interface PluginAction<T> {

    /**
     * Makes the call.
     *
     * @throws Exception whatever the plugin throws
     */
    void on(T provider) throws Exception;
}
