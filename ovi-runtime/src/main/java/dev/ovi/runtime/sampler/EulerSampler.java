package dev.ovi.runtime.sampler;

import dev.ovi.api.tensor.DType;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;

/** Euler's method: {@code x ← x + (σ' − σ)·v}. */
final class EulerSampler implements Sampler {
    private final NoiseSchedule schedule;
    private final Ops ops;
    private int step;

    EulerSampler(NoiseSchedule schedule, Ops ops) {
        this.schedule = schedule;
        this.ops = ops;
    }

    @Override
    public NoiseSchedule schedule() {
        return schedule;
    }

    @Override
    public Tensor step(Tensor velocity, Tensor latent) {
        schedule.checkStep(step);
        try (TensorScope scope = ops.scope()) {
            double change = schedule.sigma(step + 1) - schedule.sigma(step);
            Tensor next = ops.add(ops.to(latent, DType.FLOAT32), ops.mul(ops.to(velocity, DType.FLOAT32), change));
            step++;
            return scope.keep(ops.to(next, latent.dtype()));
        }
    }

    @Override
    public void close() {}
}
