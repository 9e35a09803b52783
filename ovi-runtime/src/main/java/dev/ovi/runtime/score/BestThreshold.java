package dev.ovi.runtime.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The threshold that, applied to the normalized maps of several latent frames, gives the highest mean of their IoU. Every
 * value of the maps is tried, in one pass from the hottest down.
 *
 * @param threshold from 0 to 1
 * @param iou the mean that it gives
 */
record BestThreshold(double threshold, double iou) {

    private record Patch(double heat, int frame, double coverage) {}

    static BestThreshold of(List<ScoredFrame> frames) {
        List<Patch> descending = patches(frames);
        int[] marked = new int[frames.size()];
        double[] inside = new double[frames.size()];
        double sum = 0;
        BestThreshold best = new BestThreshold(1, 0);
        for (int i = 0; i < descending.size(); i++) {
            Patch patch = descending.get(i);
            int at = patch.frame();
            ScoredFrame frame = frames.get(at);
            sum -= frame.iou(marked[at], inside[at]);
            marked[at]++;
            inside[at] += patch.coverage();
            sum += frame.iou(marked[at], inside[at]);
            boolean lastOfItsHeat =
                    i == descending.size() - 1 || descending.get(i + 1).heat() < patch.heat();
            if (lastOfItsHeat && sum / frames.size() > best.iou()) {
                best = new BestThreshold(patch.heat(), sum / frames.size());
            }
        }
        return best;
    }

    private static List<Patch> patches(List<ScoredFrame> frames) {
        List<Patch> patches = new ArrayList<>();
        for (int frame = 0; frame < frames.size(); frame++) {
            double[] heat = frames.get(frame).normalized();
            for (int patch = 0; patch < heat.length; patch++) {
                patches.add(new Patch(heat[patch], frame, frames.get(frame).coverage(patch)));
            }
        }
        patches.sort(Comparator.comparingDouble(Patch::heat).reversed());
        return patches;
    }
}
