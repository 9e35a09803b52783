package dev.ovi.runtime.bench;

/**
 * What looking costs.
 *
 * @param rounds how often both were run
 * @param steps diffusion steps of each run
 * @param stepSecondsWithCapture median time of a step with capture
 * @param stepSecondsWithout median time of a step without
 * @param identical whether all videos were the same, byte by byte
 */
public record CaptureMeasurement(
        int rounds, int steps, double stepSecondsWithCapture, double stepSecondsWithout, boolean identical) {

    /** Time with capture over time without. */
    public double ratio() {
        return stepSecondsWithCapture / stepSecondsWithout;
    }
}
