package dev.ovi.runtime;

import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.config.Schema;
import dev.ovi.runtime.generate.GenerationSession;
import dev.ovi.runtime.generate.Interruption;
import dev.ovi.runtime.generate.Prompt;
import dev.ovi.runtime.generate.RunObserver;
import dev.ovi.runtime.generate.RunResult;
import dev.ovi.runtime.generate.StageMemory;
import dev.ovi.runtime.plugin.PluginDirectories;
import dev.ovi.runtime.plugin.PluginHost;
import dev.ovi.runtime.record.RecordedRun;
import dev.ovi.runtime.render.RenderListener;
import dev.ovi.runtime.render.Rendering;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ovi in a program of your own: opened once, it generates any number of videos, and renders and reads records.
 *
 * <p>Plugins are found on the class path and in the folders that the configuration names. The model is loaded when the first
 * video is asked for, and stays until {@link #close}; records are rendered and read without it. Any thread may call; videos
 * are made one at a time, on a thread of their own.
 *
 * <p>Failures that a user can understand are {@link OviException}s, wrong calls {@link UsageException}s. Nothing of the
 * process is changed: its locale, environment, allocator and properties stay as they are. Only an OpenBLAS that libtorch
 * brought along is told to leave threads to it, and free memory goes back to the system before a video is decoded.
 */
public final class Ovi implements AutoCloseable {
    private final Configuration configuration;
    private final PluginHost plugins;
    private final ModelThread modelThread = new ModelThread();
    private @Nullable GenerationSession session;

    private Ovi(Configuration configuration, PluginHost plugins) {
        this.configuration = configuration;
        this.plugins = plugins;
    }

    /**
     * Opens Ovi with the plugins of the class path and of the folders that the configuration names.
     *
     * @param configuration which model is used, on what; the default of everything else
     * @throws UsageException if a folder with plugins cannot be read
     */
    public static Ovi open(Configuration configuration) {
        return open(configuration, new PluginDirectories(List.of(), configuration.pluginDirectories()));
    }

    /**
     * The same with plugins from other folders.
     *
     * @param directories the folders; those that the configuration names are not looked into by themselves
     */
    public static Ovi open(Configuration configuration, PluginDirectories directories) {
        return new Ovi(configuration, PluginHost.open(directories));
    }

    /** What it was opened with. */
    public Configuration configuration() {
        return configuration;
    }

    /**
     * Makes one video.
     *
     * @param prompt what it shows
     * @param how everything else about it: {@link #configuration()}, or that {@linkplain Configuration#with with} another
     *     seed, other edits, other sinks; of the same model
     * @param observer hears how it goes on, on the model's thread
     * @param interruption a wish to stop; what was finished is then written and marked partial
     * @throws OviException if it cannot be made, or the wish to stop came before it was begun; the message says why
     */
    public RunResult generate(String prompt, Configuration how, RunObserver observer, Interruption interruption) {
        List<RunResult> results = new ArrayList<>();
        Configuration once = how.with(Schema.EACH_EXAMPLE_N_TIMES, 1);
        generate(List.of(Prompt.of(prompt, how.engine())), once, observer, interruption, results::add);
        if (results.isEmpty()) {
            throw new OviException("the video was stopped before it was begun");
        }
        return results.getFirst();
    }

    /**
     * Makes videos, each prompt's as often as the configuration asks for; texts are encoded together, so that the text
     * encoder is loaded once for all of them.
     *
     * @param prompts what they show, and which images they start from
     * @param how as in {@link #generate(String, Configuration, RunObserver, Interruption)}
     * @param results receives each result as soon as it is there, on the model's thread
     * @throws OviException if a video cannot be made; the message says why
     * @throws IllegalStateException if an observer or a receiver of results calls it
     */
    public void generate(
            List<Prompt> prompts,
            Configuration how,
            RunObserver observer,
            Interruption interruption,
            Consumer<RunResult> results) {
        modelThread.requireOther();
        modelThread.run(interruption, () -> {
            GenerationSession open = session;
            if (open == null) {
                open = GenerationSession.open(configuration, plugins, Clock.system(ZoneId.systemDefault()));
                session = open;
            }
            open.generate(prompts, how, observer, interruption, results);
            return true;
        });
    }

    /**
     * Draws a run with every visualizer that a configuration names.
     *
     * @param run what is drawn: a result's {@link RunResult#recorded()}, or a record that was {@linkplain #read read}
     * @param others further runs to compare it with
     * @param how which visualizers, with which options
     * @param folder where files go
     * @param listener hears of each file, and of each visualizer that fails; the others go on
     * @return whether every visualizer succeeded
     * @throws UsageException if a visualizer or an option is unknown, or the record lacks what was asked for
     */
    public boolean render(
            RecordedRun run, List<RecordedRun> others, Configuration how, Path folder, RenderListener listener) {
        return rendering(how).render(run, others, folder, listener);
    }

    /**
     * The visualizers that a configuration names, ready to draw: what can be wrong about them is told before a model works
     * for minutes.
     *
     * @throws UsageException if a visualizer or an option is unknown
     */
    public Rendering rendering(Configuration how) {
        return Rendering.of(how, plugins);
    }

    /**
     * Reads a record, with the video that lies beside it; needs neither a model nor plugins.
     *
     * @throws UsageException if there is no such file
     * @throws OviException if it is no record, or damaged
     */
    public static RecordedRun read(Path record) {
        return RecordedRun.open(record);
    }

    /**
     * What is held in memory for the model, stage by stage; nothing before the first video. Waits for the video that is being
     * made, if one is.
     */
    public List<StageMemory> memory() {
        return modelThread.run(new Interruption(), () -> session == null ? List.of() : session.memory());
    }

    /**
     * Frees the model and the plugins, after the video that is being made, if one is. Harmless when repeated.
     *
     * @throws IllegalStateException if an observer calls it while its video is being made
     */
    @Override
    public void close() {
        if (!modelThread.isOpen()) {
            return;
        }
        modelThread.requireOther();
        try (plugins;
                modelThread) {
            modelThread.run(new Interruption(), () -> {
                if (session != null) {
                    session.close();
                    session = null;
                }
                return true;
            });
        }
    }
}
