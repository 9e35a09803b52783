package dev.ovi.runtime.parity;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.config.Solver;
import dev.ovi.runtime.generate.AttentionBackends;
import dev.ovi.runtime.generate.OviModel;
import dev.ovi.runtime.model.Taps;
import dev.ovi.runtime.model.fusion.FusionModel;
import dev.ovi.runtime.model.fusion.Geometry;
import dev.ovi.runtime.model.fusion.Latents;
import dev.ovi.runtime.model.fusion.PreparedStep;
import dev.ovi.runtime.model.fusion.TextContext;
import dev.ovi.runtime.model.text.TokenizedPrompt;
import dev.ovi.runtime.model.video.DecodedClip;
import dev.ovi.runtime.model.video.PixelTensors;
import dev.ovi.runtime.sampler.NoiseSchedule;
import dev.ovi.runtime.sampler.Sampler;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import tools.jackson.databind.node.ObjectNode;

/** A golden file of one prompt: from its tokens to its film. */
final class RunParity {
    private static final String FIRST_FRAME = "final.frame0_f32";
    private static final Pattern SCHEDULE = Pattern.compile("(unipc|dpm\\+\\+|euler)\\.(timesteps|sigmas)_(\\d+)");

    private final OviModel model;
    private final GoldenFile golden;
    private final Comparison rows;
    private final Function<List<AttentionShape>, AttentionBackends> backends;
    private final ObjectNode config;
    private final DType dtype;
    private final Ops ops;

    RunParity(
            OviModel model,
            GoldenFile golden,
            Comparison rows,
            Function<List<AttentionShape>, AttentionBackends> backends) {
        this.model = model;
        this.golden = golden;
        this.rows = rows;
        this.backends = backends;
        this.config = golden.config();
        this.dtype = golden.computedIn();
        this.ops = model.ops();
    }

    void run() {
        tokens();
        textEncoder();
        schedules();
        if (golden.has("noise.video")) {
            forwardPasses();
        }
        film();
    }

    private void forwardPasses() {
        PromptText prompt = texts().getFirst().prompt();
        try (AttentionBackends chosen = backends.apply(model.attentionShapes(geometry(), prompt, kind -> false))) {
            var maps = new RecordedMaps(ops, chosen);
            forward(maps);
            firstFrame(maps);
            trajectory(maps);
        }
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
        return NoiseSchedule.of(
                Solver.ofId(solver),
                steps,
                config.path("shift").asDouble(),
                model.spec().trainTimesteps());
    }

    private TextContext context(String video, String audio) {
        return model.fusion().project(golden.tensor(ops, video, dtype), golden.tensor(ops, audio, dtype));
    }

    private Latents noise() {
        return new Latents(golden.tensor(ops, "noise.video", dtype), golden.tensor(ops, "noise.audio", dtype));
    }

    private Geometry geometry() {
        long[] video = golden.tensor(ops, "noise.video").shape(); // [C, F, H, W]
        long[] audio = golden.tensor(ops, "noise.audio").shape(); // [L, C]
        return model.fusion().geometry((int) video[1], (int) video[2], (int) video[3], (int) audio[0]);
    }

    private void forward(RecordedMaps maps) {
        if (!golden.has("forward.t")) {
            return;
        }
        try (TensorScope scope = ops.scope()) {
            Geometry geometry = geometry();
            double timestep = ops.toHost(golden.tensor(ops, "forward.t")).toDoubles()[0];
            PreparedStep step = model.fusion().prepare(geometry, noise(), timestep, false, null);
            Map<String, Tensor> blocks = new TreeMap<>();
            Latents conditional = model.fusion()
                    .predict(
                            step,
                            context("t5.prompt", "t5.prompt"),
                            FusionModel.NO_LAYER,
                            maps,
                            (name, value) ->
                                    blocks.put(name, scope.own(ops.copy(value).unscoped())));
            blocks.forEach(rows::stage);
            latents("forward.cond", conditional);
            rows.maps("forward.attn.video", maps.take(AttentionKind.TEXT_TO_VIDEO));
            rows.maps("forward.attn.audio", maps.take(AttentionKind.TEXT_TO_AUDIO));
            TextContext negative = context("t5.video_negative", "t5.audio_negative");
            latents("forward.uncond", predict(step, negative, FusionModel.NO_LAYER, maps));
            int skipped = config.path("slg").asInt(FusionModel.NO_LAYER);
            latents("forward.uncond_slg", predict(step, negative, skipped, maps));
        }
    }

    private Latents predict(PreparedStep step, TextContext text, int skipped, RecordedMaps maps) {
        Latents latents = model.fusion().predict(step, text, skipped, maps, Taps.NONE);
        maps.clear();
        return latents;
    }

    private void latents(String name, Latents latents) {
        rows.stage(name + ".video", latents.video());
        rows.stage(name + ".audio", latents.audio());
    }

    private void firstFrame(RecordedMaps maps) {
        if (!golden.has("i2v.t")) {
            return;
        }
        try (TensorScope scope = ops.scope()) {
            Tensor latent = golden.tensor(ops, "i2v.latent", dtype); // [C, 1, h, w]
            if (golden.has("i2v.image_u8")) {
                Tensor image = ops.unsqueeze(golden.tensor(ops, "i2v.image_u8"), 1); // [3, 1, H, W]
                Tensor clip = PixelTensors.fromBytes(ops, ops.permute(image, 1, 2, 3, 0));
                rows.stage("i2v.latent", model.videoVae().encode(clip));
            }
            Latents noise = noise();
            Tensor rest = ops.narrow(noise.video(), 1, 1, noise.video().size(1) - 1);
            Latents noisy = new Latents(ops.cat(List.of(latent, rest), 1), noise.audio());
            double timestep = ops.toHost(golden.tensor(ops, "i2v.t")).toDoubles()[0];
            PreparedStep step = model.fusion().prepare(geometry(), noisy, timestep, true, null);
            latents("i2v", predict(step, context("t5.prompt", "t5.prompt"), FusionModel.NO_LAYER, maps));
        }
    }

    private void trajectory(RecordedMaps maps) {
        if (!golden.has("traj.latent.video")) {
            return;
        }
        try (TensorScope scope = ops.scope()) {
            NoiseSchedule schedule = schedule("unipc", config.path("steps").asInt());
            TextContext prompt = context("t5.prompt", "t5.prompt");
            TextContext negative = context("t5.video_negative", "t5.audio_negative");
            Trajectory trajectory = new Trajectory();
            Latents latents = noise();
            Geometry geometry = geometry();
            try (Sampler video = Sampler.start(Solver.UNIPC, schedule, ops);
                    Sampler audio = Sampler.start(Solver.UNIPC, schedule, ops)) {
                for (int i = 0; i < schedule.steps(); i++) {
                    latents = step(
                            latents, geometry, schedule.timestep(i), prompt, negative, video, audio, maps, trajectory);
                }
            }
            trajectory.compare(rows);
            rows.trajectory("final.video", latents.video());
            rows.trajectory("final.audio", latents.audio());
        }
    }

    private Latents step(
            Latents latents,
            Geometry geometry,
            double timestep,
            TextContext prompt,
            TextContext negative,
            Sampler videoSampler,
            Sampler audioSampler,
            RecordedMaps maps,
            Trajectory trajectory) {
        PreparedStep step = model.fusion().prepare(geometry, latents, timestep, false, null);
        Latents positive = model.fusion().predict(step, prompt, FusionModel.NO_LAYER, maps, Taps.NONE);
        trajectory.add("traj.attn.video", maps.takeMean(AttentionKind.TEXT_TO_VIDEO));
        trajectory.add("traj.attn.audio", maps.takeMean(AttentionKind.TEXT_TO_AUDIO));
        Latents opposite = predict(step, negative, config.path("slg").asInt(FusionModel.NO_LAYER), maps);
        trajectory.add("traj.cond", positive);
        trajectory.add("traj.uncond", opposite);
        Latents after = new Latents(
                videoSampler.step(
                        guide(
                                positive.video(),
                                opposite.video(),
                                config.path("gv").asDouble()),
                        latents.video()),
                audioSampler.step(
                        guide(
                                positive.audio(),
                                opposite.audio(),
                                config.path("ga").asDouble()),
                        latents.audio()));
        trajectory.add("traj.latent", after);
        return after;
    }

    private Tensor guide(Tensor positive, Tensor negative, double scale) {
        return ops.add(negative, ops.mul(ops.sub(positive, negative), scale));
    }

    /** Decodes the golden's own final latents, so that a row shows its own stage and not the sum of all before. */
    private void film() {
        try (TensorScope scope = ops.scope()) {
            if (golden.has("final.audio")) {
                Tensor latent = ops.unsqueeze(ops.transpose(golden.tensor(ops, "final.audio", dtype), 0, 1), 0);
                Tensor mel = model.audioVae().decode(latent); // [1, mels, 2L]
                rows.wave("final.mel", ops.squeeze(mel, 0));
                if (golden.has("final.mel")) {
                    Tensor theirs = ops.unsqueeze(golden.tensor(ops, "final.mel", dtype), 0);
                    rows.wave("final.wave", ops.flatten(model.vocoder().forward(theirs), 0, -1));
                }
            }
            if (golden.has("final.video") && (golden.has("final.frames_u8") || golden.has(FIRST_FRAME))) {
                frames(golden.tensor(ops, "final.video", DType.FLOAT32));
            }
        }
    }

    private void frames(Tensor latent) {
        List<Tensor> bytes = new ArrayList<>();
        try (DecodedClip clip = model.videoVae().decode(latent)) {
            while (clip.hasNext()) {
                Tensor frames = clip.next(); // [3, T, H, W]
                if (bytes.isEmpty() && golden.has(FIRST_FRAME)) {
                    rows.stage(FIRST_FRAME, clippedLike(golden.tensor(ops, FIRST_FRAME), ops.select(frames, 1, 0)));
                }
                bytes.add(PixelTensors.toBytes(ops, frames)); // [T, H, W, 3]
            }
        }
        if (golden.has("final.frames_u8")) {
            rows.frames("final.frames_u8", ops.permute(ops.cat(bytes, 0), 3, 0, 1, 2));
        }
    }

    /** Upstream's decoder does not clip, its wrapper does: to −1…1. A golden may hold either. */
    private Tensor clippedLike(Tensor golden, Tensor frame) {
        double most = ops.toHost(ops.amax(ops.abs(golden), false, 0, 1, 2)).item();
        return most <= 1 ? ops.clamp(frame, -1, 1) : frame;
    }

    /** What every step gave, by name. */
    private static final class Trajectory {
        private final Map<String, List<Tensor>> steps = new TreeMap<>();

        void add(String name, Tensor value) {
            steps.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }

        void add(String name, Latents latents) {
            add(name + ".video", latents.video());
            add(name + ".audio", latents.audio());
        }

        void compare(Comparison rows) {
            steps.forEach((name, values) -> rows.trajectory(name, rows.stack(values)));
        }
    }
}
