package dev.ovi.runtime.generate;

import dev.ovi.api.tensor.Device;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.checkpoint.CheckpointLayout;
import dev.ovi.runtime.checkpoint.ModelVariant;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.config.EngineSettings;
import dev.ovi.runtime.config.RuntimeSettings;
import dev.ovi.runtime.generate.EncodedTexts.Encoded;
import dev.ovi.runtime.model.Taps;
import dev.ovi.runtime.model.text.TextEncoder;
import dev.ovi.runtime.model.text.TokenizedPrompt;
import dev.ovi.runtime.plugin.PluginHost;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.LibTorchException;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes videos as a configuration says: loads the model once, and runs every prompt as often as is asked for. */
public final class OviEngine {
    private final Configuration configuration;
    private final EngineSettings settings;
    private final PluginHost plugins;
    private final RunObserver observer;
    private final Interruption interruption;
    private final Clock clock;

    /**
     * An engine for one configuration.
     *
     * @param plugins where backends and sinks come from
     * @param observer hears how it goes on
     * @param interruption a wish to stop
     * @param clock what file names take the time from
     */
    public OviEngine(
            Configuration configuration,
            PluginHost plugins,
            RunObserver observer,
            Interruption interruption,
            Clock clock) {
        this.configuration = configuration;
        this.settings = configuration.engine();
        this.plugins = plugins;
        this.observer = observer;
        this.interruption = interruption;
        this.clock = clock;
    }

    /**
     * Makes all videos.
     *
     * @param prompts what they show
     * @param results receives each video's result as soon as it is there
     * @throws OviException if a run cannot be made; the message says why
     */
    public void run(List<Prompt> prompts, Consumer<RunResult> results) {
        configuration.requireAvailable();
        AttentionBackends.requireExisting(configuration.attention(), plugins);
        new RunFiles(settings.outputDirectory(), "").prepare();
        observer.stage("loading the model");
        Ops ops = load(configuration.runtime()).ops();
        CheckpointLayout layout = CheckpointLayout.of(settings.checkpointDirectory());
        ModelVariant variant = ModelVariant.ofModelName(settings.modelName());
        try (TensorScope scope = ops.scope();
                OviModel model = OviModel.open(
                        ops, layout, variant, configuration.runtime().dtype(), device())) {
            List<EncodedTexts> texts = encode(model, prompts);
            model.fusion();
            for (int i = 0; i < prompts.size(); i++) {
                for (int n = 0; n < settings.eachExampleTimes() && !interruption.isRequested(); n++) {
                    results.accept(run(model, prompts.get(i), texts.get(i), seed(n)));
                }
            }
        }
    }

    private RunResult run(OviModel model, Prompt prompt, EncodedTexts texts, long seed) {
        try (TensorScope scope = model.ops().scope()) {
            Optional<FirstFrame> first = prompt.image().map(image -> FirstFrame.read(image, model));
            FrameSize size = first.map(FirstFrame::size).orElseGet(() -> frameSize(model));
            @Nullable Tensor latent = first.map(frame -> frame.encode(model)).orElse(null);
            String name = OutputName.of(prompt.text(), size, seed, LocalDateTime.now(clock));
            var files = new RunFiles(settings.outputDirectory(), name);
            return new Generation(model, configuration, plugins, observer, interruption)
                    .run(texts, latent, size, seed, files);
        }
    }

    private List<EncodedTexts> encode(OviModel model, List<Prompt> prompts) {
        TokenizedPrompt videoNegative = model.tokenizer().tokenize(settings.videoNegativePrompt());
        TokenizedPrompt audioNegative = model.tokenizer().tokenize(settings.audioNegativePrompt());
        List<TokenizedPrompt> tokenized = prompts.stream()
                .map(prompt -> model.tokenizer().tokenize(prompt.text(), model.audioTags()))
                .toList();
        tokenized.stream()
                .filter(TokenizedPrompt::isTruncated)
                .forEach(prompt -> observer.warn(prompt.truncationMessage()));
        return model.withTextEncoder(encoder -> {
            Encoded video = encoded(encoder, videoNegative);
            Encoded audio = encoded(encoder, audioNegative);
            List<EncodedTexts> texts = new ArrayList<>();
            tokenized.forEach(prompt -> texts.add(new EncodedTexts(encoded(encoder, prompt), video, audio)));
            return texts;
        });
    }

    private static Encoded encoded(TextEncoder encoder, TokenizedPrompt prompt) {
        return new Encoded(prompt.prompt(), encoder.encode(prompt.ids(), Taps.NONE));
    }

    private FrameSize frameSize(OviModel model) {
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

    private long seed(int repetition) {
        try {
            return Math.addExact(settings.seed(), repetition);
        } catch (ArithmeticException e) {
            throw new UsageException(
                    "seed " + settings.seed() + " is too large for " + settings.eachExampleTimes() + " repetitions", e);
        }
    }

    private Device device() {
        return configuration.runtime().device().orElse(Device.CPU);
    }

    /**
     * Loads libtorch as the configuration says.
     *
     * @throws OviException if it cannot be loaded; the message says what was tried
     */
    public static LibTorch load(RuntimeSettings runtime) {
        LibTorch.Options options =
                LibTorch.Options.defaults().withDirectory(runtime.libtorch().orElse(null));
        try {
            return LibTorch.load(
                    runtime.threads().isPresent()
                            ? options.withThreads(runtime.threads().getAsInt())
                            : options);
        } catch (LibTorchException e) {
            throw new OviException(String.valueOf(e.getMessage()), e);
        }
    }
}
