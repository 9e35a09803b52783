package dev.ovi.runtime.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The effective configuration of a run: typed values by section, and the origin of each. Immutable. */
public final class Configuration {
    private final Values values;
    private final EngineSettings engine;
    private final AttentionSettings attention;
    private final VisualizeSettings visualize;
    private final RuntimeSettings runtime;

    Configuration(Values values) {
        this.values = values;
        this.engine = EngineSettings.of(values);
        this.attention = AttentionSettings.of(values);
        this.visualize = VisualizeSettings.of(values);
        this.runtime = RuntimeSettings.of(values);
    }

    /** How a video is made: upstream's own keys. */
    public EngineSettings engine() {
        return engine;
    }

    /** The section {@code attention}. */
    public AttentionSettings attention() {
        return attention;
    }

    /** The section {@code visualize}. */
    public VisualizeSettings visualize() {
        return visualize;
    }

    /** The section {@code runtime}. */
    public RuntimeSettings runtime() {
        return runtime;
    }

    /** Folders with plugin jars, beside those that are always looked into. */
    public List<Path> pluginDirectories() {
        return values.get(Schema.PLUGIN_DIRECTORIES);
    }

    /** Options of visualizers, still to be checked against what each declares. */
    public OptionResolver visualizerOptions() {
        return new OptionResolver(Schema.VISUALIZE_OPTIONS.path(), values.get(Schema.VISUALIZE_OPTIONS));
    }

    /** Options of backends and sinks, still to be checked against what each declares. */
    public OptionResolver attentionOptions() {
        return new OptionResolver(Schema.ATTENTION_OPTIONS.path(), values.get(Schema.ATTENTION_OPTIONS));
    }

    /**
     * This configuration with other values.
     *
     * @param assignments {@code section.key=value} each, as after {@code --set}; later ones are stronger
     * @throws ConfigurationException with everything that is wrong in them
     */
    public Configuration with(String... assignments) {
        ConfigurationLoader loader = ConfigurationLoader.startingWith(values);
        for (String assignment : assignments) {
            loader.set(assignment);
        }
        return loader.load();
    }

    /** This configuration with another value of one setting. */
    public <T> Configuration with(Setting<T> setting, T value) {
        return new Configuration(
                values.overlaidBy(new Values.Builder().with(setting, value).build()));
    }

    /** A setting's effective value. */
    public <T> Optional<T> value(Setting<T> setting) {
        return values.find(setting);
    }

    /** A setting's effective value as the user would write it. */
    public <T> Optional<String> text(Setting<T> setting) {
        return values.find(setting).map(value -> String.valueOf(setting.type().write(value)));
    }

    /** Where a setting's value comes from, for messages. */
    public Origin origin(Setting<?> setting) {
        return values.origin(setting);
    }

    /**
     * Refuses what a configuration may say but no run can do yet. To be called before a run, and not before a
     * configuration is merely shown.
     *
     * @throws ConfigurationException that names every such setting, its value and its origin
     */
    public void requireAvailable() {
        Problems problems = new Problems();
        Schema.settings().forEach(setting -> checkAvailable(setting, problems));
        problems.throwIfAny();
    }

    private <T> void checkAvailable(Setting<T> setting, Problems problems) {
        values.find(setting)
                .filter(value -> !setting.isAvailable(value))
                .ifPresent(value -> problems.report(
                        values.origin(setting),
                        setting + ": " + setting.type().write(value) + " is not built yet; so far there is "
                                + setting.soFar().orElseThrow()));
    }
}
