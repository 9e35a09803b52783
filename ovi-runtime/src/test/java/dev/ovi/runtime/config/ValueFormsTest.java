package dev.ovi.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueFormsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0B",
        "1500, 1500, 1500B",
        "2GiB, 2147483648, 2GiB",
        "2 gib, 2147483648, 2GiB",
        "2G, 2000000000, 1953125KiB",
        "1.5MB, 1500000, 1500000B",
        "0.5KiB, 512, 512B",
        "3072MiB, 3221225472, 3GiB",
        "7TiB, 7696581394432, 7TiB",
    })
    void anAmountOfMemoryIsReadInPowersOf1000Or1024(String text, long bytes, String shown) {
        assertThat(ByteSize.parse(text)).contains(new ByteSize(bytes));
        assertThat(new ByteSize(bytes)).hasToString(shown);
        assertThat(ByteSize.parse(shown)).contains(new ByteSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GiB", "-1", "1e3", "1 2", "9999999TiB", "1PiB", "1.2.3MB", "NaN"})
    void otherAmountsOfMemoryAreNotUnderstood(String text) {
        assertThat(ByteSize.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7, '7'",
        "2..4, 2..4, '2,3,4'",
        "' 2 .. 4 ', 2..4, '2,3,4'",
        "'8,0..2,1', '8,0..2,1', '8,0,1,2'",
        "5..50, 5..50, '5,6,7,8,9'",
        "all, all, '0,1,2,3,4,5,6,7,8,9'",
    })
    void indicesAreReadAsRangesAndCutAtTheSize(String text, String shown, String below10) {
        IndexSet indices = IndexSet.parse(text).orElseThrow();

        assertThat(indices).hasToString(shown);
        assertThat(indices.below(10).mapToObj(Integer::toString)).containsExactly(below10.split(","));
        assertThat(indices.below(10)).allMatch(indices::contains);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "1,", "4..2", "-1", "1...2", "a", "10000000000"})
    void otherIndicesAreNotUnderstood(String text) {
        assertThat(IndexSet.parse(text)).isEmpty();
    }
}
