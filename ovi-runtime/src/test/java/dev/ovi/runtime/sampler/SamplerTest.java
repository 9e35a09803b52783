package dev.ovi.runtime.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.tensor.DType;
import dev.ovi.runtime.Goldens;
import dev.ovi.runtime.config.Solver;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SamplerTest {
    /** Upstream computes its coefficients in float32; ours are rounded once. */
    private static final double FLOAT32_COEFFICIENTS = 1e-5;

    private static final double UPSTREAMS_SHIFT = 5;
    private static final int TRAIN_TIMESTEPS = 1000;

    private final long seed = System.nanoTime();
    private final LibTorch torch = LibTorch.load();
    private final Ops ops = torch.ops();

    @AfterEach
    void everyTensorIsClosed() {
        assertThat(torch.ledger().liveTensors()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "UNIPC, 5", "UNIPC, 20", "UNIPC, 50",
        "DPM_PLUS_PLUS, 5", "DPM_PLUS_PLUS, 20", "DPM_PLUS_PLUS, 50",
        "EULER, 5", "EULER, 20", "EULER, 50"
    })
    void timestepsAndNoiseLevelsAreUpstreams(Solver solver, int steps) {
        NoiseSchedule schedule = NoiseSchedule.of(solver, steps, UPSTREAMS_SHIFT, TRAIN_TIMESTEPS);
        String prefix = "sched." + solver.id() + "." + steps + ".";

        try (Goldens goldens = Goldens.units();
                TensorScope scope = ops.scope()) {
            double[] timesteps = goldens.tensor(ops, prefix + "timesteps").toDoubles();
            double[] sigmas = goldens.tensor(ops, prefix + "sigmas").toDoubles();

            assertThat(schedule.steps()).isEqualTo(steps);
            assertThat(schedule.timesteps()).containsExactly(timesteps, within(solver == Solver.EULER ? 1e-4 : 0));
            assertThat(schedule.sigmas()).containsExactly(sigmas, within(1e-7));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UNIPC, 5", "UNIPC, 20", "UNIPC, 50",
        "DPM_PLUS_PLUS, 5", "DPM_PLUS_PLUS, 20", "DPM_PLUS_PLUS, 50",
        "EULER, 5", "EULER, 20", "EULER, 50"
    })
    void everyStateOfARunIsUpstreams(Solver solver, int steps) {
        NoiseSchedule schedule = NoiseSchedule.of(solver, steps, UPSTREAMS_SHIFT, TRAIN_TIMESTEPS);
        String name = "sched." + solver.id() + "." + steps + ".states";

        try (Goldens goldens = Goldens.units();
                TensorScope scope = ops.scope();
                Sampler sampler = Sampler.start(solver, schedule, ops)) {
            Tensor states = goldens.tensor(ops, name);
            Tensor x = ops.select(goldens.tensor(ops, "sched.x0"), 0, 0);
            for (int step = 0; step < steps; step++) {
                x = sampler.step(goldensVelocity(x, schedule.timestep(step)), x);

                assertThat(Goldens.relativeError(x, ops.select(states, 0, step)))
                        .as("state after step %d", step)
                        .isLessThan(FLOAT32_COEFFICIENTS);
            }
        }
    }

    /** The velocity field of the golden runs: {@code 0.8x − 0.5·sin(2x) + 0.3·t/1000}. */
    private Tensor goldensVelocity(Tensor x, double timestep) {
        Tensor sine = ops.sin(ops.mul(x, 2));
        return ops.add(ops.sub(ops.mul(x, 0.8), ops.mul(sine, 0.5)), 0.3 * timestep / TRAIN_TIMESTEPS);
    }

    @ParameterizedTest
    @EnumSource
    void aModelThatKnowsTheCleanLatentIsFollowedToItExactly(Solver solver) {
        Random random = new Random(seed);
        float[] clean = new float[24];
        float[] noise = new float[24];
        for (int i = 0; i < clean.length; i++) {
            clean[i] = (float) random.nextGaussian();
            noise[i] = (float) random.nextGaussian();
        }
        int steps = 1 + random.nextInt(12);
        NoiseSchedule schedule = NoiseSchedule.of(solver, steps, 1 + random.nextDouble() * 6, TRAIN_TIMESTEPS);

        try (TensorScope scope = ops.scope();
                Sampler sampler = Sampler.start(solver, schedule, ops)) {
            Tensor x0 = ops.tensor(clean, 24);
            Tensor x = ops.tensor(noise, 24);
            for (int step = 0; step < steps; step++) {
                x = sampler.step(ops.div(ops.sub(x, x0), schedule.sigma(step)), x);
            }

            assertThat(Goldens.relativeError(x, x0)).as("seed %d", seed).isLessThan(FLOAT32_COEFFICIENTS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHalfPrecisionLatentStaysOne(Solver solver) {
        NoiseSchedule schedule = NoiseSchedule.of(solver, 3, UPSTREAMS_SHIFT, TRAIN_TIMESTEPS);
        try (TensorScope scope = ops.scope();
                Sampler sampler = Sampler.start(solver, schedule, ops)) {
            Tensor x = ops.to(ops.tensor(new float[] {1, -2}, 2), DType.BFLOAT16);

            assertThat(sampler.step(x, x).dtype()).isEqualTo(DType.BFLOAT16);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStepTooManyIsRefused(Solver solver) {
        try (TensorScope scope = ops.scope();
                Sampler sampler = Sampler.start(solver, NoiseSchedule.of(solver, 1, 1, TRAIN_TIMESTEPS), ops)) {
            Tensor x = ops.tensor(new float[] {1, -2}, 2);
            sampler.step(x, x);

            assertThatThrownBy(() -> sampler.step(x, x))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("all 1 steps are done");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "-1, 5", "10, 0", "10, -1", "10, NaN", "10, Infinity"})
    void anImpossibleScheduleIsRefused(int steps, double shift) {
        for (Solver solver : Solver.values()) {
            assertThatThrownBy(() -> NoiseSchedule.of(solver, steps, shift, TRAIN_TIMESTEPS))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(steps + " steps");
        }
    }
}
