package dev.ovi.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PackagedConfigurationTest {
    @Test
    void theEmbeddedCheckpointsOwnConfigurationLoadsAndNamesItsCheckpoint() {
        Path file = Path.of("../examples/tiny-ovi/tiny-ovi.yaml");

        Configuration configuration = new ConfigurationLoader().packaged(file).load();

        configuration.requireAvailable();
        assertThat(configuration.engine().checkpointDirectory().resolve("Ovi/model.safetensors"))
                .matches(Files::isRegularFile);
        assertThat(configuration.engine().frameSize()).contains(new HeightWidth(256, 256));
    }
}
