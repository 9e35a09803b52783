package dev.ovi.runtime.engine;

import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.Sequence;
import dev.ovi.api.capture.AttentionSink;
import dev.ovi.api.capture.CapturePlan;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.tensor.Device;
import dev.ovi.runtime.capture.CaptureSession;
import dev.ovi.runtime.capture.CaptureSession.RunningSink;
import dev.ovi.runtime.config.AttentionSettings;
import dev.ovi.runtime.config.OptionResolver;
import dev.ovi.runtime.plugin.PluginFactory;
import dev.ovi.runtime.plugin.PluginHost;
import dev.ovi.torch.LibTorch;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Starts the capture that a configuration asks for. */
final class CaptureSetup {
    private CaptureSetup() {}

    /**
     * A session with every sink that the configuration names, each with its own options.
     *
     * @param run the run; its options are replaced for each sink
     * @return {@code null} where nothing is captured
     * @throws dev.ovi.runtime.UsageException if a sink is unknown, or the plan needs more memory than is allowed
     */
    static @Nullable CaptureSession start(
            AttentionSettings settings,
            OptionResolver options,
            PluginHost plugins,
            LibTorch torch,
            Device device,
            RunInfo run,
            Consumer<String> warnings) {
        if (!settings.capture().enabled()) {
            return null;
        }
        List<RunningSink> sinks = settings.sinks().stream()
                .map(plugins::sink)
                .map(factory -> sink(factory, options, run))
                .toList();
        return new CaptureSession(
                torch, device, sinks, run, settings.capture().maxMemory().bytes(), warnings);
    }

    private static RunningSink sink(PluginFactory<AttentionSink> factory, OptionResolver options, RunInfo run) {
        var values = options.resolve(factory.id(), factory.options());
        return new RunningSink(factory.create(), run.withOptions(values));
    }

    /** Whether attention that both branches could share is wanted of both, so that they must not. */
    static boolean wantsSharedAttentionTwice(CapturePlan plan) {
        return plan.requests().stream()
                .anyMatch(request ->
                        request.branch() == Branch.NEGATIVE && request.kind().position() != Sequence.TEXT);
    }
}
