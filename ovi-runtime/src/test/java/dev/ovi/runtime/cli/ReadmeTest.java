package dev.ovi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.runtime.plugin.PluginJar;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README tells readers to type. */
class ReadmeTest {
    private static final Path RECORD = Path.of("..", "examples", "tiny-ovi", "upstream.attention.safetensors");
    private static final int VIDEO_FRAMES = 17;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void theVisualizerCompilesAsPrintedAndDrawsEveryFrame() throws IOException {
        String section = section("A visualizer of your own");
        String source = find(section, "(?s)```java\n(.*?)```");
        String className = find(source, "package (\\S+);") + "." + find(source, "public final class (\\w+)");
        Map<String, String> manifest = attributes(find(section, "(?s)```\n(Plugin-Id.*?)```"));
        assertThat(manifest).containsOnlyKeys("Plugin-Id", "Plugin-Version", "Plugin-Provider", "Plugin-Requires");
        PluginJar jar = PluginJar.named("peak")
                .source(className, source)
                .service(find(section, "META-INF/services/([\\w.]+)"), className);
        manifest.forEach(jar::attribute);
        jar.into(folder.resolve("jars"), "peak.jar");

        int exit = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(
                        "render",
                        RECORD.toString(),
                        "--visualizer",
                        find(section, "ovi render RECORD --visualizer (\\S+)"),
                        "--tokens",
                        "red",
                        "--plugins",
                        folder.resolve("jars").toString(),
                        "--output-dir",
                        folder.toString());

        assertThat(exit).as(err.toString()).isZero();
        Path picture = folder.resolve("upstream_peak_▁red.gif");
        assertThat(out.toString().lines()).containsExactly(picture.toString());
        try (ImageInputStream input = ImageIO.createImageInputStream(picture.toFile())) {
            ImageReader gif = ImageIO.getImageReadersByFormatName("gif").next();
            gif.setInput(input);
            assertThat(gif.getNumImages(true)).isEqualTo(VIDEO_FRAMES);
            BufferedImage first = gif.read(0);
            assertThat(first.getWidth()).isEqualTo(256);
            assertThat(first.getHeight()).as("the frame and its legend").isGreaterThan(256);
        }
    }

    private static String section(String heading) throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        return find(readme, "(?s)\n## " + heading + "\n(.*?)\n## ");
    }

    private static String find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("README.md has %s", pattern).isTrue();
        return matcher.group(1);
    }

    private static Map<String, String> attributes(String lines) {
        Map<String, String> attributes = new LinkedHashMap<>();
        lines.lines().map(line -> line.split(": ", 2)).forEach(pair -> attributes.put(pair[0], pair[1]));
        return attributes;
    }
}
