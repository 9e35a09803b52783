package dev.ovi.runtime.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param origin where
 * @param message what was found, what is allowed, and what to do
 */
public record Problem(Origin origin, String message) {
    @Override
    public String toString() {
        return origin.describe() + ": " + message;
    }
}
