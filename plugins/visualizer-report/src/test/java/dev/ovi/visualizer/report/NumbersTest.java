package dev.ovi.visualizer.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {

    @Test
    void sharesHaveThreeDigits() {
        assertThat(Numbers.percent(0.0123456)).isEqualTo("1.23 %");
        assertThat(Numbers.percent(0.9)).isEqualTo("90 %");
        assertThat(Numbers.percent(1)).isEqualTo("100 %");
        assertThat(Numbers.percent(0)).isEqualTo("0 %");
        assertThat(Numbers.percent(0.00002)).isEqualTo("0.002 %");
        assertThat(Numbers.percent(3e-8)).isEqualTo("< 0.0001 %");
    }

    @Test
    void sizesHaveTheUnitThatKeepsThemShort() {
        assertThat(Numbers.bytes(1000)).isEqualTo("1000 bytes");
        assertThat(Numbers.bytes(1536)).isEqualTo("1.5 KiB");
        assertThat(Numbers.bytes(50.0 * 15_376 * 512 * 4)).isEqualTo("1.5 GiB");
        assertThat(Numbers.bytes(4.5e15)).isEqualTo("4092.7 TiB");
    }

    @Test
    void numbersHaveNoZerosAtTheirEnd() {
        assertThat(Numbers.plain(24)).isEqualTo("24");
        assertThat(Numbers.plain(24000.0 / 1001)).isEqualTo("23.976");
        assertThat(Numbers.plain(30)).isEqualTo("30");
    }
}
