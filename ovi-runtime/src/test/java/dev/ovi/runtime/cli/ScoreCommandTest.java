package dev.ovi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import dev.ovi.runtime.media.Pictures;
import dev.ovi.runtime.record.RecordFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run of five frames of 128×64 pixels, over 2×4×8 patches of 16 pixels. Its video shows a red square in four patches on
 * the left and a blue one in four on the right; the map of {@code red} is hot on the red one and that of {@code blue} on
 * the blue one, but only at the second of two steps.
 */
class ScoreCommandTest {
    private static final PatchGrid GRID = new PatchGrid(2, 4, 8);
    private static final int VIDEO_FRAMES = 5;
    private static final int WIDTH = 128;
    private static final int HEIGHT = 64;
    private static final int LEFT = 16;
    private static final int RIGHT = 80;
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path record;

    @BeforeEach
    void writeARun() throws IOException {
        record = record("run", "a red circle and a blue square", List.of());
        video("run", VIDEO_FRAMES, WIDTH, HEIGHT);
    }

    @Test
    void aMapThatLiesOnItsObjectIsTold() {
        assertThat(score("--color", "red", "--tokens", "red", "--step", "1")).isZero();

        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("run"),
                        line -> assertThat(line)
                                .matches("WORD +OBJECT +FRAMES +POINTING +AUROC +IOU AT 0.50 +BEST IOU +AT"),
                        // 4 of 32 patches are the object's. The codec may colour a few pixels beside it.
                        line -> assertThat(line)
                                .matches(
                                        "red +red +2/2 +1\\.000 \\(0\\.125\\) +(1\\.0|0\\.9[5-9])\\d+ \\(0\\.500\\).*"));
    }

    @Test
    void aMaskIsExact() throws IOException {
        Path mask = Pictures.write(folder.resolve("mask.png"), mask(LEFT, WIDTH, HEIGHT))
                .file();

        JsonNode row = json("--mask", mask.toString(), "--tokens", "red", "--step", "1")
                .path("rows")
                .path(0);

        assertThat(row.path("object").asString()).isEqualTo(mask.toString());
        assertThat(row.path("scored_frames").asInt()).isEqualTo(2);
        assertThat(row.path("pointing").asDouble()).isEqualTo(1);
        assertThat(row.path("pointing_chance").asDouble()).isEqualTo(0.125);
        assertThat(row.path("auroc").asDouble()).isEqualTo(1);
        assertThat(row.path("auroc_chance").asDouble()).isEqualTo(0.5);
        assertThat(row.path("iou").asDouble()).isEqualTo(1);
        // Four patches at random hold half a patch of the object: 0.5 / 7.5.
        assertThat(row.path("iou_chance").asDouble()).isCloseTo(1 / 15.0, within(1e-12));
        assertThat(row.path("best_iou").asDouble()).isEqualTo(1);
        assertThat(row.path("best_iou_chance").asDouble()).isEqualTo(0.125);
    }

    @Test
    void masksOfEachFrameMayBeAFolderOrAVideoOfAnySize() throws IOException {
        Path masks = Files.createDirectory(folder.resolve("masks"));
        for (int frame = 0; frame < VIDEO_FRAMES; frame++) {
            // The names of the first and of the last are as long as they are in most people's folders.
            String name = "m" + (frame + 6) + ".png";
            Pictures.write(masks.resolve(name), mask(frame == 0 ? LEFT : RIGHT, 2 * WIDTH, 2 * HEIGHT));
        }
        Path film = animation("film", VIDEO_FRAMES, frame -> mask(frame == 0 ? LEFT : RIGHT, WIDTH, HEIGHT));

        for (Path mask : List.of(masks, film)) {
            JsonNode row = json("--mask", mask.toString(), "--tokens", "red", "--step", "1")
                    .path("rows")
                    .path(0);

            // The mask is on the red square in the first latent frame alone.
            assertThat(row.path("pointing").asDouble()).as("%s", mask).isEqualTo(0.5);
            assertThat(row.path("pointing_chance").asDouble()).as("%s", mask).isEqualTo(0.125);
        }
    }

    @Test
    void autoHoldsEachWordAgainstTheColourThatItSpeaksOf() {
        JsonNode report = json("--color", "auto", "--step", "1");

        assertThat(report.path("rows"))
                .extracting(row ->
                        row.path("word").asString() + " " + row.path("object").asString())
                .containsExactly("red red", "circle red", "blue blue", "square blue");
        assertThat(report.path("means"))
                .extracting(mean -> mean.path("of").asString() + " "
                        + mean.path("scored_rows").asInt())
                .containsExactly("colour words 2", "other words 2");
        assertThat(report.path("means").path(0).path("pointing").asDouble()).isEqualTo(1);
        assertThat(report.path("means").path(0).path("auroc").asDouble()).isGreaterThan(0.95);
        // Maps without heat reach what chance does.
        assertThat(report.path("means").path(1).path("auroc").asDouble()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void eachWordIsHeldAgainstEachColour() {
        JsonNode rows = json("--color", "red,#2040E0", "--tokens", "red,blue", "--step", "1")
                .path("rows");

        assertThat(rows)
                .extracting(row -> row.path("word").asString() + " "
                        + row.path("object").asString() + " "
                        + row.path("pointing").asDouble())
                .containsExactly("red red 1.0", "red #2040e0 0.0", "blue red 0.0", "blue #2040e0 1.0");
    }

    @Test
    void withoutWordsAllWordsWithAContentAreScored() {
        assertThat(json("--color", "red").path("rows"))
                .extracting(row -> row.path("word").asString())
                .containsExactly("red", "circle", "blue", "square");
    }

    @Test
    void stepsAreScoredOneByOne() {
        assertThat(score("--color", "red", "--tokens", "red", "--by", "step", "--csv", "-"))
                .isZero();

        List<CSVRecord> rows = csv(out.toString());
        assertThat(rows).extracting(row -> row.get("step")).containsExactly("0", "1");
        assertThat(Double.parseDouble(rows.get(0).get("auroc"))).isCloseTo(0.5, within(1e-9));
        assertThat(Double.parseDouble(rows.get(1).get("auroc"))).isGreaterThan(0.95);
    }

    @Test
    void layersAreScoredOneByOneWhereTheRecordKeepsThem() throws IOException {
        assertThat(score("--color", "red", "--by", "layer")).isEqualTo(2);
        assertThat(err.toString()).contains("run: there is no score by layer", "granularity=layer");
        record = record("deep", "a red circle and a blue square", List.of(0, 3));
        video("deep", VIDEO_FRAMES, WIDTH, HEIGHT);

        JsonNode rows = json("--color", "red", "--tokens", "red", "--step", "1", "--by", "layer")
                .path("rows");

        // Only the last layer of the record is hot on objects.
        assertThat(rows).extracting(row -> row.path("layer").asInt()).containsExactly(0, 3);
        assertThat(rows.path(0).path("auroc").asDouble()).isCloseTo(0.5, within(1e-9));
        assertThat(rows.path(1).path("auroc").asDouble()).isGreaterThan(0.95);
    }

    @Test
    void severalRecordsAreAveraged() throws IOException {
        Path other = record("other", "a red circle and a blue square", List.of());
        animation("other", VIDEO_FRAMES, frame -> scene(WIDTH, HEIGHT, false));
        Path csv = folder.resolve("out/rows.csv");

        assertThat(execute(
                        "score",
                        record.toString(),
                        other.toString(),
                        "--color",
                        "red,blue",
                        "--tokens",
                        "red",
                        "--csv",
                        csv.toString()))
                .isZero();

        assertThat(out.toString())
                .containsPattern("\"red\" on red +2/2 +1\\.000")
                // The other run has no blue object; that is a finding, and counted.
                .containsPattern("\"red\" on blue +1/2 +0\\.000")
                .containsPattern("red +blue +0/2 +- +- +- +- +-");
        assertThat(csv(Files.readString(csv)))
                .extracting(row -> row.get("record") + " " + row.get("object") + " " + row.get("scored_frames") + " "
                        + row.get("pointing"))
                .containsExactly("run red 2 1.0", "run blue 2 0.0", "other red 2 1.0", "other blue 0 ");
    }

    @Test
    void anObjectThatIsNotThereIsFailedWorkThatSaysHowMuchOfTheColourThereIs() {
        assertThat(score("--color", "green", "--tokens", "red")).isEqualTo(1);

        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .matches("ovi: run: nothing could be scored: green fills at most 0\\.\\d\\d % of a latent frame, and an"
                        + " object is what fills 2\\.00 % \\(--min-area\\)");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aMaskThatMarksNothingIsFailedWork() throws IOException {
        Path black = folder.resolve("black.png");
        Pictures.write(black, new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB));
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");

        assertThat(score("--mask", black.toString())).isEqualTo(1);
        assertThat(score("--mask", text.toString())).isEqualTo(1);

        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("black.png: the mask marks nothing", "brighter than half"),
                        line -> assertThat(line).contains("cannot read the picture", "text.png"));
    }

    @Test
    void aMaskThatDoesNotFitIsAWrongCall() throws IOException {
        Path square =
                Pictures.write(folder.resolve("square.png"), mask(LEFT, 64, 64)).file();
        Path masks = Files.createDirectory(folder.resolve("masks"));
        Pictures.write(masks.resolve("1.png"), mask(LEFT, WIDTH, HEIGHT));
        Pictures.write(masks.resolve("2.png"), mask(LEFT, WIDTH, HEIGHT));
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThat(score("--mask", square.toString())).isEqualTo(2);
        assertThat(score("--mask", masks.toString())).isEqualTo(2);
        assertThat(score("--mask", empty.toString())).isEqualTo(2);
        assertThat(score("--mask", folder.resolve("absent.png").toString())).isEqualTo(2);

        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("square.png: the mask is 64×64", "128×64"),
                        line -> assertThat(line).contains("masks: there are 2 masks", "5 video frames"),
                        line -> assertThat(line).contains("empty: there are 0 masks"),
                        line -> assertThat(line).endsWith("absent.png: there is no such mask"));
    }

    @Test
    void whatTheUserAsksForMustBeThere() throws IOException {
        assertThat(score("--color", "red", "--tokens", "circel")).isEqualTo(2);
        assertThat(score("--color", "purpel")).isEqualTo(2);
        assertThat(score("--color", "red", "--step", "9")).isEqualTo(2);
        assertThat(score("--color", "red", "--kind", "text_to_audio")).isEqualTo(2);
        record = record("rings", "a red ring and a blue ring", List.of());
        assertThat(score("--color", "auto", "--tokens", "ring")).isEqualTo(2);
        record = record("bland", "a man who runs", List.of());
        assertThat(score("--color", "auto")).isEqualTo(2);
        assertThat(score("--color", "red")).isEqualTo(2);

        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"circel\" is not a word", "circle"),
                        line -> assertThat(line).contains("\"purpel\" is not a colour", "nearest are purple"),
                        line -> assertThat(line).contains("step 9 is not in text_to_video.conditional", "0 to 1"),
                        line -> assertThat(line).contains("text_to_audio has maps over sound", "text_to_video"),
                        line -> assertThat(line).contains("\"ring\" speaks of objects that are red and blue", "ring#1"),
                        line -> assertThat(line).contains("\"a man who runs\" names no colour", "red, orange"),
                        line -> assertThat(line).contains("bland: there is no video beside the record", "--video"));
    }

    @Test
    void aCallThatContradictsItselfIsRefused() throws IOException {
        Path other = record("other", "a red circle and a blue square", List.of());

        assertThat(score()).isEqualTo(2);
        assertThat(score("--color", "red", "--mask", "mask.png")).isEqualTo(2);
        assertThat(score("--color", "red", "--threshold", "1.5")).isEqualTo(2);
        assertThat(score("--color", "red", "--min-area", "-1")).isEqualTo(2);
        assertThat(score("--color", "red", "--json", "--csv", "-")).isEqualTo(2);
        assertThat(score("--color", "red", "--video", "run.mp4", other.toString()))
                .isEqualTo(2);

        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("either --color", "or --mask"),
                        line -> assertThat(line).contains("either --color", "or --mask"),
                        line -> assertThat(line).contains("--threshold is 1.5; expected a number from 0 to 1"),
                        line -> assertThat(line).contains("--min-area is -1.0; expected a number from 0 to 1"),
                        line -> assertThat(line).contains("--json and --csv - both write to standard output"),
                        line -> assertThat(line).contains("--video names the video of one record, and there are 2"));
    }

    @Test
    void aVideoOfAnotherRunIsRefused() throws IOException {
        Path longer = video("longer", VIDEO_FRAMES + 2, WIDTH, HEIGHT);
        Path square = video("square", VIDEO_FRAMES, 64, 64);
        Path broken = Files.writeString(folder.resolve("broken.mp4"), "no video");

        assertThat(score("--color", "red", "--video", longer.toString())).isEqualTo(2);
        assertThat(score("--color", "red", "--video", square.toString())).isEqualTo(2);
        assertThat(score("--color", "red", "--video", broken.toString())).isEqualTo(1);

        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("longer.mp4", "has 7 frames", "made with 5"),
                        line -> assertThat(line).contains("square.mp4", "64×64", "128×64"),
                        line -> assertThat(line).contains("broken.mp4"));
    }

    @Test
    void aMissingRecordIsAWrongCallAndADamagedOneIsFailedWork() throws IOException {
        Path damaged = Files.writeString(folder.resolve("damaged.attention.safetensors"), "no record");

        assertThat(execute("score", folder.resolve("absent").toString(), "--color", "red"))
                .isEqualTo(2);
        assertThat(execute("score", damaged.toString(), "--color", "red")).isEqualTo(1);

        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("absent: there is no such file"),
                        line -> assertThat(line).contains("damaged.attention.safetensors"));
    }

    @Test
    void aCsvFileThatCannotBeWrittenIsFailedWork() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(score("--color", "red", "--csv", file.resolve("rows.csv").toString()))
                .isEqualTo(1);

        assertThat(err.toString()).contains("cannot write", "rows.csv");
        assertThat(out.toString()).isEmpty();
    }

    /**
     * A record of two steps, with all words captured.
     *
     * @param layers none for means over layers; else only the last is hot
     */
    private Path record(String name, String text, List<Integer> layers) {
        List<PromptToken> tokens = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        int start = 0;
        for (String word : text.split(" ")) {
            positions.add(tokens.size());
            tokens.add(new PromptToken(
                    tokens.size(), 10 + tokens.size(), "▁" + word, start, start + word.length(), TokenRole.TEXT));
            start += word.length() + 1;
        }
        tokens.add(new PromptToken(tokens.size(), 1, "</s>", text.length(), text.length(), TokenRole.END));
        int depth = Math.max(layers.size(), 1);
        long patches = GRID.size();
        MemorySegment values = Arena.ofAuto().allocate(2L * depth * positions.size() * patches * Float.BYTES, 4);
        for (int position : positions) {
            String word = tokens.get(position).piece();
            int left = word.equals("▁red") ? LEFT : word.equals("▁blue") ? RIGHT : -1;
            long map = ((long) (depth + depth - 1) * positions.size() + position) * patches; // step 1, last layer
            for (int patch = 0; patch < patches && left >= 0; patch++) {
                int x = patch % GRID.width() * 16;
                int y = patch / GRID.width() % GRID.height() * 16;
                boolean hot = x >= left && x < left + 32 && y >= 16 && y < 48;
                values.set(FLOAT, (map + patch) * Float.BYTES, hot ? 0.8f : 0.1f);
            }
        }
        var series = new MapSeries(
                AttentionKind.TEXT_TO_VIDEO,
                Branch.CONDITIONAL,
                List.of(0, 1),
                layers,
                List.of(),
                positions,
                GRID,
                values);
        Path file = folder.resolve(name + RecordFile.EXTENSION);
        RecordFile.write(
                file,
                AttentionRecord.builder()
                        .prompts(Prompts.of(new PromptText(text, text, tokens, 16)))
                        .timesteps(List.of(1000.0, 500.0))
                        .video(new VideoFormat(WIDTH, HEIGHT, VIDEO_FRAMES, 24))
                        .frames(new FrameMapping(VIDEO_FRAMES, 4))
                        .series(List.of(series))
                        .build());
        return file;
    }

    private static BufferedImage scene(int width, int height, boolean withBlue) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(new Color(0x303030));
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(Color.RED);
        graphics.fillRect(LEFT, 16, 32, 32);
        if (withBlue) {
            graphics.setColor(Color.BLUE);
            graphics.fillRect(RIGHT, 16, 32, 32);
        }
        graphics.dispose();
        return picture;
    }

    /** White where an object is, whose left edge is given in pixels of the video. */
    private static BufferedImage mask(int left, int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.scale((double) width / WIDTH, (double) height / HEIGHT);
        graphics.fillRect(left, 16, 32, 32);
        graphics.dispose();
        return picture;
    }

    private Path video(String name, int frames, int width, int height) throws IOException {
        return animation(name, frames, frame -> scene(width, height, true));
    }

    private Path animation(String name, int frames, Animation.Painter painter) throws IOException {
        return new MediaCanvas(folder, name, written -> {})
                .animation("", AnimationFormat.MP4, Animation.silent(frames, 24, painter));
    }

    private static List<CSVRecord> csv(String text) {
        try (var parser = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(text))) {
            return parser.getRecords();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode json(String... options) {
        List<String> args = new ArrayList<>(List.of(options));
        args.add("--json");
        assertThat(score(args.toArray(String[]::new))).as(err.toString()).isZero();
        JsonNode report = new JsonMapper().readTree(out.toString());
        out.getBuffer().setLength(0);
        return report;
    }

    private int score(String... options) {
        List<String> args = new ArrayList<>(List.of("score", record.toString()));
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
