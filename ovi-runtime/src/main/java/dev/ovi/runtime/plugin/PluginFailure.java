package dev.ovi.runtime.plugin;

import dev.ovi.runtime.base.OviException;

/** A plugin threw something. The message names the plugin and its jar; what was thrown is the cause. */
public final class PluginFailure extends OviException {
    private static final long serialVersionUID = 1L;

    PluginFailure(String plugin, Throwable cause) {
        super(plugin + ": " + Thrown.describe(cause), cause);
    }
}
