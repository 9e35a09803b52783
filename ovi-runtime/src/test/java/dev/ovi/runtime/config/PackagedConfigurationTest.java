package dev.ovi.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PackagedConfigurationTest {
    private static final Path FILE = Path.of("../examples/tiny-ovi/tiny-ovi.yaml");

    @Test
    void theEmbeddedCheckpointsOwnConfigurationLoadsAndNamesItsCheckpoint() {
        assertLoads(new ConfigurationLoader().packaged(FILE).load());
    }

    @Test
    void itIsAFileLikeAnyOther() {
        assertLoads(new ConfigurationLoader().file(FILE).load());
    }

    private static void assertLoads(Configuration configuration) {
        configuration.requireAvailable();
        assertThat(configuration.engine().checkpointDirectory().resolve("Ovi/model.safetensors"))
                .matches(Files::isRegularFile);
        assertThat(configuration.engine().frameSize()).contains(new HeightWidth(256, 256));
    }
}
