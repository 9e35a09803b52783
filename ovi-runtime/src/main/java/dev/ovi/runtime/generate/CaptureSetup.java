package dev.ovi.runtime.generate;

import dev.ovi.api.capture.AttentionSink;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.runtime.capture.CaptureSession;
import dev.ovi.runtime.capture.CaptureSession.RunningSink;
import dev.ovi.runtime.compute.Compute;
import dev.ovi.runtime.config.AttentionSettings;
import dev.ovi.runtime.config.OptionResolver;
import dev.ovi.runtime.plugin.PluginFactory;
import dev.ovi.runtime.plugin.PluginHost;
import dev.ovi.runtime.plugin.PluginInstance;
import dev.ovi.runtime.plugin.PluginKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts the capture that a configuration asks for. */
final class CaptureSetup {
    private CaptureSetup() {}

    /**
     * A session with every sink that the configuration names, each with its own options.
     *
     * @param backends what will compute the attention
     * @param run the run
     * @return {@code null} where nothing is captured
     * @throws dev.ovi.runtime.base.UsageException if a sink is unknown, or the plan needs more memory than is allowed
     * @throws dev.ovi.runtime.config.ConfigurationException if an option is wrong, or of a plugin that is not there
     */
    static @Nullable CaptureSession start(
            AttentionSettings settings,
            OptionResolver options,
            PluginHost plugins,
            Compute compute,
            AttentionBackends backends,
            RunInfo run,
            Consumer<String> warnings) {
        options.requireKnown(pluginsWithOptions(plugins));
        if (!settings.capture().enabled()) {
            return null;
        }
        List<RunningSink> sinks = sinks(settings, options, plugins);
        var session = new CaptureSession(
                compute,
                backends::forCapture,
                sinks,
                run,
                settings.capture().maxMemory().bytes(),
                warnings);
        Granularity wanted = settings.capture().granularity();
        if (session.granularity().compareTo(wanted) < 0) {
            warnings.accept("attention.capture.granularity is " + wanted.id() + ", but none of the sinks "
                    + settings.sinks() + " keeps each " + wanted.id() + "; full-map does");
        }
        return session;
    }

    private static Set<String> pluginsWithOptions(PluginHost plugins) {
        return Stream.concat(
                        plugins.all(PluginKind.BACKEND).stream().map(PluginFactory::id),
                        plugins.all(PluginKind.SINK).stream().map(PluginFactory::id))
                .collect(Collectors.toSet());
    }

    /** All of them, or none that stays open. */
    private static List<RunningSink> sinks(AttentionSettings settings, OptionResolver options, PluginHost plugins) {
        List<RunningSink> made = new ArrayList<>();
        try {
            settings.sinks().stream()
                    .distinct()
                    .map(plugins::sink)
                    .forEach(factory -> made.add(sink(factory, options)));
            return made;
        } catch (RuntimeException e) {
            PluginInstance.closeAll(made.stream().map(RunningSink::sink).toList());
            throw e;
        }
    }

    private static RunningSink sink(PluginFactory<AttentionSink> factory, OptionResolver options) {
        var values = options.resolve(factory.id(), factory.options());
        return new RunningSink(factory.id(), factory.create(values));
    }
}
