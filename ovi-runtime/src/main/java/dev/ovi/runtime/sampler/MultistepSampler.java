package dev.ovi.runtime.sampler;

import dev.ovi.api.tensor.DType;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * UniPC and DPM-Solver++: linear combinations of the latent and the last predictions of the clean latent. The first and
 * the last step are of order 1, all others of order 2. UniPC also corrects each step when it knows the prediction at its
 * end. Sources: upstream's {@code fm_solvers_unipc.py} and {@code fm_solvers.py}.
 */
final class MultistepSampler implements Sampler {
    private final NoiseSchedule schedule;
    private final boolean corrects;
    private final Ops ops;
    private int step;
    private @Nullable Tensor stepStart; // the latent the last step began with, float32
    private @Nullable Tensor previous; // the prediction of the clean latent one step before the last, float32
    private @Nullable Tensor current; // and at the last step

    MultistepSampler(NoiseSchedule schedule, boolean corrects, Ops ops) {
        this.schedule = schedule;
        this.corrects = corrects;
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
            Tensor x = ops.to(latent, DType.FLOAT32);
            Tensor clean = ops.sub(x, ops.mul(ops.to(velocity, DType.FLOAT32), schedule.sigma(step)));
            if (corrects && stepStart != null) {
                x = combine(ExponentialStep.correct(schedule, step - 1, order(step - 1)), stepStart, clean);
            }
            remember(x, clean);
            Tensor next = combine(ExponentialStep.predict(schedule, step, order(step)), x, null);
            step++;
            return scope.keep(ops.to(next, latent.dtype()));
        }
    }

    private int order(int ofStep) {
        return ofStep == 0 || ofStep == schedule.steps() - 1 ? 1 : 2;
    }

    private Tensor combine(ExponentialStep factors, Tensor start, @Nullable Tensor next) {
        Tensor sum = ops.mul(start, factors.latent());
        sum = add(sum, current, factors.current());
        sum = add(sum, previous, factors.previous());
        return add(sum, next, factors.next());
    }

    private Tensor add(Tensor sum, @Nullable Tensor prediction, double factor) {
        return prediction == null || factor == 0 ? sum : ops.add(sum, ops.mul(prediction, factor));
    }

    private void remember(Tensor x, Tensor clean) {
        close(stepStart);
        close(previous);
        stepStart = corrects ? x.unscoped() : null;
        previous = current;
        current = clean.unscoped();
    }

    private static void close(@Nullable Tensor tensor) {
        if (tensor != null) {
            tensor.close();
        }
    }

    @Override
    public void close() {
        close(stepStart);
        close(previous);
        close(current);
        stepStart = null;
        previous = null;
        current = null;
    }
}
