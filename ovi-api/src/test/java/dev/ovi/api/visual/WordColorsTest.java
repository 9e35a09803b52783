package dev.ovi.api.visual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.record.TokenGroup;
import java.awt.Color;
import java.awt.color.ColorSpace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;

class WordColorsTest {
    /** D50, the white of Java's profile connection space. */
    private static final float[] WHITE = {0.9642F, 1, 0.8249F};

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    WordColorsTest() {
        System.out.println("WordColorsTest seed " + seed);
    }

    @RepeatedTest(5)
    void fourWordsAreToldApartAtAGlance() {
        List<Color> colors = colors(words(4));
        for (Color one : colors) {
            assertThat(colors.stream().filter(other -> !other.equals(one)))
                    .hasSize(3)
                    .allSatisfy(other -> assertThat(difference(one, other)).isGreaterThan(40)); // orange, vermilion: 34
        }
    }

    @RepeatedTest(5)
    void theOrderOfTheWordsDoesNotMatterAndFourteenHaveColoursOfTheirOwn() {
        List<TokenGroup> words = words(14);
        var colors = new WordColors(words);
        assertThat(colors(words)).doesNotHaveDuplicates();
        List<TokenGroup> shuffled = new ArrayList<>(words);
        Collections.shuffle(shuffled, random);
        var again = new WordColors(shuffled);
        assertThat(words).allSatisfy(word -> assertThat(again.of(word)).isEqualTo(colors.of(word)));
    }

    private List<TokenGroup> words(int count) {
        return Stream.generate(() -> Integer.toString(random.nextInt(1 << 30), Character.MAX_RADIX))
                .distinct()
                .limit(count)
                .map(label -> new TokenGroup(label, List.of(0), TokenGroup.Combination.SUM))
                .toList();
    }

    private static List<Color> colors(List<TokenGroup> words) {
        var colors = new WordColors(words);
        return words.stream().map(colors::of).toList();
    }

    /** CIE 1976: the distance in L*a*b*. */
    private static double difference(Color one, Color other) {
        double[] a = lab(one);
        double[] b = lab(other);
        return Math.sqrt(IntStream.range(0, 3)
                .mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i]))
                .sum());
    }

    private static double[] lab(Color color) {
        float[] xyz = color.getColorComponents(ColorSpace.getInstance(ColorSpace.CS_CIEXYZ), null);
        double[] f = IntStream.range(0, 3)
                .mapToDouble(i -> xyz[i] / WHITE[i])
                .map(t -> t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116.0)
                .toArray();
        return new double[] {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
    }
}
