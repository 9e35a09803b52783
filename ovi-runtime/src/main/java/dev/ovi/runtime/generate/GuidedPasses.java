package dev.ovi.runtime.generate;

import dev.ovi.runtime.compute.Compute;
import dev.ovi.runtime.model.Taps;
import dev.ovi.runtime.model.fusion.AttentionCaller;
import dev.ovi.runtime.model.fusion.FusionModel;
import dev.ovi.runtime.model.fusion.Latents;
import dev.ovi.runtime.model.fusion.PreparedStep;
import dev.ovi.runtime.model.fusion.TextContext;
import dev.ovi.torch.TensorScope;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The two forward passes of a step. On a CPU whose threads can be halved they run side by side, each with one half: an
 * operator's threads then wait for each other less often, and what an operator does on one thread is done for both passes
 * at once. Elsewhere one follows the other. Both ways give the same bits.
 */
final class GuidedPasses implements AutoCloseable {
    private final Compute compute;
    private final FusionModel model;
    private final @Nullable ExecutorService negativeThread;
    private @Nullable FusionModel negativeModel;

    /** Passes of a model, for the calling thread. */
    GuidedPasses(Compute compute, FusionModel model) {
        this.compute = compute;
        this.model = model;
        this.negativeThread = compute.device().isHost() && compute.threads() % 2 == 0
                ? Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("negative pass").factory())
                : null;
    }

    /**
     * What one pass computes with.
     *
     * @param text the branch's texts
     * @param skippedLayer a block that is left out; below 1 none
     * @param attention computes the branch's attention; each pass calls its own from its own thread
     */
    record Pass(TextContext text, int skippedLayer, AttentionCaller attention) {
        Latents predict(FusionModel model, PreparedStep step) {
            return model.predict(step, text, skippedLayer, attention, Taps.NONE);
        }
    }

    /** What both passes predict. */
    record Predictions(Latents conditional, Latents negative) {}

    /**
     * Runs both passes of a step.
     *
     * @param scope the innermost open scope of the thread, which will own the predictions
     */
    Predictions predict(TensorScope scope, PreparedStep step, Pass conditional, Pass negative) {
        if (negativeThread == null) {
            return new Predictions(conditional.predict(model, step), negative.predict(model, step));
        }
        CompletableFuture<Latents> second =
                CompletableFuture.supplyAsync(() -> negative.predict(negativeModel(), step), negativeThread);
        Latents first;
        compute.ops().useThreads(half());
        try {
            first = conditional.predict(model, step);
        } finally {
            compute.ops().useThreads(compute.threads());
            // Whatever happened here, it reads tensors that end with this step, and its result has no owner yet.
            second.handle((latents, failure) -> Optional.ofNullable(latents))
                    .join()
                    .ifPresent(latents -> {
                        scope.own(latents.video());
                        scope.own(latents.audio());
                    });
        }
        return new Predictions(first, result(second));
    }

    private int half() {
        return compute.threads() / 2;
    }

    /** Runs on the other thread. */
    private FusionModel negativeModel() {
        FusionModel made = negativeModel;
        if (made == null) {
            Compute itsOwn = compute.onThisThread();
            itsOwn.ops().useThreads(half());
            made = model.on(itsOwn);
            negativeModel = made;
        }
        return made;
    }

    private static Latents result(CompletableFuture<Latents> pass) {
        try {
            return pass.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        if (negativeThread != null) {
            negativeThread.shutdown();
        }
    }
}
