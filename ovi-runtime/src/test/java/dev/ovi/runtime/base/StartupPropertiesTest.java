package dev.ovi.runtime.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StartupPropertiesTest {
    private static final String NAME = "ovi.test.startup";

    @Test
    void aPropertyIsThereForTheMomentAlone() {
        try (var _ = StartupProperties.set(Map.of(NAME, "ours"))) {
            assertThat(System.getProperty(NAME)).isEqualTo("ours");
        }
        assertThat(System.getProperty(NAME)).isNull();
    }

    @Test
    void whatTheProcessHasSetStays() {
        System.setProperty(NAME, "theirs");
        try {
            try (var _ = StartupProperties.set(Map.of(NAME, "ours"))) {
                assertThat(System.getProperty(NAME)).isEqualTo("theirs");
            }
            assertThat(System.getProperty(NAME)).isEqualTo("theirs");
        } finally {
            System.clearProperty(NAME);
        }
    }
}
