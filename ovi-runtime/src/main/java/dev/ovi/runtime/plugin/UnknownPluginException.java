package dev.ovi.runtime.plugin;

import dev.ovi.runtime.base.UsageException;

/** No plugin has the id that was asked for. The message names the nearest id, and all there are. */
public final class UnknownPluginException extends UsageException {
    private static final long serialVersionUID = 1L;

    UnknownPluginException(String message) {
        super(message);
    }
}
