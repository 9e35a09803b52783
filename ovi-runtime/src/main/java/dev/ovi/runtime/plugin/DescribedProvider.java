package dev.ovi.runtime.plugin;

import dev.ovi.api.Plugin;

/**
 * A provider and what it said of itself.
 *
 * @param provider the provider
 * @param state what it said, or how it failed
 */
record DescribedProvider<T extends Plugin>(Provider<T> provider, ProviderState state) {

    static <T extends Plugin> DescribedProvider<T> of(Provider<T> provider) {
        return new DescribedProvider<>(provider, provider.describe());
    }

    /** Kind and id, which must be unique; the class where there is no id. */
    String key() {
        return state instanceof ProviderState.Available available
                ? provider.kind() + " " + available.id()
                : provider.kind() + " " + provider.className();
    }

    boolean isAvailable() {
        return state instanceof ProviderState.Available;
    }

    DescribedProvider<T> failed(String reason) {
        return new DescribedProvider<>(provider, new ProviderState.Failed(reason));
    }

    ProviderReport report() {
        return new ProviderReport(provider.kind(), provider.className(), provider.source(), state);
    }
}
