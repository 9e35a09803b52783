package dev.ovi.runtime.parity;

import java.util.Locale;

/**
 * One tensor, ours against upstream's.
 *
 * @param name the file's name and the tensor's, for instance {@code p0_fp32cpu/forward.cond.video}
 * @param dtype what the golden stores it as
 * @param maxAbs the largest absolute difference of an element
 * @param rel ‖ours − theirs‖ / ‖theirs‖
 * @param bound what {@code rel} may be; not a number where there is no bound
 * @param status whether it is within the bound
 */
public record ParityRow(String name, String dtype, double maxAbs, double rel, double bound, Status status) {

    /** What became of a comparison. */
    public enum Status {
        /** Within the bound. */
        PASS,
        /** Beyond the bound, or of another shape. */
        FAIL,
        /** There is no bound: the figure is for information. */
        INFO;

        /** As JSON and tables have it. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static ParityRow of(String name, String dtype, double maxAbs, double rel, double bound) {
        Status status = Double.isNaN(bound) ? Status.INFO : rel <= bound ? Status.PASS : Status.FAIL;
        return new ParityRow(name, dtype, maxAbs, rel, bound, status);
    }
}
