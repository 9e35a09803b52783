package dev.ovi.runtime.score;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A word's map over one latent frame, and the object that it should lie on. Every pixel has the heat of the patch that it
 * lies in, as if the map were enlarged to the video without interpolation: the figures are those over pixels, and no
 * patch has to be all object or all background.
 */
final class ScoredFrame {
    /** A patch is the object's where the object fills at least this share of it. */
    private static final double HALF = 0.5;

    private final float[] heat;
    private final double[] coverage;
    private final double object;

    /**
     * A map and an object.
     *
     * @param heat the map, patch by patch
     * @param coverage the share of each patch that the object fills
     */
    ScoredFrame(float[] heat, double[] coverage) {
        this.heat = heat;
        this.coverage = coverage;
        this.object = IntStream.range(0, coverage.length)
                .mapToDouble(patch -> coverage[patch])
                .sum();
    }

    /** How many patches there are. */
    int size() {
        return heat.length;
    }

    /** The share of a patch that the object fills. */
    double coverage(int patch) {
        return coverage[patch];
    }

    /** The share of the frame that the object fills: the IoU of a map that marks everything. */
    double area() {
        return object / size();
    }

    /**
     * The pointing game of Zhang et al., <a href="https://arxiv.org/abs/1608.00507">Top-down Neural Attention by Excitation
     * Backprop</a>: 1 if the hottest patch is the object's, 0 if not; if several are equally hot, the share of them that
     * is.
     */
    double pointing() {
        double hottest = IntStream.range(0, size())
                .mapToDouble(patch -> heat[patch])
                .max()
                .orElseThrow();
        return IntStream.range(0, size())
                .filter(patch -> heat[patch] == hottest)
                .mapToDouble(this::isObject)
                .average()
                .orElseThrow();
    }

    /** What pointing at any patch would reach: the share of patches that are the object's. */
    double pointingChance() {
        return IntStream.range(0, size()).mapToDouble(this::isObject).average().orElseThrow();
    }

    private double isObject(int patch) {
        return coverage[patch] >= HALF ? 1 : 0;
    }

    /**
     * The area under the ROC curve: the probability that a pixel of the object is hotter than one beside it, where half of
     * the equally hot ones count. 0.5 by chance.
     */
    double auroc() {
        int[] ascending = IntStream.range(0, size())
                .boxed()
                .sorted(Comparator.comparingDouble(patch -> heat[patch]))
                .mapToInt(Integer::intValue)
                .toArray();
        double won = 0;
        double colder = 0; // background in patches that are colder
        int start = 0;
        while (start < ascending.length) {
            double inside = 0;
            double outside = 0;
            int end = start;
            while (end < ascending.length && heat[ascending[end]] == heat[ascending[start]]) {
                inside += coverage[ascending[end]];
                outside += 1 - coverage[ascending[end]];
                end++;
            }
            won += inside * (colder + outside / 2);
            colder += outside;
            start = end;
        }
        return won / (object * (size() - object));
    }

    /** The map from 0 where it is coldest to 1 where it is hottest; 0 everywhere if it is flat. */
    double[] normalized() {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (float value : heat) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        double[] normalized = new double[heat.length];
        if (most > least) {
            for (int patch = 0; patch < heat.length; patch++) {
                normalized[patch] = (heat[patch] - least) / (most - least);
            }
        }
        return normalized;
    }

    /**
     * Intersection over union of the object and a set of patches.
     *
     * @param marked how many patches the set has
     * @param inside how much of them the object fills, in patches
     */
    double iou(int marked, double inside) {
        return inside / (marked + object - inside);
    }

    /** What as many patches, drawn at random, share with the object on the average. */
    double insideByChance(int marked) {
        return marked * area();
    }
}
