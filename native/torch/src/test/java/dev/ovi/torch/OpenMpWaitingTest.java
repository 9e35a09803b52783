package dev.ovi.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The witness is libgomp, which on request says what it read from the environment. */
class OpenMpWaitingTest {
    private static final String SHORT_SPIN = "GOMP_SPINCOUNT = '1000'";

    @Test
    void theSpinIsShortOnlyIfTheProcessAskedForItAndTheUserDidNot() throws IOException, InterruptedException {
        assertThat(run(Map.of())).contains("GOMP_SPINCOUNT").doesNotContain(SHORT_SPIN);
        assertThat(run(Map.of(), "shorten")).contains(SHORT_SPIN);
        assertThat(run(Map.of("GOMP_SPINCOUNT", "77"), "shorten")).contains("GOMP_SPINCOUNT = '77'");
        assertThat(run(Map.of("OMP_WAIT_POLICY", "PASSIVE"), "shorten")).doesNotContain(SHORT_SPIN);
    }

    private static String run(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                SpinProbe.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("GOMP_SPINCOUNT", "OMP_WAIT_POLICY"));
        builder.environment().put("OMP_DISPLAY_ENV", "VERBOSE");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }
}
