package dev.ovi.visualizer.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageNumbersTest {

    @Test
    void sharesHaveThreeDigits() {
        assertThat(PageNumbers.percent(0.0123456)).isEqualTo("1.23 %");
        assertThat(PageNumbers.percent(0.9)).isEqualTo("90 %");
        assertThat(PageNumbers.percent(1)).isEqualTo("100 %");
        assertThat(PageNumbers.percent(0)).isEqualTo("0 %");
        assertThat(PageNumbers.percent(0.00002)).isEqualTo("0.002 %");
        assertThat(PageNumbers.percent(3e-8)).isEqualTo("< 0.0001 %");
    }

    @Test
    void sizesHaveTheUnitThatKeepsThemShort() {
        assertThat(PageNumbers.bytes(1000)).isEqualTo("1000 bytes");
        assertThat(PageNumbers.bytes(1536)).isEqualTo("1.5 KiB");
        assertThat(PageNumbers.bytes(50.0 * 15_376 * 512 * 4)).isEqualTo("1.5 GiB");
        assertThat(PageNumbers.bytes(4.5e15)).isEqualTo("4092.7 TiB");
    }

    @Test
    void numbersHaveNoZerosAtTheirEnd() {
        assertThat(PageNumbers.plain(24)).isEqualTo("24");
        assertThat(PageNumbers.plain(24000.0 / 1001)).isEqualTo("23.976");
        assertThat(PageNumbers.plain(30)).isEqualTo("30");
    }
}
