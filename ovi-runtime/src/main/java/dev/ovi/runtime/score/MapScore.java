package dev.ovi.runtime.score;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How well a word's map finds an object: means over the latent frames that show the object.
 *
 * @param frames how many those are
 * @param pointing how often the hottest patch is the object's; by chance, the share of patches that are
 * @param auroc the probability that a pixel of the object is hotter than one beside it; by chance 0.5
 * @param iou intersection over union of the object and the patches that reach {@code threshold}; by chance, that of as many
 *     patches drawn at random
 * @param threshold a share of the way from a latent frame's coldest patch, 0, to its hottest, 1
 * @param bestIou the same at the best threshold; by chance, that of a map that marks everything: the object's share of the
 *     area
 * @param bestThreshold the one threshold for all latent frames that gives the highest mean
 */
public record MapScore(
        int frames, Figure pointing, Figure auroc, Figure iou, double threshold, Figure bestIou, double bestThreshold) {
    private static final double AUROC_CHANCE = 0.5;

    /**
     * A figure beside what a map that means nothing would reach.
     *
     * @param value what the map reaches, from 0 to 1
     * @param chance what chance reaches
     */
    public record Figure(double value, double chance) {}

    /** Scores a map over at least one latent frame, in each of which the object has some area and does not fill all of it. */
    static MapScore of(List<ScoredFrame> frames, double threshold) {
        BestThreshold best = BestThreshold.of(frames);
        return new MapScore(
                frames.size(),
                new Figure(mean(frames, ScoredFrame::pointing), mean(frames, ScoredFrame::pointingChance)),
                new Figure(mean(frames, ScoredFrame::auroc), AUROC_CHANCE),
                iou(frames, threshold),
                threshold,
                new Figure(best.iou(), mean(frames, ScoredFrame::area)),
                best.threshold());
    }

    private static Figure iou(List<ScoredFrame> frames, double threshold) {
        double value = 0;
        double chance = 0;
        for (ScoredFrame frame : frames) {
            double[] normalized = frame.normalized();
            int marked = 0;
            double inside = 0;
            for (int patch = 0; patch < normalized.length; patch++) {
                if (normalized[patch] >= threshold) {
                    marked++;
                    inside += frame.coverage(patch);
                }
            }
            value += frame.iou(marked, inside);
            chance += frame.iou(marked, frame.insideByChance(marked));
        }
        return new Figure(value / frames.size(), chance / frames.size());
    }

    private static double mean(List<ScoredFrame> frames, ToDoubleFunction<ScoredFrame> figure) {
        return frames.stream().mapToDouble(figure).average().orElseThrow();
    }
}
