package dev.ovi.runtime.generate;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.capture.SinkResult;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.Prompts;
import dev.ovi.runtime.base.ByteCount;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.capture.CaptureSession;
import dev.ovi.runtime.capture.RequestedCapture;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.config.ConfigurationPrinter;
import dev.ovi.runtime.config.EngineSettings;
import dev.ovi.runtime.edit.AttentionEdits;
import dev.ovi.runtime.model.fusion.Geometry;
import dev.ovi.runtime.model.fusion.Latents;
import dev.ovi.runtime.model.fusion.TextContext;
import dev.ovi.runtime.plugin.PluginHost;
import dev.ovi.runtime.record.RecordFile;
import dev.ovi.runtime.record.RecordSelection;
import dev.ovi.runtime.sampler.GaussianNoise;
import dev.ovi.runtime.sampler.NoiseSchedule;
import dev.ovi.runtime.sampler.Sampler;
import dev.ovi.runtime.words.TokenListing;
import dev.ovi.runtime.words.WordSelector;
import dev.ovi.torch.NativeHeap;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One video: from encoded texts and a seed to its files. */
final class Generation {
    private static final int VIDEO_NOISE = 0;
    private static final int AUDIO_NOISE = 1;

    private final OviModel model;
    private final Configuration configuration;
    private final EngineSettings settings;
    private final PluginHost plugins;
    private final RunObserver observer;
    private final Interruption interruption;
    private final Ops ops;

    Generation(
            OviModel model,
            Configuration configuration,
            PluginHost plugins,
            RunObserver observer,
            Interruption interruption) {
        this.model = model;
        this.configuration = configuration;
        this.settings = configuration.engine();
        this.plugins = plugins;
        this.observer = observer;
        this.interruption = interruption;
        this.ops = model.compute().ops();
    }

    /**
     * Makes a video.
     *
     * @param texts the prompt and the negative prompts
     * @param firstFrame the latent of a given first frame, or {@code null}
     * @param size the size of the video's frames
     * @param files where everything goes
     */
    RunResult run(EncodedTexts texts, @Nullable Tensor firstFrame, FrameSize size, RunFiles files) {
        try (TensorScope scope = ops.scope()) {
            ClipShape clip = model.clip(size);
            Geometry geometry = model.geometry(clip.videoLatent(), clip.audioLatent());
            NoiseSchedule schedule = model.schedule(settings.solver(), settings.sampleSteps(), settings.shift());
            RunInfo run = runInfo(texts, geometry, clip, schedule);
            if (configuration.attention().capture().enabled()) {
                RecordSelection.requirePossible(configuration.visualize(), run);
            }
            AttentionEdits edits = AttentionEdits.of(
                    configuration.attention().edits(), run, ops, model.compute().device());
            try (AttentionBackends backends = AttentionBackends.choose(
                            configuration.attention(),
                            configuration.attentionOptions(),
                            plugins,
                            model.compute(),
                            model.attentionShapes(geometry, texts.prompt().text(), edits::change),
                            observer::note);
                    AttentionBackends ofNegative = backends.forAnotherThread();
                    CaptureSession capture = CaptureSetup.start(
                            configuration.attention(),
                            configuration.attentionOptions(),
                            plugins,
                            model.compute(),
                            backends,
                            run,
                            observer::warn)) {
                describe(run, edits, backends, capture);
                if (capture != null) {
                    capture.open(files.outputFor(run));
                }
                var attention = new ObservedAttention(
                        Map.of(Branch.CONDITIONAL, backends, Branch.NEGATIVE, ofNegative),
                        edits,
                        capture,
                        geometry.video(),
                        geometry.audio());
                Denoiser.Result denoised =
                        denoise(texts, firstFrame, geometry, noise(clip, settings.seed()), schedule, attention);
                return finish(denoised, run, capture, files);
            }
        }
    }

    private RunInfo runInfo(EncodedTexts texts, Geometry geometry, ClipShape clip, NoiseSchedule schedule) {
        var prompts = new Prompts(
                texts.prompt().text(),
                texts.videoNegative().text(),
                texts.audioNegative().text());
        var requested =
                new RequestedCapture(prompts, geometry.video(), geometry.audio(), model.layers(), settings.skipLayer());
        return model.describe(prompts, geometry, clip, schedule.timesteps())
                .configuration(ConfigurationPrinter.toText(configuration))
                .words(new WordSelector(prompts.prompt())
                        .select(configuration.attention().capture().tokens()))
                .requested(requested.plan(configuration.attention().capture()))
                .build();
    }

    private void describe(
            RunInfo run, AttentionEdits edits, AttentionBackends backends, @Nullable CaptureSession capture) {
        TokenListing.lines(run.prompt(), TokenListing.captured(run, capture != null))
                .forEach(observer::note);
        edits.descriptions().forEach(observer::note);
        if (edits.bytes() > 0) {
            observer.note("edits hold " + ByteCount.text(edits.bytes()) + " in memory");
        }
        observer.note("attention works in " + ByteCount.text(workspaceBytes(backends, capture))
                + " of memory beside its tensors");
        if (capture != null) {
            observer.note(capture.budget().toString());
        }
    }

    /** What both branches work in side by side; within one, calls follow one another and the largest decides. */
    private static long workspaceBytes(AttentionBackends backends, @Nullable CaptureSession capture) {
        long sum = 0;
        for (Branch branch : Branch.values()) {
            long largest = 0;
            for (AttentionKind kind : AttentionKind.values()) {
                int positions = capture == null ? 0 : capture.capturedPositions(kind, branch);
                largest = Math.max(largest, backends.workspaceBytes(kind, positions));
            }
            sum += largest;
        }
        return sum;
    }

    private Denoiser.Result denoise(
            EncodedTexts texts,
            @Nullable Tensor firstFrame,
            Geometry geometry,
            Latents noise,
            NoiseSchedule schedule,
            ObservedAttention attention) {
        observer.stage("denoising");
        TextContext prompt =
                model.fusion().project(texts.prompt().features(), texts.prompt().features());
        TextContext negative = model.fusion()
                .project(texts.videoNegative().features(), texts.audioNegative().features());
        var guidance = new Denoiser.Guidance(
                settings.videoGuidanceScale(), settings.audioGuidanceScale(), settings.skipLayer());
        var denoiser = new Denoiser(model.compute(), model.fusion(), geometry, prompt, negative, guidance, firstFrame);
        try (Sampler video = Sampler.start(settings.solver(), schedule, ops);
                Sampler audio = Sampler.start(settings.solver(), schedule, ops)) {
            return denoiser.run(noise, video, audio, attention, listener());
        }
    }

    private Denoiser.Listener listener() {
        return new Denoiser.Listener() {
            @Override
            public void stepDone(int done, int of, Latents latents) {
                observer.progress(done, of);
            }

            @Override
            public boolean stopRequested() {
                return interruption.isRequested();
            }
        };
    }

    private Latents noise(ClipShape clip, long seed) {
        return new Latents(noise(clip.videoLatent(), seed, VIDEO_NOISE), noise(clip.audioLatent(), seed, AUDIO_NOISE));
    }

    private Tensor noise(long[] shape, long seed, int stream) {
        int count = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        Tensor values = ops.tensor(GaussianNoise.draw(seed, stream, count), shape);
        return ops.to(values, model.compute().dtype(), model.compute().device());
    }

    private RunResult finish(Denoiser.Result denoised, RunInfo run, @Nullable CaptureSession capture, RunFiles files) {
        List<Path> written = new ArrayList<>();
        boolean whole = denoised.completedSteps() == run.timesteps().size();
        Optional<Path> video = Optional.empty();
        if (whole) {
            observer.stage("decoding");
            NativeHeap.trim();
            model.filmMaker().write(denoised.latents(), run.video(), files.video(), observer);
            video = Optional.of(files.video());
            add(files.video(), written);
        }
        add(writeConfiguration(files), written);
        List<SinkResult> results = capture == null ? List.of() : capture.finish(denoised.completedSteps());
        results.forEach(result -> result.files().forEach(file -> add(file, written)));
        List<AttentionRecord> records =
                results.stream().flatMap(result -> result.record().stream()).toList();
        for (int i = 0; i < records.size(); i++) {
            Path file = i == 0 ? files.record() : files.file("_" + (i + 1) + RecordFile.EXTENSION);
            RecordFile.write(file, records.get(i));
            add(file, written);
        }
        boolean sinksSound = capture == null || !capture.anySinkFailed();
        return new RunResult(
                files.name(),
                written,
                video,
                records.stream().findFirst(),
                denoised.completedSteps(),
                whole && sinksSound);
    }

    private Path writeConfiguration(RunFiles files) {
        try {
            return files.writeText(RunFiles.CONFIGURATION, ConfigurationPrinter.toYaml(configuration));
        } catch (IOException e) {
            throw new OviException(String.valueOf(e.getMessage()), e);
        }
    }

    private void add(Path file, List<Path> written) {
        written.add(file);
        observer.written(file);
    }
}
