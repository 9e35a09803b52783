package dev.ovi.runtime.bench;

import dev.ovi.api.attention.AttentionBackend;
import dev.ovi.api.attention.AttentionInputs;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.Support;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.runtime.bench.AttentionMeasurement.Result;
import dev.ovi.runtime.bench.AttentionMeasurement.Row;
import dev.ovi.runtime.plugin.PluginInstance;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Measures backends beside libtorch's own scaled dot-product attention. All rows are timed in turns, round after round,
 * so that whatever else the machine does falls on all of them alike.
 */
public final class AttentionBench {
    /** A sample is made of as many calls as take about this long. */
    private static final double SAMPLE_MILLISECONDS = 40;

    private static final int MOST_CALLS = 200;

    private final Ops torch;
    private final Map<String, PluginInstance<AttentionBackend>> backends;
    private final int rounds;

    /**
     * A bench for the calling thread.
     *
     * @param torch libtorch, which the backends use too
     * @param backends configured and opened instances by id, in the order of the rows
     * @param rounds how often each row is timed, at least 1
     */
    public AttentionBench(LibTorch torch, Map<String, PluginInstance<AttentionBackend>> backends, int rounds) {
        this.torch = torch.ops();
        this.backends = backends;
        this.rounds = rounds;
    }

    /** One row as it can be run. */
    private interface Call {
        void run(@Nullable Capture capture);
    }

    private static final class Trial {
        private final String backend;
        private final boolean collapsed;
        private final int captured;
        private final Call call;
        private final Call visible;
        private final double[] milliseconds;
        private int calls = 1;
        private OptionalLong peak = OptionalLong.empty();
        private double outputError;
        private OptionalDouble mapError = OptionalDouble.empty();

        /** @param visible does what {@code call} does and leaves the output in the problem */
        Trial(String backend, boolean collapsed, int captured, int rounds, Call call, Call visible) {
            this.backend = backend;
            this.collapsed = collapsed;
            this.captured = captured;
            this.call = call;
            this.visible = visible;
            this.milliseconds = new double[rounds];
        }
    }

    /**
     * Measures one workload; takes rounds × rows × the time of a call, and some seconds for the expectation.
     *
     * @param seed of the random inputs
     */
    public AttentionMeasurement measure(AttentionWorkload workload, long seed) {
        try (Arena arena = Arena.ofShared()) {
            var problem = new AttentionProblem(arena, workload, seed);
            List<Row> refused = new ArrayList<>();
            List<Trial> trials = trials(workload, problem, refused);
            var expected = new Float64Attention(workload, problem);
            var memory = new ResidentMemory();
            for (Trial trial : trials) {
                trial.visible.run(problem.capture(trial.captured));
                trial.outputError = expected.outputError();
                if (trial.captured > 0) {
                    trial.mapError = OptionalDouble.of(expected.mapError(trial.captured));
                }
                Capture capture = problem.capture(trial.captured);
                trial.peak = memory.peakBeyond(() -> trial.call.run(capture));
                trial.calls = (int) Math.clamp(SAMPLE_MILLISECONDS / time(trial, problem), 1, MOST_CALLS);
            }
            for (int round = 0; round < rounds; round++) {
                for (Trial trial : trials) {
                    trial.milliseconds[round] = time(trial, problem);
                }
            }
            return new AttentionMeasurement(workload, seed, rounds, rows(trials, refused));
        }
    }

    private List<Trial> trials(AttentionWorkload workload, AttentionProblem problem, List<Row> refused) {
        List<Trial> trials = new ArrayList<>();
        trials.add(new Trial("libtorch", false, 0, rounds, _ -> own(problem, false), _ -> own(problem, true)));
        backends.forEach((id, backend) -> {
            for (boolean collapsed : new boolean[] {false, true}) {
                AttentionInputs inputs = problem.inputs(collapsed);
                Support support = backend.call(it -> it.supports(inputs.shape()));
                for (int captured : captures(workload, collapsed)) {
                    switch (support) {
                        case Support.Supported _ -> {
                            Call call = capture -> backend.run(it -> it.attend(inputs, problem.out(), capture));
                            trials.add(new Trial(id, collapsed, captured, rounds, call, call));
                        }
                        case Support.Unsupported(String reason) ->
                            refused.add(new Row(id, collapsed, captured, Optional.empty(), Optional.of(reason)));
                    }
                }
            }
        });
        return trials;
    }

    /** None, one, eight, and all tokens, with the padding's share where that is a column. */
    private static int[] captures(AttentionWorkload workload, boolean collapsed) {
        int all = workload.tokens() + (collapsed ? 1 : 0);
        return IntStream.concat(IntStream.of(0, 1, 8).filter(count -> count < all), IntStream.of(all))
                .toArray();
    }

    private void own(AttentionProblem problem, boolean visible) {
        AttentionInputs inputs = problem.inputs(false);
        try (TensorScope scope = torch.scope()) {
            Tensor result = torch.scaledDotProductAttention(
                    batch(inputs.query()), batch(inputs.key()), batch(inputs.value()), null, inputs.scale());
            if (visible) {
                torch.copy_(batch(problem.out()), result);
            }
        }
    }

    private Tensor batch(TensorView view) {
        return torch.unsqueeze(torch.fromView(view), 0);
    }

    private static double time(Trial trial, AttentionProblem problem) {
        Capture capture = problem.capture(trial.captured);
        long start = System.nanoTime();
        for (int i = 0; i < trial.calls; i++) {
            trial.call.run(capture);
        }
        return (System.nanoTime() - start) / 1e6 / trial.calls;
    }

    private static List<Row> rows(List<Trial> trials, List<Row> refused) {
        double[] own = trials.getFirst().milliseconds;
        List<Row> rows = new ArrayList<>();
        for (Trial trial : trials) {
            double[] ratios = IntStream.range(0, own.length)
                    .mapToDouble(round -> trial.milliseconds[round] / own[round])
                    .toArray();
            var result = new Result(
                    Median.of(trial.milliseconds), Median.of(ratios), trial.peak, trial.outputError, trial.mapError);
            rows.add(new Row(trial.backend, trial.collapsed, trial.captured, Optional.of(result), Optional.empty()));
        }
        rows.addAll(refused);
        return rows;
    }
}
