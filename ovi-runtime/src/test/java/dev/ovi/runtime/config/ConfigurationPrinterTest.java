package dev.ovi.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationPrinterTest {
    @TempDir
    Path folder;

    @Test
    void everyValueIsShownWithItsOrigin() throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), """
                sample_steps: 20
                use_flash_attention: true
                visualize:
                  options:
                    jet-gif: {fps: 12, colour: "007"}
                """);
        Configuration configuration = new ConfigurationLoader()
                .file(file)
                .set("seed=4")
                .option("--tokens", Schema.VISUALIZE_TOKENS, List.of("circle", "blue square"))
                .load();

        String yaml = ConfigurationPrinter.toYamlWithOrigins(configuration);

        assertThat(yaml.lines())
                .contains(
                        String.format(
                                "%-42s  # default",
                                "ckpt_dir: " + Path.of("ckpts").toAbsolutePath()),
                        "sample_steps: 20                            # " + file + ":1:1",
                        "seed: 4                                     # --set seed=4",
                        "attention:",
                        "  backend: flash                            # " + file + ":2:1 (use_flash_attention)",
                        "  tokens: [circle, blue square]             # --tokens",
                        "    jet-gif:",
                        "      fps: 12                               # " + file + ":5:15",
                        "      colour: \"007\"                         # " + file + ":5:24",
                        "image_path: null                            # default");
        assertThat(yaml.lines().filter(line -> !line.endsWith(":")).toList())
                .allSatisfy(line -> assertThat(line).contains("  # "));
    }

    @Test
    void aConfigurationLoadsAgainFromWhatIsPrinted() throws IOException {
        Configuration configuration = new ConfigurationLoader()
                .set("ckpt_dir=/models/ovi")
                .set("output_dir=/outputs")
                .set("text_prompt=a \"red\" circle: <S>hello<E> # it's\\fine\n▁second line\t\uD83D\uDE00")
                .set("video_negative_prompt=null and void")
                .set("audio_negative_prompt='null'")
                .set("attention.capture.tokens=['1', 'yes', '~', 'a, b', '- c', '{d}']")
                .set("attention.capture.max_memory=1500")
                .set("attention.edits=[{words: [a], boost: 1.5, steps: '0..3,7', region: {box: [0.25,0,0.5,1]}},"
                        + " {words: b, suppress: true}, {words: c, weight: 0.5, region: {mask: /tmp/m.png}}]")
                .set("attention.options.flash={tile: 64, note: 'true', ratio: 1e3, on: true}")
                .set("attention.backends.video_self=standard")
                .set("visualize.frame=all")
                .set("video_frame_height_width=[256,320]")
                .set("runtime={device: cpu, dtype: bfloat16, threads: 3}")
                .load();

        Configuration again = reload(ConfigurationPrinter.toYamlWithOrigins(configuration));

        assertThat(again.engine()).isEqualTo(configuration.engine());
        assertThat(again.attention()).isEqualTo(configuration.attention());
        assertThat(again.visualize()).isEqualTo(configuration.visualize());
        assertThat(again.runtime()).isEqualTo(configuration.runtime());
        assertThat(ConfigurationPrinter.toMap(again)).isEqualTo(ConfigurationPrinter.toMap(configuration));
        assertThat(ConfigurationPrinter.toYaml(again)).isEqualTo(ConfigurationPrinter.toYaml(configuration));
    }

    @RepeatedTest(200)
    void anyTextLoadsAgainFromWhatIsPrinted() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        String alphabet = "abc XY019.:#-'\"\\{}[],&*!|>%@`~?=\n\t_é▁한\u0085\u2028\uFEFF\uD83D\uDE00";
        int[] characters = alphabet.codePoints().toArray();
        String prompt = IntStream.range(0, 1 + random.nextInt(30))
                .mapToObj(_ -> Character.toString(characters[random.nextInt(characters.length)]))
                .collect(Collectors.joining());
        Configuration configuration = new ConfigurationLoader()
                .set("ckpt_dir=/models/ovi")
                .set("output_dir=/outputs")
                .option("--prompt", Schema.TEXT_PROMPT, prompt)
                .set("shift=" + (0.01 + 99 * random.nextDouble()))
                .set("video_negative_prompt=x" + prompt)
                .load();

        Configuration again = reload(ConfigurationPrinter.toYamlWithOrigins(configuration));

        assertThat(again.engine()).isEqualTo(configuration.engine());
        assertThat(again.engine().textPrompt()).contains(prompt);
    }

    @Test
    void whatIsPrintedMeansTheSameFilesInAnyFolder() throws IOException {
        Path file = Files.writeString(
                Files.createDirectory(folder.resolve("elsewhere")).resolve("my.yaml"),
                "ckpt_dir: ckpts\nattention: {edits: [{words: red, weight: 2, region: {mask: left.png}}]}\n");
        Configuration configuration = new ConfigurationLoader()
                .file(file)
                .set("image_path=first.png")
                .set("plugins.directories=[jars, ../jars]")
                .option("PROMPT", Schema.TEXT_PROMPT, "prompts.csv")
                .load();

        Configuration again = reload(ConfigurationPrinter.toYaml(configuration));

        Path here = Path.of("").toAbsolutePath();
        assertThat(again.engine().checkpointDirectory()).isEqualTo(file.resolveSibling("ckpts"));
        assertThat(again.engine().outputDirectory())
                .as("the default, which means the working directory")
                .isEqualTo(here.resolve("outputs"));
        assertThat(again.engine().imagePath()).contains(here.resolve("first.png"));
        assertThat(again.engine().textPrompt()).contains(here + "/prompts.csv");
        assertThat(again.pluginDirectories()).containsExactly(here.resolve("jars"), here.resolveSibling("jars"));
        assertThat(again.attention()).isEqualTo(configuration.attention());
        assertThat(ConfigurationPrinter.toMap(again)).isEqualTo(ConfigurationPrinter.toMap(configuration));
        assertThat(ConfigurationPrinter.toText(again)).isEqualTo(ConfigurationPrinter.toText(configuration));
    }

    @Test
    void jsonHasSectionsAndStructuredOrigins() {
        Configuration configuration = new ConfigurationLoader()
                .set("attention.capture.granularity=layer")
                .set("visualize_frame_idx=2")
                .load();

        Map<String, Object> values = ConfigurationPrinter.toMap(configuration);
        Map<String, Object> origins = ConfigurationPrinter.originsToMap(configuration);

        assertThat(values)
                .containsEntry("sample_steps", 50)
                .containsEntry("shift", 5.0)
                .doesNotContainKey("image_path");
        assertThat(values.get("attention"))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .extractingByKey("capture")
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("granularity", "layer");
        assertThat(origins)
                .containsEntry("seed", Map.of("layer", "default"))
                .containsEntry(
                        "visualize.frame",
                        Map.of("layer", "set", "argument", "visualize_frame_idx=2", "key", "visualize_frame_idx"));
    }

    @Test
    void aRecordsMetadataHasEveryValueAsText() {
        Map<String, String> text = ConfigurationPrinter.toText(new ConfigurationLoader().load());

        assertThat(text)
                .containsEntry("sample_steps", "50")
                .containsEntry("solver_name", "unipc")
                .containsEntry("attention.capture.max_memory", "2GiB")
                .containsEntry("attention.sinks", "[spatial-map]");
    }

    private Configuration reload(String yaml) throws IOException {
        return new ConfigurationLoader()
                .file(Files.writeString(folder.resolve("printed.yaml"), yaml))
                .load();
    }
}
