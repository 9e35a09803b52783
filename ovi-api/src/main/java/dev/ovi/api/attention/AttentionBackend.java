package dev.ovi.api.attention;

import dev.ovi.api.Plugin;
import dev.ovi.api.tensor.TensorView;
import org.jspecify.annotations.Nullable;

/**
 * Computes attention, and shows what it attended to.
 *
 * <p>A provider is a public class with a public constructor without parameters, named in
 * {@code META-INF/services/dev.ovi.api.attention.AttentionBackend}. The host makes one instance for each branch
 * of a run, calls {@link #configure} and {@link #open} once, then {@link #supports}, then {@link #attend} from one thread, and
 * {@link #close} at the end. Instances may be called at the same time.
 *
 * <p><b>The contract</b>, which {@code dev.ovi.api.contract.AttentionBackendContract} of the contract kit checks:
 *
 * <ul>
 *   <li>The output with a capture equals the output without one, bit for bit.
 *   <li>What is added to the capture equals {@code weight ×} a softmax computed in float64, within a relative error
 *       ‖a−b‖/‖b‖ of 1e-5 for float32 inputs and 2e-3 for bfloat16.
 *   <li>The same call gives the same bits each time.
 *   <li>Nothing but the output and the capture buffer is written.
 * </ul>
 */
public interface AttentionBackend extends Plugin, AutoCloseable {

    /**
     * Receives what it computes on and with, once, after {@link #configure} and before everything else. A backend that cannot
     * work there says so in {@link #supports}, and does not throw. {@link #attend} may be called from another thread: what
     * belongs to one is made by the first call.
     */
    default void open(BackendContext context) {}

    /**
     * Whether calls of this shape can be done in the context that it was opened with. Must not depend on whether there will be
     * a capture. The host asks before a run, so that {@link #attend} need not work it out again.
     */
    Support supports(AttentionShape shape);

    /**
     * Bytes that a call of this shape takes beyond inputs, output and capture buffer, for the budget check before a run.
     *
     * @param shape a supported shape
     * @param capturedPositions how many positions will be captured; 0 for none
     */
    long workspaceBytes(AttentionShape shape, int capturedPositions);

    /**
     * Computes attention into {@code out}, and adds probabilities to the capture's buffer if there is one. On a GPU the
     * work is enqueued on the inputs' stream.
     *
     * @param inputs the call
     * @param out {@code [heads, Lq, headDim]}, of the inputs' dtype, arbitrary strides; overwritten
     * @param capture what to record, or {@code null}
     * @throws IllegalArgumentException if {@link #supports} would have refused this call; the message says why
     */
    void attend(AttentionInputs inputs, TensorView out, @Nullable Capture capture);

    /** Frees workspace. Harmless when repeated. */
    @Override
    default void close() {}
}
