package dev.ovi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.runtime.plugin.PluginJar;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PluginsCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path jars;

    @Test
    void everyProviderIsARowWithItsOptionsBelow() throws IOException {
        dots().into(jars, "dots.jar");

        int exit = execute("plugins", "--plugins", jars.toString());

        assertThat(err.toString()).isEmpty();
        assertThat(exit).isZero();
        assertThat(out.toString()).contains("""
                  loaded
                    Made for a test.
                      alpha  Share of heat. A number from 0.0 to 1.0; the default is 0.4.
                """);
        assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .contains("ID KIND VERSION PROVIDER JAR STATE", "dots visualizer 1.2.3 Somebody dots.jar loaded");
    }

    @Test
    void refusedJarsAndFailedProvidersAreRowsWithTheReasonAndTheExitCodeIsOne() throws IOException {
        dots().into(jars, "dots.jar");
        PluginJar.visualizer("future", "demo.Future", "")
                .attribute("Plugin-Requires", ">=9.0.0")
                .into(jars, "future.jar");
        PluginJar.named("bad")
                .withVisualizer(
                        "bad", "demo.Bad", "public Bad() { throw new IllegalStateException(\"no display\"); }", "")
                .into(jars, "bad.jar");
        Files.writeString(jars.resolve("text.jar"), "this is not a jar");

        int exit = execute("plugins", "--plugins", jars.toString());

        assertThat(exit).isEqualTo(1);
        assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "ID KIND VERSION PROVIDER JAR STATE",
                        "dots visualizer 1.2.3 Somebody dots.jar loaded",
                        "visualizer-future visualizer 1.2.3 Somebody future.jar refused",
                        "- visualizer 1.2.3 Somebody bad.jar failed",
                        " ! demo.Bad: IllegalStateException: no display",
                        "- - - - text.jar refused")
                .anySatisfy(line -> assertThat(line).contains("! it needs dev.ovi.api >=9.0.0, and this is 0.1.0"))
                .anySatisfy(line -> assertThat(line).contains("! it is not a readable jar"));
    }

    @Test
    void machinesReadTheSame() throws IOException {
        dots().into(jars, "dots.jar");
        PluginJar.visualizer("future", "demo.Future", "")
                .attribute("Plugin-Requires", ">=9.0.0")
                .into(jars, "future.jar");

        int exit = execute("plugins", "--json", "--plugins", jars.toString());

        assertThat(exit).isEqualTo(1);
        JsonNode plugins = new JsonMapper().readTree(out.toString()).path("plugins");
        JsonNode dots = plugins.valueStream()
                .filter(plugin -> plugin.path("id").asString("").equals("dots"))
                .findFirst()
                .orElseThrow();
        assertThat(dots.path("kind").asString()).isEqualTo("visualizer");
        assertThat(dots.path("state").asString()).isEqualTo("loaded");
        assertThat(dots.path("version").asString()).isEqualTo("1.2.3");
        assertThat(dots.path("provider").asString()).isEqualTo("Somebody");
        assertThat(dots.path("jar").asString())
                .isEqualTo(jars.resolve("dots.jar").toString());
        assertThat(dots.path("options").get(0).path("name").asString()).isEqualTo("alpha");
        assertThat(dots.path("options").get(0).path("allowed").asString()).isEqualTo("a number from 0.0 to 1.0");
        assertThat(dots.path("options").get(0).path("default").asString()).isEqualTo("0.4");
        JsonNode future = plugins.valueStream()
                .filter(plugin -> plugin.path("plugin").asString("").equals("visualizer-future"))
                .findFirst()
                .orElseThrow();
        assertThat(future.path("state").asString()).isEqualTo("refused");
        assertThat(future.path("id").isNull()).isTrue();
        assertThat(future.path("remarks").get(0).asString()).contains(">=9.0.0", "0.1.0");
    }

    @Test
    void aFolderThatIsNotThereIsAWrongCall() {
        Path absent = jars.resolve("absent");

        assertThat(execute("plugins", "--plugins", absent.toString())).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("ovi: plugin folder " + absent + ": there is no such directory");
    }

    private static PluginJar dots() {
        return PluginJar.named("visualizer-dots").withVisualizer("dots", "demo.Dots", """
                        public java.util.List<dev.ovi.api.option.Option<?>> options() {
                            return java.util.List.of(dev.ovi.api.option.Option.number("alpha", 0.4, 0, 1, "Share of heat."));
                        }
                        """, "");
    }

    private int execute(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
