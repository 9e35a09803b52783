package dev.ovi.runtime.plugin;

/**
 * The only way into a plugin's code. While it runs, the thread's context class loader is the plugin's, so that libraries
 * which a plugin bundles find their own; whatever it throws becomes one named failure.
 */
final class PluginGuard {
    private PluginGuard() {}

    /**
     * Calls into a plugin.
     *
     * @param plugin how a failure names it
     * @param loader the class loader that the plugin lives in
     * @throws PluginFailure if the plugin throws anything, linkage errors and endless recursion included; an exhausted
     *     virtual machine is not the plugin's failure alone and passes as it is
     */
    static <T, R> R call(String plugin, ClassLoader loader, T provider, PluginCall<T, R> call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return call.on(provider);
        } catch (Throwable thrown) {
            throw failure(plugin, thrown);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static PluginFailure failure(String plugin, Throwable thrown) {
        Throwable cause = Thrown.unwrap(thrown);
        if (cause instanceof VirtualMachineError exhausted && !(cause instanceof StackOverflowError)) {
            throw exhausted;
        }
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new PluginFailure(plugin, cause);
    }
}
