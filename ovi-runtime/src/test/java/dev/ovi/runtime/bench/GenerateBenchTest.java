package dev.ovi.runtime.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.runtime.base.OviException;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.config.Configuration;
import dev.ovi.runtime.config.ConfigurationLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With shell scripts in place of the programs. */
class GenerateBenchTest {
    private static final String UPSTREAM = """
            echo a line that a library prints
            echo '{"torch": "9.8", "seconds": {"load": 1, "steps": 8}, "peak_bytes": 3000}'
            """;
    private static final String OURS = """
            echo progress >&2
            echo "$@" > "$(dirname "$0")/arguments"
            echo '{"seconds": {"denoising": 6}, "peak_bytes": 2000}'
            """;

    @TempDir
    private Path folder;

    private Path checkout = Path.of("");
    private final Configuration configuration = new ConfigurationLoader().load();

    @BeforeEach
    void makeACheckout() throws IOException {
        checkout = folder.resolve("upstream");
        Files.createDirectories(checkout.resolve("ovi/modules"));
        Files.writeString(checkout.resolve("ovi/modules/fusion.py"), "");
    }

    private Path program(String name, String body) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    private GenerateMeasurement measure(String ours, String upstream) throws IOException {
        var bench = new GenerateBench(program("ovi", ours), new UpstreamOvi(checkout, program("python", upstream)));
        return bench.measure(configuration, "a circle", 2, folder);
    }

    @Test
    void ratiosAreOursOverUpstreams() throws IOException {
        GenerateMeasurement measured = measure(OURS, UPSTREAM);

        assertThat(measured.rounds()).hasSize(2).allSatisfy(round -> {
            assertThat(round.stepRatio()).isEqualTo(0.75);
            assertThat(round.upstream().program()).isEqualTo("torch 9.8");
            assertThat(round.ours().peakBytes()).isEqualTo(2000);
            assertThat(round.ratio())
                    .isEqualTo(round.ours().seconds() / round.upstream().seconds());
        });
        assertThat(folder.resolve("arguments"))
                .content()
                .contains("generate a circle --config", "--json", "--output-dir " + folder);
    }

    @Test
    void whatAProgramSaysLastIsWhyItFailed() {
        assertThatThrownBy(() -> measure("echo first >&2; echo no model >&2; exit 3", UPSTREAM))
                .isInstanceOf(OviException.class)
                .hasMessageContaining("failed: no model");
        assertThatThrownBy(() -> measure(OURS, "exit 4"))
                .isInstanceOf(OviException.class)
                .hasMessageContaining("failed with exit code 4");
        assertThatThrownBy(() -> measure(OURS, "echo hello"))
                .isInstanceOf(OviException.class)
                .hasMessageContaining("printed \"hello\" where times were expected");
        assertThatThrownBy(() -> measure("echo hello", UPSTREAM))
                .isInstanceOf(OviException.class)
                .hasMessageContaining("printed something else than JSON: hello");
    }

    @Test
    void whatIsNoCheckoutIsRefused() {
        assertThatThrownBy(() -> new UpstreamOvi(folder, Path.of("python")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("has no ovi/modules/fusion.py");
        assertThatThrownBy(() -> new GenerateBench(Path.of("ovi"), new UpstreamOvi(checkout, folder.resolve("nowhere")))
                        .measure(configuration, "a circle", 1, folder))
                .isInstanceOf(OviException.class)
                .hasMessageContaining("cannot be started");
    }
}
