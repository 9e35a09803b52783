package dev.ovi.runtime.plugin;

import dev.ovi.api.option.Option;
import java.util.List;

/** What became of a provider that a jar or the class path names. */
public sealed interface ProviderState {

    /**
     * It can be used.
     *
     * @param id the name it is chosen by
     * @param description one sentence on what it does
     * @param options the options it understands
     */
    record Available(String id, String description, List<Option<?>> options) implements ProviderState {
        /** With a copy of the options. */
        public Available {
            options = List.copyOf(options);
        }
    }

    /**
     * It cannot be used; others of the same jar can.
     *
     * @param reason why, as a clause for the user
     */
    record Failed(String reason) implements ProviderState {}
}
