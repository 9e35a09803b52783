package dev.ovi.runtime.plugin;

/**
 * What a plugin jar says of itself in its manifest.
 *
 * @param id {@code Plugin-Id}: unique among plugins
 * @param version {@code Plugin-Version}
 * @param provider {@code Plugin-Provider}: who made it
 * @param requires {@code Plugin-Requires}: the versions of {@code dev.ovi.api} it works with, as a range of semantic
 *     versions; a bare version means that one or a newer one
 */
public record PluginManifest(String id, String version, String provider, String requires) {}
