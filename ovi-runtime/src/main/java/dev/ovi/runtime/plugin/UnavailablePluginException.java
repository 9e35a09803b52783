package dev.ovi.runtime.plugin;

import dev.ovi.runtime.base.OviException;

/** No plugin has the id that was asked for, but one that may have had it was refused or failed. The message says which. */
public final class UnavailablePluginException extends OviException {
    private static final long serialVersionUID = 1L;

    UnavailablePluginException(String message) {
        super(message);
    }
}
