package dev.ovi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.runtime.base.OwnProcess;
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
        System.setProperty("java.awt.headless", "false");

        ProcessSettings.apply();

        assertThat(System.getProperty("java.awt.headless")).isEqualTo("false");
    }

    @Test
    void theProcessIsDeclaredOurOwn() {
        System.clearProperty("ovi.process");

        ProcessSettings.apply();

        assertThat(OwnProcess.isDeclared()).isTrue();
    }
}
