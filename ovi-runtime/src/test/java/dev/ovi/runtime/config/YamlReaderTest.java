package dev.ovi.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile and broken files, through the front door. */
class YamlReaderTest {
    @TempDir
    Path folder;

    @Test
    void aKeyThatIsGivenTwiceIsRefusedWithBothPositions() throws IOException {
        assertThat(problemsOf("seed: 1\nshift: 2\nseed: 3\n"))
                .containsExactly("my.yaml:3:1: key \"seed\" is given twice, first at my.yaml:1:1");
    }

    @Test
    void aSecondDocumentIsRefused() throws IOException {
        assertThat(problemsOf("seed: 1\n---\nseed: 2\n"))
                .containsExactly("my.yaml:2:1: a second document begins here, expected only one");
    }

    @Test
    void anEmptyFileAndAFileOfCommentsSayNothing() throws IOException {
        for (String yaml : List.of("", "# nothing\n", "---\n", "{}", "\uFEFF")) {
            assertThat(load(yaml).engine().seed()).isEqualTo(100);
        }
    }

    @Test
    void aByteOrderMarkIsSkipped() throws IOException {
        assertThat(load("\uFEFFseed: 4").engine().seed()).isEqualTo(4);
    }

    @Test
    void aListAtTheTopIsRefused() throws IOException {
        assertThat(problemsOf("- seed: 1\n"))
                .containsExactly("my.yaml:1:1: found a list of 1, expected keys and values");
    }

    @Test
    void brokenYamlIsRefusedWithItsPosition() throws IOException {
        assertThat(problemsOf("seed: 1\nvisualize: {tokens: [a, b}\n"))
                .singleElement()
                .asString()
                .startsWith("my.yaml:2:26: not valid YAML: ");
    }

    @Test
    void anAliasMayRepeatASingleValue() throws IOException {
        assertThat(load("video_negative_prompt: &bad blur\naudio_negative_prompt: *bad\n")
                        .engine()
                        .audioNegativePrompt())
                .isEqualTo("blur");
    }

    @Test
    void anAliasBombIsRefusedBeforeItGoesOff() throws IOException {
        String bomb = "a0: &a0 [x, x]\n"
                + IntStream.range(1, 60)
                        .mapToObj(i -> "a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n")
                        .collect(Collectors.joining());

        assertThat(problemsOf(bomb))
                .containsExactly("my.yaml:2:10: alias *a0: only single values can be repeated by an alias");
    }

    @Test
    void aTagConstructsNothing() throws IOException {
        assertThat(problemsOf("seed: !!java.net.URL [http://localhost]\n"))
                .singleElement()
                .asString()
                .startsWith("my.yaml:1:7: tag tag:yaml.org,2002:java.net.URL");
    }

    @Test
    void deepNestingIsRefusedAndDoesNotOverflowTheStack() throws IOException {
        assertThat(problemsOf("seed: " + "[".repeat(100_000)))
                .containsExactly("my.yaml:1:39: nested more than 32 deep");
    }

    @Test
    void aHugeFileIsRefusedUnread() throws IOException {
        assertThat(problemsOf("# " + "x".repeat(YamlReader.LARGEST_DOCUMENT)))
                .containsExactly("my.yaml:1:1: is larger than 1 MiB, which no configuration needs");
    }

    @Test
    void anEndlessDeviceIsRefused() {
        Path zero = Path.of("/dev/zero");
        Assumptions.assumeTrue(Files.exists(zero));

        ConfigurationException e = catchThrowableOfType(
                ConfigurationException.class,
                () -> new ConfigurationLoader().file(zero).load());

        assertThat(e).hasMessageContaining("is larger than 1 MiB");
    }

    @Test
    void tensOfThousandsOfUnknownKeysEndAfterTheFirstFew() throws IOException {
        String yaml =
                IntStream.range(0, 60_000).mapToObj(i -> "key_" + i + ": 1\n").collect(Collectors.joining());

        List<String> problems =
                Assertions.assertTimeout(Duration.ofSeconds(20), () -> problemsOf(yaml)); // about 1 s on a slow core

        assertThat(problems).hasSize(50);
    }

    @Test
    void aFileThatIsNotTextIsRefused() throws IOException {
        Path file = folder.resolve("my.yaml");
        Files.write(file, new byte[] {(byte) 0xC3, (byte) 0x28});

        assertThat(problemsOf(file)).containsExactly("my.yaml:1:1: is not UTF-8 text");
    }

    @Test
    void controlCharactersAreRefused() throws IOException {
        assertThat(problemsOf("seed: \u0007\n")).singleElement().asString().contains("not valid YAML");
    }

    @Test
    void aMissingFileAndAFolderAreNamed() throws IOException {
        assertThat(problemsOf(folder.resolve("no.yaml"))).containsExactly("no.yaml:1:1: there is no such file");
        assertThat(problemsOf(folder)).singleElement().asString().endsWith("is a directory, expected a YAML file");
    }

    private Configuration load(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), yaml);
        return new ConfigurationLoader().file(file).load();
    }

    private List<String> problemsOf(String yaml) throws IOException {
        return problemsOf(Files.writeString(folder.resolve("my.yaml"), yaml));
    }

    private List<String> problemsOf(Path file) {
        ConfigurationException e = catchThrowableOfType(
                ConfigurationException.class,
                () -> new ConfigurationLoader().file(file).load());
        assertThat(e).isNotNull();
        return e.problems().stream()
                .map(problem -> problem.toString().replace(folder + "/", ""))
                .toList();
    }
}
