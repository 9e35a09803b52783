package dev.ovi.runtime.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class GaussianNoiseTest {

    /** Known answers that the authors of Philox publish with their library Random123. */
    @Test
    void philoxGivesItsAuthorsKnownAnswers() {
        assertThat(philox(new int[4], 0, 0)).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertThat(philox(new int[] {-1, -1, -1, -1}, -1, -1))
                .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertThat(philox(new int[] {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0))
                .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    @Test
    void numbersAreStandardNormal() {
        long seed = ThreadLocalRandom.current().nextLong();
        int count = 200_000;
        float[] values = GaussianNoise.draw(seed, 0, count);
        double sum = 0;
        double squares = 0;
        int outside = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
            outside += Math.abs(value) > 1.959964 ? 1 : 0;
        }
        // Six standard errors of a mean, a variance and a share of 5 %: wrong by chance once in 10⁸ runs.
        assertThat(sum / count).as("mean, seed %d", seed).isCloseTo(0, within(6 / Math.sqrt(count)));
        assertThat(squares / count).as("variance, seed %d", seed).isCloseTo(1, within(6 * Math.sqrt(2.0 / count)));
        assertThat((double) outside / count)
                .as("share outside 1.96, seed %d", seed)
                .isCloseTo(0.05, within(6 * Math.sqrt(0.05 * 0.95 / count)));
    }

    @Test
    void aSeedAndAStreamGiveTheSameNumbersWhateverTheCount() {
        long seed = ThreadLocalRandom.current().nextLong();
        float[] ten = GaussianNoise.draw(seed, 1, 10);
        assertThat(GaussianNoise.draw(seed, 1, 7)).containsExactly(java.util.Arrays.copyOf(ten, 7));
        assertThat(GaussianNoise.draw(seed, 2, 10)).isNotEqualTo(ten);
        assertThat(GaussianNoise.draw(seed + 1, 1, 10)).isNotEqualTo(ten);
    }

    private static int[] philox(int[] counter, int key0, int key1) {
        int[] out = new int[4];
        GaussianNoise.philox(counter, key0, key1, out);
        return out;
    }
}
