package dev.ovi.runtime.parity;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.capture.Granularity;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.record.Prompts;
import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.config.Solver;
import dev.ovi.runtime.generate.AttentionBackends;
import dev.ovi.runtime.generate.ClipShape;
import dev.ovi.runtime.generate.Denoiser;
import dev.ovi.runtime.generate.FilmMaker;
import dev.ovi.runtime.generate.FirstFrame;
import dev.ovi.runtime.generate.FrameSize;
import dev.ovi.runtime.generate.OviModel;
import dev.ovi.runtime.model.Taps;
import dev.ovi.runtime.model.fusion.FusionModel;
import dev.ovi.runtime.model.fusion.Geometry;
import dev.ovi.runtime.model.fusion.Latents;
import dev.ovi.runtime.model.fusion.PreparedStep;
import dev.ovi.runtime.model.fusion.TextContext;
import dev.ovi.runtime.model.text.TokenizedPrompt;
import dev.ovi.runtime.sampler.NoiseSchedule;
import dev.ovi.runtime.sampler.Sampler;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A golden file of one prompt: from its tokens to its film. What computes is what makes videos; each part starts from the
 * golden's own inputs, so that a row shows that part and not the sum of all before. A part is a forward pass, a whole
 * trajectory, the sound from its latent to its wave, the frames from theirs.
 */
final class RunParity {
    private static final String FIRST_FRAME = "final.frame0_f32";
    private static final String FRAMES = "final.frames_u8";
    private static final Pattern SCHEDULE = Pattern.compile("(unipc|dpm\\+\\+|euler)\\.(timesteps|sigmas)_(\\d+)");

    private final OviModel model;
    private final GoldenFile golden;
    private final GoldenComparison rows;
    private final Function<List<AttentionShape>, AttentionBackends> backends;
    private final ObjectNode config;
    private final DType dtype;
    private final Ops ops;

    RunParity(
            OviModel model,
            GoldenFile golden,
            GoldenComparison rows,
            Function<List<AttentionShape>, AttentionBackends> backends) {
        this.model = model;
        this.golden = golden;
        this.rows = rows;
        this.backends = backends;
        this.config = golden.config();
        this.dtype = golden.computedIn();
        this.ops = model.compute().ops();
    }

    void run() {
        tokens();
        textEncoder();
        schedules();
        if (golden.has("noise.video")) {
            forward();
            firstFrame();
            trajectory();
        }
        film();
    }

    private List<TokenizedPrompt> texts() {
        return List.of(
                model.tokenizer().tokenize(config.path("text").asString(), model.audioTags()),
                model.tokenizer().tokenize(config.path("vneg").asString("")),
                model.tokenizer().tokenize(config.path("aneg").asString("")));
    }

    private void tokens() {
        long pad = model.spec().tokenizer().padId();
        rows.exact(
                "tokens.ids",
                flat(texts().stream().map(text -> text.paddedIds(pad)).toList()));
        rows.exact(
                "tokens.mask", flat(texts().stream().map(TokenizedPrompt::mask).toList()));
    }

    private static long[] flat(List<long[]> rows) {
        return rows.stream().flatMapToLong(LongStream::of).toArray();
    }

    private void textEncoder() {
        List<String> names = List.of("t5.prompt", "t5.video_negative", "t5.audio_negative");
        try (TensorScope scope = ops.scope()) {
            model.withTextEncoder(encoder -> {
                for (int i = 0; i < names.size(); i++) {
                    rows.stage(names.get(i), encoder.encode(texts().get(i).ids(), Taps.NONE));
                }
                return names;
            });
        }
    }

    private void schedules() {
        for (String name : golden.names()) {
            Matcher matcher = SCHEDULE.matcher(name);
            if (matcher.matches()) {
                NoiseSchedule schedule = schedule(matcher.group(1), Integer.parseInt(matcher.group(3)));
                double[] values = matcher.group(2).equals("sigmas") ? schedule.sigmas() : schedule.timesteps();
                rows.stage(name, values);
            }
        }
    }

    private NoiseSchedule schedule(String solver, int steps) {
        return model.schedule(Solver.ofId(solver), steps, config.path("shift").asDouble());
    }

    private TextContext prompt() {
        return context("t5.prompt", "t5.prompt");
    }

    private TextContext negative() {
        return context("t5.video_negative", "t5.audio_negative");
    }

    private TextContext context(String video, String audio) {
        return model.fusion()
                .project(golden.input(model.compute(), video, dtype), golden.input(model.compute(), audio, dtype));
    }

    private Latents noise() {
        return new Latents(
                golden.input(model.compute(), "noise.video", dtype),
                golden.input(model.compute(), "noise.audio", dtype));
    }

    private Geometry geometry() {
        return model.geometry(
                golden.tensor(ops, "noise.video").shape(), // [C, F, H, W]
                golden.tensor(ops, "noise.audio").shape()); // [L, C]
    }

    private GoldenAttention attention(Geometry geometry, double[] timesteps, Granularity granularity) {
        return GoldenAttention.open(model, runInfo(geometry, timesteps), geometry, granularity, backends);
    }

    private RunInfo runInfo(Geometry geometry, double... timesteps) {
        long[] latent = golden.tensor(ops, "noise.video").shape(); // [C, F, H, W]
        var stride = model.spec().videoVae().stride();
        ClipShape clip = model.clip(new FrameSize((int) latent[2] * stride.height(), (int) latent[3] * stride.width()));
        var prompts = new Prompts(
                texts().get(0).prompt(), texts().get(1).prompt(), texts().get(2).prompt());
        return model.describe(prompts, geometry, clip, timesteps).build();
    }

    private int skippedLayer() {
        return config.path("slg").asInt(FusionModel.NO_LAYER);
    }

    private Denoiser denoiser(Geometry geometry, @Nullable Tensor firstFrame) {
        var guidance = new Denoiser.Guidance(
                config.path("gv").asDouble(), config.path("ga").asDouble(), skippedLayer());
        return new Denoiser(model.compute(), model.fusion(), geometry, prompt(), negative(), guidance, firstFrame);
    }

    private double number(String name) {
        return ops.toHost(golden.tensor(ops, name)).toDoubles()[0];
    }

    private void forward() {
        if (!golden.has("forward.t")) {
            return;
        }
        double timestep = number("forward.t");
        try (TensorScope scope = ops.scope()) {
            Geometry geometry = geometry();
            try (GoldenAttention seen = attention(geometry, new double[] {timestep}, Granularity.LAYER)) {
                var ofPrompt = seen.attention().during(0, timestep, Branch.CONDITIONAL);
                var ofNegative = seen.attention().during(0, timestep, Branch.NEGATIVE);
                PreparedStep step = model.fusion().prepare(geometry, noise(), timestep, false, null);
                Map<String, Tensor> blocks = new TreeMap<>();
                Latents conditional = model.fusion()
                        .predict(
                                step,
                                prompt(),
                                FusionModel.NO_LAYER,
                                ofPrompt,
                                (name, value) -> blocks.put(name, kept(scope, value)));
                blocks.forEach(rows::stage);
                latents("forward.cond", conditional);
                seen.attention().stepDone(0);
                seen.finish();
                rows.maps("forward.attn.video", seen.maps(AttentionKind.TEXT_TO_VIDEO));
                rows.maps("forward.attn.audio", seen.maps(AttentionKind.TEXT_TO_AUDIO));
                latents(
                        "forward.uncond",
                        model.fusion().predict(step, negative(), FusionModel.NO_LAYER, ofNegative, Taps.NONE));
                latents(
                        "forward.uncond_slg",
                        model.fusion().predict(step, negative(), skippedLayer(), ofNegative, Taps.NONE));
            }
        }
    }

    private Tensor kept(TensorScope scope, Tensor value) {
        return scope.own(ops.copy(value).unscoped());
    }

    private void latents(String name, Latents latents) {
        rows.stage(name + ".video", latents.video());
        rows.stage(name + ".audio", latents.audio());
    }

    private void firstFrame() {
        if (!golden.has("i2v.t")) {
            return;
        }
        double timestep = number("i2v.t");
        try (TensorScope scope = ops.scope()) {
            if (golden.has("i2v.image_u8")) {
                FirstFrame frame = FirstFrame.ofRgb(golden.tensor(ops, "i2v.image_u8")); // [3, H, W]
                rows.stage("i2v.latent", frame.encode(model));
            }
            Geometry geometry = geometry();
            Denoiser denoiser = denoiser(geometry, golden.input(model.compute(), "i2v.latent", dtype)); // [C, 1, h, w]
            try (GoldenAttention seen = attention(geometry, new double[] {timestep}, Granularity.STEP)) {
                PreparedStep step = denoiser.prepare(denoiser.withFirstFrame(noise()), timestep, null);
                latents(
                        "i2v",
                        model.fusion()
                                .predict(
                                        step,
                                        prompt(),
                                        FusionModel.NO_LAYER,
                                        seen.attention().during(0, timestep, Branch.CONDITIONAL),
                                        Taps.NONE));
            }
        }
    }

    private void trajectory() {
        if (!golden.has("traj.latent.video")) {
            return;
        }
        NoiseSchedule schedule = schedule("unipc", config.path("steps").asInt());
        try (TensorScope scope = ops.scope()) {
            Geometry geometry = geometry();
            Trajectory trajectory = new Trajectory(scope);
            try (GoldenAttention seen = attention(geometry, schedule.timesteps(), Granularity.STEP);
                    Sampler video = Sampler.start(Solver.UNIPC, schedule, ops);
                    Sampler audio = Sampler.start(Solver.UNIPC, schedule, ops)) {
                Latents denoised = denoiser(geometry, null)
                        .run(noise(), video, audio, seen.attention(), trajectory)
                        .latents();
                seen.finish();
                trajectory.compare();
                rows.trajectory("traj.attn.video", seen.maps(AttentionKind.TEXT_TO_VIDEO));
                rows.trajectory("traj.attn.audio", seen.maps(AttentionKind.TEXT_TO_AUDIO));
                rows.trajectory("final.video", denoised.video());
                rows.trajectory("final.audio", denoised.audio());
            }
        }
    }

    /** What every step gave, by name. */
    private final class Trajectory implements Denoiser.Listener {
        private final TensorScope scope;
        private final Map<String, List<Tensor>> steps = new TreeMap<>();

        Trajectory(TensorScope scope) {
            this.scope = scope;
        }

        @Override
        public void predicted(Latents conditional, Latents negative) {
            add("traj.cond", conditional);
            add("traj.uncond", negative);
        }

        @Override
        public void stepDone(int done, int of, Latents latents) {
            add("traj.latent", latents);
        }

        private void add(String name, Latents latents) {
            add(name + ".video", latents.video());
            add(name + ".audio", latents.audio());
        }

        private void add(String name, Tensor value) {
            steps.computeIfAbsent(name, key -> new ArrayList<>()).add(kept(scope, value));
        }

        void compare() {
            steps.forEach((name, values) -> rows.trajectory(name, rows.stack(values)));
        }
    }

    private void film() {
        boolean frames = golden.has("final.video") && (golden.has(FRAMES) || golden.has(FIRST_FRAME));
        if (!frames && !golden.has("final.audio")) {
            return;
        }
        FilmMaker film = model.filmMaker();
        try (TensorScope scope = ops.scope()) {
            if (golden.has("final.audio")) {
                float[] wave = film.sound(
                        golden.input(model.compute(), "final.audio", dtype),
                        (name, mel) -> rows.wave("final.mel", ops.squeeze(mel, 0)));
                rows.wave("final.wave", ops.tensor(wave, wave.length));
            }
            if (frames) {
                frames(film, golden.input(model.compute(), "final.video", DType.FLOAT32), scope);
            }
        }
    }

    private void frames(FilmMaker film, Tensor latent, TensorScope scope) {
        List<Tensor> bytes = new ArrayList<>();
        Taps first = (name, frames) -> {
            if (bytes.isEmpty()) {
                rows.decoded(FIRST_FRAME, ops.narrow(frames, 1, 0, 1));
            }
        };
        try {
            film.decodeFrames(latent, first, (frames, done, of) -> bytes.add(kept(scope, frames)));
        } catch (IOException e) {
            throw new OviException("frames that are only compared were written", e);
        }
        rows.frames(FRAMES, ops.permute(ops.cat(bytes, 0), 3, 0, 1, 2));
    }
}
