package dev.ovi.runtime.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.record.Plane;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Scanner;
import org.junit.jupiter.api.Test;

class ResamplingTest {

    @Test
    void enlargesAndShrinksAsOpenCvDoes() throws IOException {
        // A random 7×5 map, and what cv2.resize(…, INTER_LINEAR) of OpenCV 5.0.0 makes of it.
        List<Plane> planes = published();
        Plane original = planes.getFirst();
        for (Plane expected : planes.subList(1, planes.size())) {
            Plane resized = Resampling.bilinear(original, expected.width(), expected.height());
            // OpenCV interpolates in float32.
            assertThat(resized.values()).containsExactly(expected.values(), within(1e-6f));
        }
    }

    @Test
    void everyPixelIsTheWeightedMeanOfItsFourNeighbours() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Plane plane = plane(random, 1 + random.nextInt(9), 1 + random.nextInt(9));
        int width = 1 + random.nextInt(60);
        int height = 1 + random.nextInt(60);
        Plane resized = Resampling.bilinear(plane, width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                assertThat((double) resized.at(x, y))
                        .as(
                                "seed %d, %d×%d to %d×%d, pixel %d,%d",
                                seed, plane.width(), plane.height(), width, height, x, y)
                        .isCloseTo(expected(plane, x, y, width, height), within(1e-6));
            }
        }
    }

    /** The sum over all patches, each with the weight of a triangle around its centre; edges weigh as their neighbours. */
    private static double expected(Plane plane, int x, int y, int width, int height) {
        double centreX = (x + 0.5) / width * plane.width();
        double centreY = (y + 0.5) / height * plane.height();
        double sum = 0;
        for (int row = -1; row <= plane.height(); row++) {
            for (int column = -1; column <= plane.width(); column++) {
                double weight = Math.max(0, 1 - Math.abs(centreX - column - 0.5))
                        * Math.max(0, 1 - Math.abs(centreY - row - 0.5));
                sum += weight
                        * plane.at(Math.clamp(column, 0, plane.width() - 1), Math.clamp(row, 0, plane.height() - 1));
            }
        }
        return sum;
    }

    private static Plane plane(Random random, int width, int height) {
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return new Plane(width, height, values);
    }

    private static List<Plane> published() throws IOException {
        List<Plane> planes = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(ResamplingTest.class.getResourceAsStream("opencv-resize.txt"));
                Scanner scanner = new Scanner(in, StandardCharsets.US_ASCII)) {
            while (scanner.hasNext()) {
                int width = Integer.parseInt(scanner.next());
                int height = Integer.parseInt(scanner.next());
                float[] values = new float[width * height];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.parseFloat(scanner.next());
                }
                planes.add(new Plane(width, height, values));
            }
        }
        return planes;
    }
}
