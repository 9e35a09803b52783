package dev.ovi.api;

import dev.ovi.api.option.Option;
import dev.ovi.api.option.OptionValues;
import java.util.List;

/**
 * What every provider of a plugin says of itself, and how it gets its options.
 *
 * <p>The host makes an instance with the public constructor without parameters, and calls {@link #configure} once, before
 * anything that is not declared here.
 */
public interface Plugin {

    /**
     * The name that it is chosen by, lower case with hyphens, for instance {@code jet-gif}. Of two providers of one kind with
     * one name neither is used.
     */
    String id();

    /** One sentence for {@code ovi plugins}. */
    String description();

    /** The options that it understands, the same list each time. */
    default List<Option<?>> options() {
        return List.of();
    }

    /**
     * Receives the values of {@link #options()}: what the user gave, and the defaults of all others.
     *
     * @param options validated values
     */
    default void configure(OptionValues options) {}
}
