package dev.ovi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessSettingsTest {
    private final Properties before = (Properties) System.getProperties().clone();

    @AfterEach
    void restore() {
        System.setProperties(before);
    }

    @Test
    void aPropertyIsSetUnlessItIsGiven() {
        System.clearProperty("ai.djl.offline");
        System.setProperty("java.awt.headless", "false");

        ProcessSettings.apply();

        assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
        assertThat(System.getProperty("java.awt.headless")).isEqualTo("false");
    }
}
