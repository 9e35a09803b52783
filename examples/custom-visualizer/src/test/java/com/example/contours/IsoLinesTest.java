package com.example.contours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.record.Plane;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IsoLinesTest {
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void theMapHasTheLevelAtEveryEndOfAPiece() {
        Plane plane = noise(random.nextInt(10, 20), random.nextInt(10, 20));
        double level = random.nextDouble(0.25, 0.75);
        assertThat(ends(IsoLines.pieces(plane, level)))
                .as("seed %d", seed)
                .isNotEmpty()
                .allSatisfy(end -> assertThat(bilinear(plane, end.x, end.y)).isCloseTo(level, within(1e-5)));
    }

    @Test
    void linesAreClosedOrEndAtTheBorder() {
        Plane plane = noise(random.nextInt(10, 20), random.nextInt(10, 20));
        Map<Point2D, Long> pieces = ends(IsoLines.pieces(plane, random.nextDouble(0.25, 0.75))).stream()
                .collect(Collectors.groupingBy(end -> end, Collectors.counting()));
        assertThat(pieces).as("seed %d", seed).isNotEmpty().allSatisfy((end, count) -> {
            boolean border = end.getX() == 0
                    || end.getY() == 0
                    || end.getX() == plane.width() - 1
                    || end.getY() == plane.height() - 1;
            assertThat(count).isEqualTo(border ? 1 : 2);
        });
    }

    @Test
    void theLineAroundAGaussianIsOneCircleWithTheAnalyticRadius() {
        double sigma = random.nextDouble(8, 12);
        double centerX = random.nextDouble(30, 34);
        double centerY = random.nextDouble(30, 34);
        double radius = random.nextDouble(6, 24);
        Plane plane = plane(64, 64, (x, y) -> gaussian(Math.hypot(x - centerX, y - centerY), sigma));
        List<Line2D.Double> pieces = IsoLines.pieces(plane, gaussian(radius, sigma));

        // Linear interpolation is wrong by at most an eighth of the curvature: max(1, |r²/σ² − 1|) / 8r pixels of
        // radius.
        assertThat(ends(pieces))
                .as("seed %d", seed)
                .isNotEmpty()
                .allSatisfy(end -> assertThat(end.distance(centerX, centerY)).isCloseTo(radius, within(0.05)));
        double turned = pieces.stream()
                .mapToDouble(piece -> angle(piece, centerX, centerY))
                .sum();
        assertThat(turned).as("seed %d", seed).isCloseTo(2 * Math.PI, within(1e-9));
    }

    @Test
    void inASaddleLinesSeparateWhatTheBilinearInterpolationSeparates() {
        int met = 0;
        while (met < 20) {
            // Two corners across are high, the other two are low.
            float[] values = {high(), low(), low(), high()};
            Plane plane = new Plane(2, 2, values);
            boolean connected = highCornersAreConnected(plane, 0.5, 150);
            if (connected != highCornersAreConnected(plane, 0.5, 151)) {
                continue; // the bridge is narrower than a grid can tell
            }
            met++;
            assertThat(IsoLines.pieces(plane, 0.5))
                    .as("corners %s, seed %d", List.of(values[0], values[1], values[2], values[3]), seed)
                    .hasSize(2)
                    .allSatisfy(piece ->
                            assertThat(piece.intersectsLine(0, 0, 1, 1)).isEqualTo(!connected));
        }
    }

    @Test
    void aMapThatIsBelowTheLevelHasNoLines() {
        assertThat(IsoLines.pieces(noise(5, 4), 1.5)).isEmpty();
        assertThat(IsoLines.pieces(noise(5, 4), -0.5)).isEmpty();
        assertThat(IsoLines.pieces(new Plane(1, 3, new float[] {0, 1, 2}), 1)).isEmpty();
    }

    private float high() {
        return random.nextFloat(0.5f, 1);
    }

    private float low() {
        return random.nextFloat(0, 0.5f);
    }

    private Plane noise(int width, int height) {
        return plane(width, height, (x, y) -> random.nextFloat());
    }

    private interface Function {
        double at(int x, int y);
    }

    private static Plane plane(int width, int height, Function function) {
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) function.at(i % width, i / width);
        }
        return new Plane(width, height, values);
    }

    private static double gaussian(double distance, double sigma) {
        return Math.exp(-distance * distance / (2 * sigma * sigma));
    }

    private static List<Point2D.Double> ends(Collection<Line2D.Double> pieces) {
        return pieces.stream()
                .flatMap(piece -> Stream.of((Point2D.Double) piece.getP1(), (Point2D.Double) piece.getP2()))
                .toList();
    }

    private static double bilinear(Plane plane, double x, double y) {
        int left = Math.min((int) x, plane.width() - 2);
        int top = Math.min((int) y, plane.height() - 2);
        double above = plane.at(left, top) + (x - left) * (plane.at(left + 1, top) - plane.at(left, top));
        double below = plane.at(left, top + 1) + (x - left) * (plane.at(left + 1, top + 1) - plane.at(left, top + 1));
        return above + (y - top) * (below - above);
    }

    /** The angle under which a piece is seen from a point. */
    private static double angle(Line2D.Double piece, double x, double y) {
        double ax = piece.x1 - x;
        double ay = piece.y1 - y;
        double bx = piece.x2 - x;
        double by = piece.y2 - y;
        return Math.abs(Math.atan2(ax * by - ay * bx, ax * bx + ay * by));
    }

    /** Whether a walk over a fine grid finds a way from the left upper to the right lower corner that stays high. */
    private static boolean highCornersAreConnected(Plane plane, double level, int cells) {
        boolean[][] reached = new boolean[cells + 1][cells + 1];
        var open = new ArrayDeque<int[]>(List.of(new int[] {0, 0}));
        while (!open.isEmpty()) {
            int[] at = open.pop();
            boolean inside = at[0] >= 0 && at[1] >= 0 && at[0] <= cells && at[1] <= cells;
            if (inside
                    && !reached[at[1]][at[0]]
                    && bilinear(plane, (double) at[0] / cells, (double) at[1] / cells) >= level) {
                reached[at[1]][at[0]] = true;
                open.push(new int[] {at[0] + 1, at[1]});
                open.push(new int[] {at[0] - 1, at[1]});
                open.push(new int[] {at[0], at[1] + 1});
                open.push(new int[] {at[0], at[1] - 1});
            }
        }
        return reached[cells][cells];
    }
}
