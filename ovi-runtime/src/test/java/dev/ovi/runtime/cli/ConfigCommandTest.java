package dev.ovi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class ConfigCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void everyOptionThatStandsForASettingIsShownAsItsOrigin() throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), "shift: 3\nseed: 1\n");

        int exit = execute(
                "config",
                "--show",
                "--config",
                file.toString(),
                "--set",
                "attention.capture.granularity=layer",
                "--set",
                "text_prompt=a, b = c",
                "--output-dir",
                "out",
                "--seed",
                "7",
                "--steps",
                "8",
                "--tokens",
                "circle,blue square",
                "--frame",
                "3",
                "--visualizer",
                "jet-gif,report",
                "--backend",
                "flash",
                "--plugins",
                "jars");

        assertThat(err.toString()).isEmpty();
        assertThat(exit).isZero();
        assertThat(out.toString().lines().map(line -> line.strip().replaceAll(" +# ", " # ")))
                .contains(
                        "shift: 3.0 # " + file + ":1:1",
                        "seed: 7 # --seed",
                        "sample_steps: 8 # --steps",
                        "output_dir: " + Path.of("out").toAbsolutePath() + " # --output-dir",
                        "granularity: layer # --set attention.capture.granularity=layer",
                        "text_prompt: \"a, b = c\" # --set text_prompt=a, b = c",
                        "tokens: [circle, blue square] # --tokens",
                        "frame: 3 # --frame",
                        "visualizers: [jet-gif, report] # --visualizer",
                        "backend: flash # --backend",
                        "directories: [" + Path.of("jars").toAbsolutePath() + "] # --plugins",
                        "mode: t2v # default");
    }

    @Test
    void whatIsShownIsAConfigurationThatLoads() throws IOException {
        execute("config", "--set", "attention.edits=[{words: [circle], weight: 0.5}]");
        String shown = out.toString();
        Path file = Files.writeString(folder.resolve("shown.yaml"), shown);
        out.getBuffer().setLength(0);

        int exit = execute("config", "--config", file.toString());

        assertThat(exit).isZero();
        assertThat(withoutOrigins(out.toString())).isEqualTo(withoutOrigins(shown));
    }

    @Test
    void jsonHasTheValuesAndTheirOrigins() {
        int exit = execute("config", "--show", "--json", "--seed", "7");

        assertThat(exit).isZero();
        assertThat(scalars(out.toString()))
                .contains("configuration.seed=7", "configuration.attention.capture.enabled=true")
                .contains("origins.seed.layer=option", "origins.seed.option=--seed", "origins.shift.layer=default");
    }

    @Test
    void everyKeyIsListedWithWhatItAllows() {
        int exit = execute("config", "--keys");

        assertThat(exit).isZero();
        assertThat(out.toString()).contains("""
                        sample_steps
                            Diffusion steps.
                            Allowed is a whole number from 1 to 1000; the default is 50.
                        """, """
                        fp8
                            The model's weights in 8-bit floats.
                            Allowed is true or false; the default is false.
                            Built so far: false.
                        """, """
                        output_dir
                            Folder that results are written to.
                            Allowed is a path, which in a file begins at the file's folder; the default is ./outputs.
                        """, "attention.edits[].region.box\n", "use_flash_attention\n");
    }

    @Test
    void everyKeyIsListedForMachines() {
        int exit = execute("config", "--keys", "--json");

        assertThat(exit).isZero();
        assertThat(scalars(out.toString())).contains(".key=sample_steps", ".default=50", ".so_far=t2v, i2v");
    }

    @Test
    void aWrongConfigurationIsAWrongCallAndEveryProblemIsALine() throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), "num_steps: 50\n");

        int exit = execute("config", "--config", file.toString(), "--seed", "many");

        assertThat(exit).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .containsExactly(
                        "ovi: 2 problems in the configuration:",
                        "  " + file
                                + ":1:1: unknown key \"num_steps\", did you mean \"sample_steps\"? (the visualization"
                                + " guide writes num_steps, which Ovi does not read)",
                        "  --seed: seed: found \"many\", allowed is a whole number from 0 to 9223372036854775807");
    }

    @Test
    void whatIsNotBuiltYetIsShownAllTheSame() {
        assertThat(execute("config", "--set", "fp8=true")).isZero();
        assertThat(out.toString()).contains("fp8: true ");
    }

    @Test
    void showAndKeysDoNotGoTogether() {
        assertThat(execute("config", "--show", "--keys")).isEqualTo(2);
    }

    @Test
    void helpEndsWithAnExample() {
        assertThat(execute("config", "--help")).isZero();
        assertThat(out.toString().strip()).contains("Example:").contains("ovi config --show --config my.yaml");
    }

    private static List<String> withoutOrigins(String yaml) {
        return yaml.lines().map(line -> line.replaceAll(" +# .*", "")).toList();
    }

    /** Every single value with its path, array indices left out: read by a parser that did not write it. */
    private static List<String> scalars(String json) {
        List<String> found = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    found.add(parser.streamReadContext()
                                    .pathAsPointer()
                                    .toString()
                                    .substring(1)
                                    .replaceAll("(^|/)\\d+(?=/|$)", "")
                                    .replace('/', '.')
                            + "=" + parser.getString());
                }
            }
        }
        return found;
    }

    private int execute(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
