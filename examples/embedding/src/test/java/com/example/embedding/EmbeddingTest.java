package com.example.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.record.MapSeries;
import dev.ovi.runtime.Ovi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
    private final Path folder = Path.of("target", "outputs");

    @BeforeEach
    void forgetEarlierOutputs() throws IOException {
        Files.createDirectories(folder);
        for (Path file : files("")) {
            Files.delete(file);
        }
    }

    @Test
    void twoVideosAreMadeDrawnAndRead() throws IOException {
        Properties properties = (Properties) System.getProperties().clone();
        Locale locale = Locale.getDefault();
        Map<Thread, StackTraceElement[]> threads = Thread.getAllStackTraces();

        Embedding.main(Path.of("..", "tiny-ovi", "tiny-ovi.yaml").toString(), folder.toString());

        assertThat(files(".mp4")).hasSize(2);
        assertThat(files("_storyboard_frame0.png")).hasSize(2);
        for (Path file : files(".attention.safetensors")) {
            MapSeries words = Ovi.read(file).record().series(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL);
            assertThat(words.steps()).containsExactly(0, 1, 2, 3);
        }
        assertThat(System.getProperties()).as("the process is still ours").containsAllEntriesOf(properties);
        assertThat(System.getProperties().stringPropertyNames())
                .filteredOn(name -> !properties.containsKey(name))
                .as("only the JDK and JNA say something of themselves")
                .allMatch(name -> name.equals("user.timezone") || name.startsWith("jna.") || name.equals("jnidispatch.path"));
        assertThat(Locale.getDefault()).isEqualTo(locale);
        assertThat(Thread.getDefaultUncaughtExceptionHandler()).isNull();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !thread.isDaemon() && !threads.containsKey(thread))
                .as("threads that would keep the process alive")
                .isEmpty();
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
