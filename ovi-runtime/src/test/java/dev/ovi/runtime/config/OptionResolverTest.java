package dev.ovi.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ovi.api.option.Option;
import dev.ovi.api.option.OptionValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionResolverTest {
    private static final Option<Integer> FPS = Option.integer("fps", 10, 1, 60, "Frames per second.");
    private static final Option<Double> ALPHA = Option.number("alpha", 0.4, 0, 1, "Share of the map in the blend.");
    private static final Option<Boolean> LOOP = Option.flag("loop", true, "Whether it begins again.");
    private static final Option<String> TITLE = Option.text("title", "", "Text above the picture.");
    private static final List<Option<?>> DECLARED = List.of(FPS, ALPHA, LOOP, TITLE);

    @TempDir
    Path folder;

    @Test
    void whatTheUserGaveIsReadByTheOptionsThemselves() throws IOException {
        Configuration configuration = new ConfigurationLoader()
                .file(write("visualize: {options: {jet-gif: {fps: 24, title: 007, loop: false}}}"))
                .set("visualize.options.jet-gif.alpha=0.25")
                .load();

        OptionValues values = configuration.visualizerOptions().resolve("jet-gif", DECLARED);

        assertThat(values.get(FPS)).isEqualTo(24);
        assertThat(values.get(ALPHA)).isEqualTo(0.25);
        assertThat(values.get(LOOP)).isFalse();
        assertThat(values.get(TITLE)).isEqualTo("007");
    }

    @Test
    void withoutAnythingGivenEveryOptionHasItsDefault() {
        OptionValues values =
                new ConfigurationLoader().load().attentionOptions().resolve("flash", DECLARED);

        assertThat(values.get(FPS)).isEqualTo(10);
        assertThat(values.get(TITLE)).isEmpty();
    }

    @Test
    void nullTakesAnOptionBackToItsDefault() throws IOException {
        Configuration configuration = new ConfigurationLoader()
                .file(write("visualize: {options: {jet-gif: {fps: 24, alpha: 1}}}"))
                .set("visualize.options.jet-gif.fps=null")
                .load();

        OptionValues values = configuration.visualizerOptions().resolve("jet-gif", DECLARED);

        assertThat(values.get(FPS)).isEqualTo(10);
        assertThat(values.get(ALPHA)).isEqualTo(1);
    }

    @Test
    void everyMistakeIsReportedWhereItStands() throws IOException {
        Path file = write("""
                visualize:
                  options:
                    jet-gif:
                      fsp: 10
                      alpha: 1.5
                      loop: often
                """);
        OptionResolver options = new ConfigurationLoader().file(file).load().visualizerOptions();

        ConfigurationException e =
                catchThrowableOfType(ConfigurationException.class, () -> options.resolve("jet-gif", DECLARED));

        assertThat(e.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        file + ":4:7: unknown option \"visualize.options.jet-gif.fsp\", did you mean \"fps\"?",
                        file + ":5:14: visualize.options.jet-gif.alpha: found 1.5, allowed is a number from 0.0 to 1.0",
                        file + ":6:13: visualize.options.jet-gif.loop: found \"often\", allowed is true or false");
    }

    @Test
    void anOverrideIsStrongerThanTheConfiguration() {
        OptionResolver options = new ConfigurationLoader()
                .set("visualize.options.jet-gif.fps=24")
                .load()
                .visualizerOptions();

        OptionValues values =
                options.resolve("jet-gif", DECLARED, Map.of("fps", "5"), new Origin.CommandLine("--option"));

        assertThat(values.get(FPS)).isEqualTo(5);
    }

    @Test
    void aPluginThatTakesNoOptionsSaysSo() {
        OptionResolver options = new ConfigurationLoader()
                .set("visualize.options.plain.fps=24")
                .load()
                .visualizerOptions();

        ConfigurationException e =
                catchThrowableOfType(ConfigurationException.class, () -> options.resolve("plain", List.of()));

        assertThat(e).hasMessageEndingWith("unknown option \"visualize.options.plain.fps\"; plain has no options");
    }

    @Test
    void optionsOfAPluginThatIsNotThereAreRefusedWithTheNearestOne() throws IOException {
        Path file = write("visualize: {options: {jetgif: {fps: 3}}}");
        OptionResolver options = new ConfigurationLoader().file(file).load().visualizerOptions();

        ConfigurationException e = catchThrowableOfType(
                ConfigurationException.class, () -> options.requireKnown(List.of("report", "jet-gif")));

        assertThat(e)
                .hasMessage(file + ":1:23: unknown plugin \"jetgif\" in visualize.options, did you mean \"jet-gif\"?");
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("my.yaml"), yaml);
    }
}
