package dev.ovi.runtime.generate;

import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.checkpoint.CheckpointLayout;
import dev.ovi.runtime.checkpoint.ModelVariant;
import dev.ovi.runtime.compute.Compute;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.config.EngineSettings;
import dev.ovi.runtime.config.Schema;
import dev.ovi.runtime.config.Setting;
import dev.ovi.runtime.plugin.PluginHost;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A model that is opened once and makes any number of videos, each with its own configuration: other prompts, seeds, edits
 * and sinks, but one model on one device. Belongs to the thread that opened it.
 */
public final class GenerationSession implements AutoCloseable {
    /** What a session is opened with and cannot change. */
    private static final List<Setting<?>> FIXED = List.of(
            Schema.CKPT_DIR,
            Schema.MODEL_NAME,
            Schema.PLUGIN_DIRECTORIES,
            Schema.RUNTIME_LIBTORCH,
            Schema.RUNTIME_DEVICE,
            Schema.RUNTIME_DTYPE,
            Schema.RUNTIME_THREADS);

    private final Configuration opened;
    private final PluginHost plugins;
    private final Clock clock;
    private final TensorScope scope;
    private final OviModel model;
    private final TextEncodings texts;

    private GenerationSession(
            Configuration opened, PluginHost plugins, Clock clock, TensorScope scope, OviModel model) {
        this.opened = opened;
        this.plugins = plugins;
        this.clock = clock;
        this.scope = scope;
        this.model = model;
        this.texts = new TextEncodings(model);
    }

    /**
     * Opens the model that a configuration names. Its stages are loaded when they are first needed.
     *
     * @param plugins where backends and sinks come from; stays open as long as the session
     * @param clock what file names take the time from
     * @throws OviException if libtorch or the checkpoint cannot be used; the message says why
     */
    public static GenerationSession open(Configuration configuration, PluginHost plugins, Clock clock) {
        configuration.requireAvailable();
        AttentionBackends.requireExisting(configuration.attention(), plugins);
        EngineSettings settings = configuration.engine();
        Compute compute = Compute.open(configuration.runtime());
        TensorScope scope = compute.ops().scope();
        try {
            OviModel model = OviModel.open(
                    compute,
                    CheckpointLayout.of(settings.checkpointDirectory()),
                    ModelVariant.ofModelName(settings.modelName()));
            return new GenerationSession(configuration, plugins, clock, scope, model);
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    /**
     * Makes the videos of some prompts, each as often as the configuration asks for.
     *
     * @param prompts what they show
     * @param configuration how they are made; of the model that the session was opened with
     * @param observer hears how it goes on
     * @param interruption a wish to stop
     * @param results receives each video's result as soon as it is there
     * @throws UsageException if the configuration is of another model
     * @throws OviException if a run cannot be made; the message says why
     */
    public void generate(
            List<Prompt> prompts,
            Configuration configuration,
            RunObserver observer,
            Interruption interruption,
            Consumer<RunResult> results) {
        requireSameModel(configuration);
        configuration.requireAvailable();
        AttentionBackends.requireExisting(configuration.attention(), plugins);
        EngineSettings settings = configuration.engine();
        List<Prompt> checked =
                prompts.stream().map(prompt -> prompt.checked(settings.mode())).toList();
        new RunFiles(settings.outputDirectory(), "").prepare();
        observer.stage("loading the model");
        List<EncodedTexts> encoded =
                texts.of(checked, settings.videoNegativePrompt(), settings.audioNegativePrompt(), observer);
        model.fusion();
        for (int i = 0; i < checked.size(); i++) {
            for (int n = 0; n < settings.eachExampleTimes() && !interruption.isRequested(); n++) {
                results.accept(run(
                        checked.get(i),
                        encoded.get(i),
                        ofRun(configuration, checked.get(i), n),
                        observer,
                        interruption));
            }
        }
    }

    /** The configuration that makes one run again: its own prompt and seed, once. */
    private static Configuration ofRun(Configuration configuration, Prompt prompt, int repetition) {
        Configuration own = configuration
                .with(Schema.TEXT_PROMPT, prompt.text())
                .with(Schema.SEED, seed(configuration.engine(), repetition))
                .with(Schema.EACH_EXAMPLE_N_TIMES, 1);
        return prompt.image().isPresent()
                ? own.with(Schema.IMAGE_PATH, prompt.image().get())
                : own;
    }

    private RunResult run(
            Prompt prompt,
            EncodedTexts encoded,
            Configuration configuration,
            RunObserver observer,
            Interruption interruption) {
        EngineSettings settings = configuration.engine();
        try (TensorScope ofRun = model.compute().ops().scope()) {
            Optional<FirstFrame> first = prompt.image().map(image -> FirstFrame.read(image, model));
            FrameSize size = first.map(FirstFrame::size).orElseGet(() -> frameSize(settings, observer));
            @Nullable Tensor latent = first.map(frame -> frame.encode(model)).orElse(null);
            String name = OutputName.of(prompt.text(), size, settings.seed(), LocalDateTime.now(clock));
            return new Generation(model, configuration, plugins, observer, interruption)
                    .run(encoded, latent, size, RunFiles.unused(settings.outputDirectory(), name));
        }
    }

    private FrameSize frameSize(EngineSettings settings, RunObserver observer) {
        var clip = model.spec().clip();
        FrameSize asked = settings.frameSize()
                .map(size -> new FrameSize(size.height(), size.width()))
                .orElseGet(() -> new FrameSize(clip.frameHeight(), clip.frameWidth()));
        FrameSize snapped = asked.snapped(clip.frameArea());
        if (!snapped.equals(asked)) {
            observer.note("frame size " + asked + " becomes " + snapped
                    + ": sides are multiples of 32, and the area is what the model was trained for");
        }
        return snapped;
    }

    private static long seed(EngineSettings settings, int repetition) {
        try {
            return Math.addExact(settings.seed(), repetition);
        } catch (ArithmeticException e) {
            throw new UsageException(
                    "seed " + settings.seed() + " is too large for " + settings.eachExampleTimes() + " repetitions", e);
        }
    }

    private void requireSameModel(Configuration configuration) {
        for (Setting<?> setting : FIXED) {
            String has = describe(setting, opened);
            String wants = describe(setting, configuration);
            if (!has.equals(wants)) {
                throw new UsageException("this session was opened with " + has + " and cannot go on with " + wants
                        + "; open another session for that");
            }
        }
    }

    private static String describe(Setting<?> setting, Configuration configuration) {
        return setting.path() + " " + configuration.text(setting).orElse("unset");
    }

    /** What the session holds in memory: the model's stages that are loaded, and the encoded texts. */
    public List<StageMemory> memory() {
        List<StageMemory> stages = new ArrayList<>(model.memory());
        stages.add(new StageMemory("encoded texts", texts.bytes(), 0));
        return List.copyOf(stages);
    }

    /** Frees all that it holds. */
    @Override
    public void close() {
        try (scope) {
            model.close();
        }
    }
}
