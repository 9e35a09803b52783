package dev.ovi.runtime.model.audio;

import dev.ovi.runtime.checkpoint.ModelSpec;

/**
 * Triangular filters that sum the bins of a spectrum into mel bands, of unit area each: Slaney's mel scale (linear below
 * 1 kHz, logarithmic above) and normalisation, as librosa's {@code filters.mel} computes them by default.
 */
final class MelFilterBank {
    private static final double HERTZ_PER_MEL = 200.0 / 3;
    private static final double LOG_FROM_HERTZ = 1000;
    private static final double LOG_FROM_MEL = LOG_FROM_HERTZ / HERTZ_PER_MEL;
    private static final double LOG_STEP = Math.log(6.4) / 27;

    private MelFilterBank() {}

    /**
     * The weights of the filters.
     *
     * @return {@code [bands][fftSize / 2 + 1]}
     */
    static double[][] weights(ModelSpec.Mel spec) {
        int bands = spec.bands();
        int fftSize = spec.fftSize();
        double[] edges = edges(bands, spec.lowest(), spec.highest());
        double[][] weights = new double[bands][fftSize / 2 + 1];
        for (int band = 0; band < bands; band++) {
            double left = edges[band];
            double peak = edges[band + 1];
            double right = edges[band + 2];
            for (int bin = 0; bin < weights[band].length; bin++) {
                double hertz = bin * (double) spec.sampleRate() / fftSize;
                double rising = (hertz - left) / (peak - left);
                double falling = (right - hertz) / (right - peak);
                weights[band][bin] = Math.max(0, Math.min(rising, falling)) * 2 / (right - left);
            }
        }
        return weights;
    }

    /** The {@code bands + 2} frequencies, evenly spaced in mel, where triangles begin, peak and end. */
    private static double[] edges(int bands, double lowest, double highest) {
        double from = mel(lowest);
        double to = mel(highest);
        double[] edges = new double[bands + 2];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = hertz(from + (to - from) * i / (bands + 1));
        }
        return edges;
    }

    private static double mel(double hertz) {
        return hertz < LOG_FROM_HERTZ
                ? hertz / HERTZ_PER_MEL
                : LOG_FROM_MEL + Math.log(hertz / LOG_FROM_HERTZ) / LOG_STEP;
    }

    private static double hertz(double mel) {
        return mel < LOG_FROM_MEL ? mel * HERTZ_PER_MEL : LOG_FROM_HERTZ * Math.exp(LOG_STEP * (mel - LOG_FROM_MEL));
    }
}
