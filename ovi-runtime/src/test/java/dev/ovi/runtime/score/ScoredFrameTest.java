package dev.ovi.runtime.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Figures against the same ones counted pixel by pixel. */
class ScoredFrameTest {
    private static final int PIXELS_OF_A_PATCH = 9;

    /** Sums of a few hundred float64 terms between 0 and 1. */
    private static final double ROUNDING = 1e-12;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    /** A pixel, with the heat of its patch. */
    private record Pixel(float heat, boolean object) {}

    /** A drawn frame, patch by patch. */
    private record Drawn(float[] heat, int[] objectPixels) {
        ScoredFrame frame() {
            double[] coverage = new double[heat.length];
            for (int patch = 0; patch < heat.length; patch++) {
                coverage[patch] = (double) objectPixels[patch] / PIXELS_OF_A_PATCH;
            }
            return new ScoredFrame(heat, coverage);
        }

        List<Pixel> pixels() {
            List<Pixel> pixels = new ArrayList<>();
            for (int patch = 0; patch < heat.length; patch++) {
                for (int i = 0; i < PIXELS_OF_A_PATCH; i++) {
                    pixels.add(new Pixel(heat[patch], i < objectPixels[patch]));
                }
            }
            return pixels;
        }

        float normalized(float value) {
            float least = Float.MAX_VALUE;
            float most = -Float.MAX_VALUE;
            for (float one : heat) {
                least = Math.min(least, one);
                most = Math.max(most, one);
            }
            return (float) (((double) value - least) / ((double) most - least));
        }

        /** The IoU of the pixels that reach a threshold. */
        double iou(double threshold) {
            double both = 0;
            double either = 0;
            for (Pixel pixel : pixels()) {
                boolean marked = normalized(pixel.heat()) >= (float) threshold;
                both += marked && pixel.object() ? 1 : 0;
                either += marked || pixel.object() ? 1 : 0;
            }
            return both / either;
        }
    }

    /** Few levels of heat, so that many patches tie; objects that fill patches wholly, partly and not at all. */
    private Drawn draw() {
        int patches = 5 + random.nextInt(40);
        int levels = 2 + random.nextInt(8);
        float[] heat = new float[patches];
        int[] objectPixels = new int[patches];
        for (int patch = 0; patch < patches; patch++) {
            heat[patch] = random.nextInt(levels) * 0.125f;
            objectPixels[patch] = Math.clamp(random.nextInt(3 * PIXELS_OF_A_PATCH) - PIXELS_OF_A_PATCH, 0, 9);
        }
        // Both heats and both kinds of pixels occur.
        heat[0] = 0;
        heat[1] = 0.125f;
        objectPixels[0] = PIXELS_OF_A_PATCH;
        objectPixels[1] = 0;
        return new Drawn(heat, objectPixels);
    }

    @RepeatedTest(20)
    void theAurocIsTheShareOfPixelPairsInWhichTheObjectIsHotter() {
        Drawn drawn = draw();
        double won = 0;
        double pairs = 0;
        for (Pixel object : drawn.pixels()) {
            for (Pixel other : drawn.pixels()) {
                if (object.object() && !other.object()) {
                    pairs++;
                    won += object.heat() > other.heat() ? 1 : object.heat() == other.heat() ? 0.5 : 0;
                }
            }
        }

        assertThat(drawn.frame().auroc()).as("seed %d", seed).isCloseTo(won / pairs, within(ROUNDING));
    }

    @RepeatedTest(20)
    void theFixedIouIsThatOfThePixelsThatReachTheThreshold() {
        List<Drawn> drawn = List.of(draw(), draw(), draw());
        double threshold = random.nextInt(5) / 4.0;

        MapScore score = MapScore.of(drawn.stream().map(Drawn::frame).toList(), threshold);

        assertThat(score.iou().value())
                .as("seed %d, threshold %s", seed, threshold)
                .isCloseTo(mean(drawn, threshold), within(ROUNDING));
    }

    @RepeatedTest(20)
    void noThresholdGivesAHigherIouThanTheBest() {
        List<Drawn> drawn = List.of(draw(), draw(), draw());
        double best = DoubleStream.iterate(0, it -> it <= 1, it -> it + 1e-3)
                .map(threshold -> mean(drawn, threshold))
                .max()
                .orElseThrow();

        MapScore score = MapScore.of(drawn.stream().map(Drawn::frame).toList(), 0.5);

        // Levels are at least 1/8 of 7/8 apart, so that thresholds of 1/1000 miss none.
        assertThat(score.bestIou().value()).as("seed %d", seed).isCloseTo(best, within(ROUNDING));
        assertThat(mean(drawn, score.bestThreshold())).as("seed %d", seed).isCloseTo(best, within(ROUNDING));
    }

    private static double mean(List<Drawn> drawn, double threshold) {
        return drawn.stream().mapToDouble(it -> it.iou(threshold)).average().orElseThrow();
    }

    @RepeatedTest(20)
    void pointingHitsWhereTheHottestPatchIsAtLeastHalfObject() {
        Drawn drawn = draw();
        int hottest = random.nextInt(drawn.heat().length);
        drawn.heat()[hottest] = 2;

        ScoredFrame frame = drawn.frame();

        assertThat(frame.pointing()).as("seed %d", seed).isEqualTo(2 * drawn.objectPixels()[hottest] >= 9 ? 1.0 : 0.0);
    }

    @Test
    void equallyHotPatchesShareThePoint() {
        var frame = new ScoredFrame(new float[] {3, 1, 3, 3}, new double[] {1, 1, 0.4, 0});

        assertThat(frame.pointing()).isCloseTo(1 / 3.0, within(ROUNDING));
        assertThat(frame.pointingChance()).isEqualTo(0.5);
    }

    @RepeatedTest(5)
    void aFlatMapReachesWhatChanceReaches() {
        Drawn drawn = draw();
        Arrays.fill(drawn.heat(), 0.25f);

        MapScore score = MapScore.of(List.of(drawn.frame()), 0.5);

        assertThat(score.auroc().value()).isCloseTo(score.auroc().chance(), within(ROUNDING));
        assertThat(score.pointing().value()).isCloseTo(score.pointing().chance(), within(ROUNDING));
        assertThat(score.bestIou().value()).isCloseTo(score.bestIou().chance(), within(ROUNDING));
        assertThat(score.iou().value()).as("nothing is marked").isZero();
    }

    @RepeatedTest(3)
    void randomMapsReachWhatChanceReachesOnTheAverage() {
        List<ScoredFrame> frames = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            float[] heat = new float[100];
            double[] coverage = new double[100];
            for (int patch = 0; patch < heat.length; patch++) {
                heat[patch] = random.nextFloat();
                coverage[patch] = patch < 20 ? 1 : 0;
            }
            frames.add(new ScoredFrame(heat, coverage));
        }

        MapScore score = MapScore.of(frames, 0.5);

        // Six standard errors: of hits with probability 0.2, and of AUROCs over 20 and 80 patches.
        assertThat(score.pointing().chance()).isCloseTo(0.2, within(ROUNDING));
        assertThat(score.pointing().value()).as("seed %d", seed).isCloseTo(0.2, within(6 * 0.4 / Math.sqrt(4000)));
        assertThat(score.auroc().value()).as("seed %d", seed).isCloseTo(0.5, within(6 * 0.073 / Math.sqrt(4000)));
        // The chance of the IoU is a ratio of means, 0.0013 below the mean of the ratios here.
        assertThat(score.iou().value())
                .as("seed %d", seed)
                .isCloseTo(score.iou().chance(), within(0.005));
    }

    @Test
    void aMapThatIsTheObjectReachesEverything() {
        var frame = new ScoredFrame(new float[] {0.1f, 0.9f, 0.9f, 0.1f}, new double[] {0, 1, 1, 0});

        MapScore score = MapScore.of(List.of(frame), 0.5);

        assertThat(score.pointing().value()).isOne();
        assertThat(score.auroc().value()).isOne();
        assertThat(score.iou().value()).isOne();
        assertThat(score.bestIou().value()).isOne();
        assertThat(score.bestIou().chance()).isEqualTo(0.5);
    }
}
