package dev.ovi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.Prompts;
import dev.ovi.api.record.TokenRole;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.visual.Animation;
import dev.ovi.api.visual.AnimationFormat;
import dev.ovi.runtime.drawing.MediaCanvas;
import dev.ovi.runtime.plugin.PluginJar;
import dev.ovi.runtime.record.RecordFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RenderCommandTest {
    private static final int VIDEO_FRAMES = 5;

    /** Writes down what it was asked for. */
    private static final String ECHO = """
            var lines = new java.util.ArrayList<String>();
            lines.add("words " + request.words());
            lines.add("frame " + request.frame());
            lines.add("slice " + request.slice());
            lines.add("kind " + request.kind() + " " + request.branch());
            lines.add("label " + options.get(LABEL));
            lines.add("video " + frames.file().isPresent() + " " + frames.format().frames());
            for (var other : request.others()) {
                lines.add("other " + other.label() + " " + other.words());
            }
            canvas.text("_echo.txt", String.join("\\n", lines));
            """;

    private static final String ECHO_OPTIONS = """
            static final dev.ovi.api.option.Option<String> LABEL =
                    dev.ovi.api.option.Option.text("label", "none", "A label.");
            static final dev.ovi.api.option.Option<Double> ALPHA =
                    dev.ovi.api.option.Option.number("alpha", 0.4, 0, 1, "Share of heat.");
            public java.util.List<dev.ovi.api.option.Option<?>> options() { return java.util.List.of(LABEL, ALPHA); }
            private dev.ovi.api.option.OptionValues options;
            public void configure(dev.ovi.api.option.OptionValues values) { options = values; }
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path jars;
    private Path record;

    @BeforeEach
    void writeARecordAndPlugins() throws IOException {
        jars = Files.createDirectory(folder.resolve("jars"));
        record = record("run", "red circle", 0, 1, 3);
        PluginJar.named("visualizer-echo")
                .withVisualizer("echo", "demo.Echo", ECHO_OPTIONS, ECHO)
                .into(jars, "echo.jar");
    }

    @Test
    void everyVisualizerDrawsAndItsFilesArePrinted() throws IOException {
        PluginJar.visualizer("dots", "demo.Dots", "canvas.text(\"_dots.svg\", \"<svg/>\");")
                .into(jars, "dots.jar");

        int exit = render("--visualizer", "echo,dots", "--tokens", "circle");

        assertThat(exit).as(err.toString()).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        folder.resolve("run_echo.txt").toString(),
                        folder.resolve("run_dots.svg").toString());
        assertThat(err.toString().lines())
                .containsExactly(
                        "ovi: run_echo.txt: " + Files.size(folder.resolve("run_echo.txt")) + " bytes",
                        "ovi: run_dots.svg: 6 bytes");
        assertThat(echo("run"))
                .contains(
                        "words [circle[1]]",
                        "frame Optional.empty",
                        "kind TEXT_TO_VIDEO CONDITIONAL",
                        "label none",
                        "video false 5");
    }

    @Test
    void whatTheUserAskedForReachesTheVisualizer() throws IOException {
        int exit = render(
                "--visualizer",
                "echo",
                "--tokens",
                "circle,red",
                "--frame",
                "3",
                "--step",
                "1",
                "--set",
                "visualize.options.echo.label=mine",
                "--output-dir",
                folder.resolve("out").toString());

        assertThat(exit).as(err.toString()).isZero();
        assertThat(Files.readAllLines(folder.resolve("out/run_echo.txt")))
                .contains(
                        "words [circle[1], red[0]]",
                        "frame Optional[Single[videoFrame=3]]",
                        "slice MapSlice[step=OptionalInt[1], layer=OptionalInt.empty, head=OptionalInt.empty]",
                        "label mine");
    }

    @Test
    void withoutWordsTheMeanOverTheRealTokensIsDrawn() throws IOException {
        render("--visualizer", "echo", "--frame", "all");

        assertThat(echo("run")).contains("words [mean[0, 1]]", "frame Optional[All[]]");
    }

    @Test
    void theVideoBesideTheRecordIsUsed() throws IOException {
        video("run", VIDEO_FRAMES, 64, 32);

        assertThat(render("--visualizer", "echo")).isZero();

        assertThat(echo("run")).contains("video true 5");
    }

    @Test
    void aVideoOfAnotherLengthOrShapeIsRefused() throws IOException {
        Path longer = video("longer", VIDEO_FRAMES + 2, 64, 32);
        Path square = video("square", VIDEO_FRAMES, 64, 64);

        assertThat(render("--visualizer", "echo", "--video", longer.toString())).isEqualTo(2);
        assertThat(render("--visualizer", "echo", "--video", square.toString())).isEqualTo(2);

        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("longer.mp4", "has 7 frames", "made with 5"),
                        line -> assertThat(line).contains("square.mp4", "64×64", "64×32"));
        assertThat(folder.resolve("run_echo.txt")).doesNotExist();
    }

    @Test
    void aScaledCopyOfTheVideoIsUsed() throws IOException {
        Path scaled = video("scaled", VIDEO_FRAMES, 128, 64);

        assertThat(render("--visualizer", "echo", "--video", scaled.toString())).isZero();
    }

    @Test
    void aVisualizerThatThrowsIsNamedAndTheOthersGoOn() throws IOException {
        PluginJar.visualizer("broken", "demo.Broken", """
                        canvas.animation("_half", dev.ovi.api.visual.AnimationFormat.GIF,
                                dev.ovi.api.visual.Animation.silent(3, 10, index -> {
                                    if (index == 1) { throw new IllegalStateException("lost my brush"); }
                                    return frames.frame(0);
                                }));
                        """).into(jars, "broken.jar");

        int exit = render("--visualizer", "broken,echo");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "ovi: visualizer broken (broken.jar 1.2.3): IllegalStateException: lost my brush",
                        "ovi: run_echo.txt: " + Files.size(folder.resolve("run_echo.txt")) + " bytes");
        assertThat(out.toString().lines())
                .containsExactly(folder.resolve("run_echo.txt").toString());
        assertThat(filesOf(folder)).containsExactlyInAnyOrder("run.attention.safetensors", "run_echo.txt");
    }

    @Test
    void aVisualizerWhoseConstructorThrowsIsNamedAndTheOthersGoOn() throws IOException {
        PluginJar.named("shy")
                .withVisualizer(
                        "shy", "demo.Shy", "public Shy() { throw new IllegalStateException(\"no display\"); }", "")
                .into(jars, "shy.jar");

        int exit = render("--visualizer", "shy,echo");

        assertThat(exit).isEqualTo(1);
        assertThat(err.toString()).contains("\"shy\"", "demo.Shy (shy.jar 1.2.3): IllegalStateException: no display");
        assertThat(folder.resolve("run_echo.txt")).exists();
    }

    @Test
    void anUnknownVisualizerIsAWrongCallAndNothingIsDrawn() {
        assertThat(render("--visualizer", "echo,ecko")).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("no visualizer is called \"ecko\"; the nearest is \"echo\"");
        assertThat(folder.resolve("run_echo.txt")).doesNotExist();
    }

    @Test
    void whatTheRecordLacksIsAWrongCallThatSaysWhatThereIs() throws IOException {
        assertThat(render("--visualizer", "echo", "--tokens", "circel")).isEqualTo(2);
        assertThat(render("--visualizer", "echo", "--step", "9")).isEqualTo(2);
        assertThat(render("--visualizer", "echo", "--layer", "0")).isEqualTo(2);
        assertThat(render("--visualizer", "echo", "--frame", "5")).isEqualTo(2);
        assertThat(render("--visualizer", "echo", "--kind", "audio_to_video")).isEqualTo(2);
        record = record("few", "red circle", 1);
        assertThat(render("--visualizer", "echo", "--tokens", "red")).isEqualTo(2);

        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"circel\" is not a word", "circle"),
                        line -> assertThat(line).contains("step 9 is not in text_to_video.conditional", "0 to 1"),
                        line -> assertThat(line).contains("layer 0", "only the mean over layers"),
                        line -> assertThat(line).contains("video frame 5 does not exist", "0 to 4"),
                        line -> assertThat(line).contains("no audio_to_video maps", "text_to_video.conditional"),
                        line -> assertThat(line).contains("few: \"red\" was not captured; there is circle"));
    }

    @Test
    void aWrongOptionIsAWrongCall() {
        assertThat(render("--visualizer", "echo", "--set", "visualize.options.echo.alhpa=0.5"))
                .isEqualTo(2);
        assertThat(render("--visualizer", "echo", "--set", "visualize.options.echo.alpha=2"))
                .isEqualTo(2);
        assertThat(render("--visualizer", "echo", "--set", "visualize.options.eccho.alpha=0.5"))
                .isEqualTo(2);
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("did you mean \"alpha\"?"),
                        line -> assertThat(line).contains("a number from 0.0 to 1.0"),
                        line -> assertThat(line).contains("did you mean \"echo\"?"));
    }

    @Test
    void aMissingRecordIsAWrongCallAndADamagedOneIsFailedWork() throws IOException {
        Path damaged = Files.writeString(folder.resolve("damaged.attention.safetensors"), "no record");

        assertThat(execute("render", folder.resolve("absent").toString())).isEqualTo(2);
        assertThat(execute("render", damaged.toString())).isEqualTo(1);

        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("absent: there is no such file"),
                        line -> assertThat(line).contains("damaged.attention.safetensors"));
    }

    @Test
    void aFolderThatCannotBeWrittenToIsFailedWork() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(render(
                        "--visualizer",
                        "echo",
                        "--output-dir",
                        file.resolve("out").toString()))
                .isEqualTo(1);

        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("ovi: visualizer echo (echo.jar 1.2.3): cannot write ");
    }

    @Test
    void otherRecordsComeWithTheirOwnWords() throws IOException {
        Path other = record("other", "a circle", 0, 1, 3);

        assertThat(render("--visualizer", "echo", "--tokens", "circle", "--compare", other.toString()))
                .isZero();

        assertThat(echo("run")).contains("other other [circle[1]]");
    }

    @Test
    void machinesReadFilesAndProblems() throws IOException {
        PluginJar.visualizer("broken", "demo.Broken", "throw new IllegalStateException(\"lost my brush\");")
                .into(jars, "broken.jar");

        assertThat(render("--visualizer", "broken,echo", "--json")).isEqualTo(1);

        JsonNode report = new JsonMapper().readTree(out.toString());
        assertThat(report.path("files").get(0).path("file").asString())
                .isEqualTo(folder.resolve("run_echo.txt").toString());
        assertThat(report.path("files").get(0).path("bytes").asLong())
                .isEqualTo(Files.size(folder.resolve("run_echo.txt")));
        assertThat(report.path("files").get(0).has("note")).isTrue();
        assertThat(report.path("problems").get(0).asString()).contains("lost my brush");
        assertThat(report.propertyNames()).containsExactly("files", "problems");
    }

    /** A record of two steps over 2×2×4 patches with the given positions captured. */
    private Path record(String name, String text, Integer... positions) {
        List<PromptToken> tokens = new ArrayList<>();
        int start = 0;
        for (String word : text.split(" ")) {
            tokens.add(new PromptToken(
                    tokens.size(), 10 + tokens.size(), "▁" + word, start, start + word.length(), TokenRole.TEXT));
            start += word.length() + 1;
        }
        tokens.add(new PromptToken(tokens.size(), 1, "</s>", text.length(), text.length(), TokenRole.END));
        var grid = new PatchGrid(2, 2, 4);
        MemorySegment values = Arena.ofAuto().allocate(2L * positions.length * grid.size() * Float.BYTES, Float.BYTES);
        var series = new MapSeries(
                AttentionKind.TEXT_TO_VIDEO,
                Branch.CONDITIONAL,
                List.of(0, 1),
                List.of(),
                List.of(),
                List.of(positions),
                grid,
                values);
        Path file = folder.resolve(name + RecordFile.EXTENSION);
        RecordFile.write(
                file,
                AttentionRecord.builder()
                        .prompts(Prompts.of(new PromptText(text, text, tokens, 8)))
                        .timesteps(List.of(1000.0, 500.0))
                        .video(new VideoFormat(64, 32, VIDEO_FRAMES, 24))
                        .frames(new FrameMapping(VIDEO_FRAMES, 4))
                        .series(List.of(series))
                        .build());
        return file;
    }

    private Path video(String name, int frames, int width, int height) throws IOException {
        return new MediaCanvas(folder, name, written -> {})
                .animation(
                        "",
                        AnimationFormat.MP4,
                        Animation.silent(
                                frames, 24, index -> new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB)));
    }

    private List<String> echo(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name + "_echo.txt"));
    }

    private static List<String> filesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    private int render(String... options) {
        List<String> args = new ArrayList<>(List.of("render", record.toString(), "--plugins", jars.toString()));
        args.addAll(List.of(options));
        return execute(args.toArray(String[]::new));
    }

    private int execute(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
