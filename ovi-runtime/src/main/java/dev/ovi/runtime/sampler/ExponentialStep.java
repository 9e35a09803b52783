package dev.ovi.runtime.sampler;

/**
 * One step of an exponential integrator from noise level s to t, in terms of predictions of the clean latent: the
 * coefficients of a linear combination. With {@code h = λ_t − λ_s}, {@code φ = e^−h − 1} and α = 1 − σ, the exact
 * solution for a constant prediction m is {@code σ_t/σ_s · x − α_t·φ·m}; the higher order adds differences of
 * predictions.
 *
 * @param latent the factor of the latent at s
 * @param previous the factor of the prediction at the step before s
 * @param current the factor of the prediction at s
 * @param next the factor of the prediction at t; 0 in a predictor, which does not know it
 */
record ExponentialStep(double latent, double previous, double current, double next) {

    /**
     * The predictor of order 1 or 2, which UniPC and DPM-Solver++ share: with B(h) = e^h − 1, UniP-2 is DPM-Solver++(2M).
     *
     * @param from the step s starts; t is the end of that step
     * @param order 1, or 2 where there is a step before s
     */
    static ExponentialStep predict(NoiseSchedule schedule, int from, int order) {
        double h = schedule.lambda(from + 1) - schedule.lambda(from);
        double latent = schedule.sigma(from + 1) / schedule.sigma(from);
        double weight = -(1 - schedule.sigma(from + 1)) * Math.expm1(-h); // of the predictions together
        if (order == 1) {
            return new ExponentialStep(latent, 0, weight, 0);
        }
        double ratio = (schedule.lambda(from) - schedule.lambda(from - 1)) / h; // infinite after σ = 1
        double slope = 0.5 / ratio;
        return new ExponentialStep(latent, -weight * slope, weight * (1 + slope), 0);
    }

    /**
     * UniPC's corrector UniC of order 1 or 2, which does a step again when the prediction at its end is known. Source:
     * "UniPC: A Unified Predictor-Corrector Framework" (Zhao et al., 2023), algorithm 1 for data prediction.
     *
     * @param from the step s starts; t is the end of that step
     * @param order the order of the predictor that did the step
     */
    static ExponentialStep correct(NoiseSchedule schedule, int from, int order) {
        double h = schedule.lambda(from + 1) - schedule.lambda(from);
        double latent = schedule.sigma(from + 1) / schedule.sigma(from);
        double phi = Math.expm1(-h);
        double weight = -(1 - schedule.sigma(from + 1)) * phi; // of the predictions together
        if (order == 1) {
            return new ExponentialStep(latent, 0, weight * 0.5, weight * 0.5);
        }
        double phi2 = phi / -h - 1;
        double phi3 = phi2 / -h - 0.5;
        double first = phi2 / phi; // what the two weights sum to
        double second = 2 * phi3 / phi; // and what they sum to when the earlier one is multiplied by its distance
        double distance = (schedule.lambda(from - 1) - schedule.lambda(from)) / h; // negative: a step back
        double earlier = (first - second) / (1 - distance);
        double later = first - earlier;
        double difference = earlier / distance; // factor of (previous − current)
        return new ExponentialStep(latent, weight * difference, weight * (1 - difference - later), weight * later);
    }
}
