package dev.ovi.runtime.plugin;

/**
 * A provider that a jar or the class path names, and what became of it.
 *
 * @param kind what it provides
 * @param className its class
 * @param source where it came from
 * @param state available, or failed with the reason
 */
public record ProviderReport(PluginKind<?> kind, String className, PluginSource source, ProviderState state) {}
