package dev.ovi.runtime.bench;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What was measured for one workload.
 *
 * @param workload the sizes
 * @param seed of the random inputs
 * @param rounds how often each row was timed, in turns with all others
 * @param rows libtorch's own attention first
 */
public record AttentionMeasurement(AttentionWorkload workload, long seed, int rounds, List<Row> rows) {

    /** With a copy. */
    public AttentionMeasurement {
        rows = List.copyOf(rows);
    }

    /**
     * One way to compute the workload.
     *
     * @param backend a backend's id, or {@code libtorch} for its own scaled dot-product attention
     * @param collapsedPadding whether one key stands for all padding
     * @param captured how many positions were captured; with collapsed padding the last of all is the padding's
     * @param result what came of it; absent where the backend refused
     * @param refusal the backend's reason, where it refused
     */
    public record Row(
            String backend,
            boolean collapsedPadding,
            int captured,
            Optional<Result> result,
            Optional<String> refusal) {}

    /**
     * The figures.
     *
     * @param milliseconds median of one call
     * @param ratio median of the time relative to libtorch's own attention over all keys, in the same round
     * @param peakExtraBytes what the process held at most beyond inputs, output and capture buffer
     * @param outputError ‖a−b‖/‖b‖ of the output against float64
     * @param mapError the same of the captured maps
     */
    public record Result(
            double milliseconds,
            double ratio,
            OptionalLong peakExtraBytes,
            double outputError,
            OptionalDouble mapError) {}
}
