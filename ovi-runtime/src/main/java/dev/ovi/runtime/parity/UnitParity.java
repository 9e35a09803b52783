package dev.ovi.runtime.parity;

import dev.ovi.api.attention.PatchGrid;
import dev.ovi.runtime.config.Solver;
import dev.ovi.runtime.generate.OviModel;
import dev.ovi.runtime.model.audio.MelSpectrogram;
import dev.ovi.runtime.model.fusion.RotaryTable;
import dev.ovi.runtime.model.text.RelativePositions;
import dev.ovi.runtime.model.video.DecodedClip;
import dev.ovi.runtime.model.video.PixelTensors;
import dev.ovi.runtime.sampler.NoiseSchedule;
import dev.ovi.runtime.sampler.Sampler;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A golden file of single parts: samplers, rotations, autoencoders, vocoder. */
final class UnitParity {
    private static final Pattern STATES = Pattern.compile("sched\\.(unipc|dpm\\+\\+|euler)\\.(\\d+)\\.states");
    /** The shift that the schedules of these files were made with. */
    private static final double SHIFT = 5;

    private final OviModel model;
    private final GoldenFile golden;
    private final GoldenComparison rows;
    private final Ops ops;

    UnitParity(OviModel model, GoldenFile golden, GoldenComparison rows) {
        this.model = model;
        this.golden = golden;
        this.rows = rows;
        this.ops = model.compute().ops();
    }

    void run() {
        for (String name : golden.names()) {
            Matcher matcher = STATES.matcher(name);
            if (matcher.matches()) {
                sampler(Solver.ofId(matcher.group(1)), Integer.parseInt(matcher.group(2)));
            }
        }
        try (TensorScope scope = ops.scope()) {
            rotations();
            buckets();
            videoVae();
            audio();
        }
    }

    /** Follows the velocity field {@code v(x, t) = 0.8x − 0.5·sin(2x) + 0.3·t/1000} from {@code sched.x0}. */
    private void sampler(Solver solver, int steps) {
        String prefix = "sched." + solver.id() + "." + steps;
        NoiseSchedule schedule =
                NoiseSchedule.of(solver, steps, SHIFT, model.spec().trainTimesteps());
        rows.stage(prefix + ".timesteps", schedule.timesteps());
        rows.stage(prefix + ".sigmas", schedule.sigmas());
        try (TensorScope scope = ops.scope();
                Sampler sampler = Sampler.start(solver, schedule, ops)) {
            Tensor x = golden.input(model.compute(), "sched.x0");
            List<Tensor> states = new ArrayList<>();
            for (int i = 0; i < steps; i++) {
                x = sampler.step(velocity(x, schedule.timestep(i)), x);
                states.add(ops.squeeze(x, 0));
            }
            rows.stage(prefix + ".states", rows.stack(states));
        }
    }

    private Tensor velocity(Tensor x, double timestep) {
        Tensor wave = ops.mul(ops.sin(ops.mul(x, 2)), 0.5);
        return ops.add(ops.sub(ops.mul(x, 0.8), wave), 0.3 * timestep / 1000);
    }

    /** Rows behind the grid pass as they are. */
    private void rotations() {
        if (golden.has("rope3d.in")) {
            long[] grid = golden.tensor(ops, "rope3d.grid").toLongs();
            Tensor x = ops.squeeze(golden.input(model.compute(), "rope3d.in"), 0); // [L, heads, headDim]
            var patches = new PatchGrid((int) grid[0], (int) grid[1], (int) grid[2]);
            RotaryTable table = RotaryTable.video(ops, model.compute().device(), patches, (int) x.size(2));
            Tensor turned = table.rotate(ops, ops.contiguous(ops.narrow(x, 0, 0, patches.size())));
            Tensor rest = ops.narrow(x, 0, patches.size(), x.size(0) - patches.size());
            rows.stage("rope3d.out_f32", ops.unsqueeze(ops.cat(List.of(turned, rest), 0), 0));
        }
        if (golden.has("rope1d.in")) {
            Tensor x = ops.contiguous(ops.squeeze(golden.input(model.compute(), "rope1d.in"), 0));
            double scale = model.spec().audio().rotaryScale();
            RotaryTable table =
                    RotaryTable.audio(ops, model.compute().device(), (int) x.size(0), (int) x.size(2), scale);
            rows.stage("rope1d.out_f32", ops.unsqueeze(table.rotate(ops, x), 0));
        }
    }

    /** Query rows 0, 64 and 199 of a text of 200 tokens. */
    private void buckets() {
        String name = "t5.bucket_of_relative_position";
        if (!golden.has(name)) {
            return;
        }
        var spec = model.spec().textEncoder();
        var positions = new RelativePositions(spec.buckets(), spec.maxDistance());
        long[] buckets = IntStream.of(0, 64, 199)
                .flatMap(query -> IntStream.range(0, 200).map(key -> positions.bucket(key - query)))
                .mapToLong(bucket -> bucket)
                .toArray();
        rows.exact(name, buckets);
    }

    private void videoVae() {
        if (!golden.has("vae.clip_u8")) {
            return;
        }
        Tensor clip =
                PixelTensors.fromBytes(ops, ops.permute(golden.input(model.compute(), "vae.clip_u8"), 1, 2, 3, 0));
        rows.stage("vae.latent", model.videoVae().encode(clip));
        rows.stage("vae.latent_first_frame_only", model.videoVae().encode(ops.narrow(clip, 1, 0, 1)));
        rows.decoded("vae.decoded", decode("vae.latent"));
        rows.decoded("vae.decoded_random", decode("vae.random_latent"));
    }

    private Tensor decode(String latent) {
        List<Tensor> frames = new ArrayList<>();
        try (DecodedClip clip = model.videoVae().decode(golden.input(model.compute(), latent))) {
            while (clip.hasNext()) {
                frames.add(clip.next());
            }
        }
        return ops.cat(frames, 1);
    }

    private void audio() {
        if (!golden.has("audio.wave")) {
            return;
        }
        try (MelSpectrogram mel =
                MelSpectrogram.of(ops, model.spec().mel(), model.compute().device())) {
            rows.stage("audio.mel", mel.forward(golden.input(model.compute(), "audio.wave")));
        }
        Tensor moments = model.audioVae().encode(golden.input(model.compute(), "audio.mel")); // [B, 2z, L]
        long channels = moments.size(1) / 2;
        rows.stage("audio.latent_mean", ops.narrow(moments, 1, 0, channels));
        rows.stage("audio.latent_logvar", ops.narrow(moments, 1, channels, channels));
        rows.stage("audio.decoded_mel", model.audioVae().decode(golden.input(model.compute(), "audio.latent_mean")));
        vocode("audio.mel", "audio.vocoded_from_mel");
        vocode("audio.decoded_mel", "audio.vocoded_from_decoded_mel");
        vocode("audio.random_mel", "audio.vocoded_random_mel");
    }

    private void vocode(String mel, String wave) {
        rows.wave(wave, model.vocoder().forward(golden.input(model.compute(), mel)));
    }
}
