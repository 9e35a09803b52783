package dev.ovi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.record.Word;
import dev.ovi.api.visual.Figure;
import dev.ovi.api.visual.FigureFormat;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.runtime.drawing.MediaCanvas;
import dev.ovi.runtime.media.BlackFrames;
import dev.ovi.runtime.record.RecordFile;
import dev.ovi.visualizer.report.ReportVisualizer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run, as a user asks for it and a browser reads it. */
class ReportEndToEndTest {
    @TempDir
    Path folder;

    private Path record;

    @BeforeEach
    void copyTheExample() throws IOException {
        record = ExampleRecord.copy(folder);
    }

    @Test
    void itIsDrawnLastWhereverItIsNamedAndHoldsWhatTheOthersDrew() throws IOException {
        CommandLineRun run = render(record, "--visualizer", "report,jet-gif", "--tokens", "red,blue", "--frame", "8");
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> files = run.out().lines().toList();
        assertThat(files)
                .containsExactly(
                        folder.resolve("upstream_attention_frame8_▁red.gif").toString(),
                        folder.resolve("upstream_attention_frame8_▁blue.gif").toString(),
                        folder.resolve("upstream_report.html").toString());

        Document page = page("upstream");
        assertThat(page.select(".attachment img"))
                .hasSize(2)
                .allSatisfy(image ->
                        assertThat(bytes(image)).isEqualTo(Files.readAllBytes(folder.resolve(image.attr("alt")))));
        assertThat(bytes(page.expectFirst("#viewer video")))
                .isEqualTo(Files.readAllBytes(folder.resolve("upstream.mp4")));
    }

    @Test
    void nothingIsLoadedFromAnywhereElse() throws IOException {
        render(record, "--visualizer", "report,jet-gif");
        Document page = page("upstream");
        List<String> addresses = new ArrayList<>();
        for (String attribute : List.of("src", "srcset", "href", "poster", "data", "action", "background")) {
            page.select("[" + attribute + "]").forEach(element -> addresses.add(element.attr(attribute)));
        }
        assertThat(addresses).isNotEmpty().allMatch(address -> address.startsWith("data:"));
        assertThat(page.select("link, iframe, object, embed, script[src]")).isEmpty();
        assertThat(page.select("style").outerHtml()).doesNotContain("@import", "url(");
        // A browser enforces it, too.
        assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
                .startsWith("default-src 'none'");
    }

    @Test
    void allWordsAreThereAndShadedInTheOrderOfTheirShares() throws IOException {
        render(record, "--visualizer", "report");
        AttentionRecord expected = ExampleRecord.read();
        Element prompt = page("upstream").expectFirst(".prompt");
        assertThat(prompt.wholeText()).isEqualTo(expected.prompt().text());
        List<Word> words = expected.prompt().words();
        List<Element> shown = prompt.select(".word");
        assertThat(shown.stream().map(Element::text))
                .containsExactlyElementsOf(words.stream().map(Word::text).toList());

        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(i -> share(expected, words.get(i))));
        assertThat(order.stream().map(i -> shade(shown.get(i))).toList()).isSorted();
        Element most = shown.get(order.getLast());
        assertThat(shade(most)).isEqualTo(1);
        assertThat(most.attr("title"))
                .startsWith("%s: %.3g %% of the attention"
                        .formatted(most.text(), 100 * share(expected, words.get(order.getLast()))));
    }

    private static double shade(Element word) {
        return Double.parseDouble(word.attr("style").replace("--shade:", ""));
    }

    /** The mean over steps, frames and patches of the probability of the word's tokens, in float64. */
    private static double share(AttentionRecord record, Word word) {
        double sum = 0;
        for (int token : word.tokens()) {
            for (int step = 0; step < ExampleRecord.STEPS; step++) {
                for (int frame = 0; frame < ExampleRecord.FRAMES; frame++) {
                    for (int row = 0; row < ExampleRecord.SIDE; row++) {
                        for (int column = 0; column < ExampleRecord.SIDE; column++) {
                            sum += ExampleRecord.value(record, step, token, frame, row, column);
                        }
                    }
                }
            }
        }
        return sum / (ExampleRecord.STEPS * ExampleRecord.FRAMES * ExampleRecord.SIDE * ExampleRecord.SIDE);
    }

    @Test
    void aHostilePromptIsTextAndNothingElse() throws IOException {
        String prompt = "</script><script></script>\"<AUDCAP>{{style}}";
        Path hostile =
                ExampleRecord.write(folder.resolve("hostile" + RecordFile.EXTENSION), ExampleRecord.prompt(prompt));
        CommandLineRun run = render(hostile, "--visualizer", "report", "--tokens", "all");
        assertThat(run.exitCode()).as(run.err()).isZero();
        Document page = page("hostile");
        assertThat(page.select("script")).hasSize(1);
        assertThat(page.select("style")).hasSize(1);
        assertThat(page.title()).isEqualTo("Attention: " + prompt);
        assertThat(page.expectFirst(".prompt").wholeText()).isEqualTo(prompt);
        assertThat(page.select("audcap, b")).isEmpty();
    }

    @Test
    void whatTheRunWasAndWhatItsCaptureCostsIsSaid() throws IOException {
        render(record, "--visualizer", "report");
        String text = page("upstream").text();
        assertThat(text)
                .contains("256×256 pixels, 17 frames at 24 a second, 5 latent frames")
                .contains("grid 5×16×16", "8 steps (0 to 7), mean over layers, mean over heads")
                .contains("solver_name unipc")
                // 8 steps × 22 positions; × 1280 patches × 4 bytes; 8 × 1280 × 48 tokens × 4 bytes
                .contains("text_to_video.conditional 176 880.0 KiB 1.9 MiB a layer and head")
                .doesNotContain("This run was stopped");
    }

    @Test
    void aStoppedRunIsMarked() throws IOException {
        Path stopped = ExampleRecord.writePartial(folder.resolve("stopped" + RecordFile.EXTENSION), 3);
        render(stopped, "--visualizer", "report");
        assertThat(page("stopped").select(".partial").text()).startsWith("This run was stopped after 3 of 8 steps.");
    }

    @Test
    void everyPictureSaysWhatItShows() throws IOException {
        render(record, "--visualizer", "report,jet-gif");
        Document page = page("upstream");
        assertThat(page.select("img"))
                .isNotEmpty()
                .allMatch(image -> !image.attr("alt").isBlank());
        assertThat(page.select("video"))
                .isNotEmpty()
                .allMatch(video -> !video.attr("aria-label").isBlank());
        assertThat(page.expectFirst("html").attr("lang")).isEqualTo("en");
    }

    @Test
    void aDamagedRecordLeavesNoPage() throws IOException {
        Path damaged =
                ExampleRecord.write(folder.resolve("damaged" + RecordFile.EXTENSION), Map.of(), index -> Double.NaN);
        CommandLineRun run = render(damaged, "--visualizer", "report");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).singleElement().asString().contains("the record is damaged");
        assertThat(folder.resolve("damaged_report.html")).doesNotExist();
    }

    @Test
    void aFileThatVanishedIsSaidToBeMissingAndTheRestIsThere() throws IOException {
        var canvas = new MediaCanvas(folder, "run", written -> {});
        var picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        Path vanished = canvas.picture("_vanished", picture);
        Path there = canvas.figure("_there", FigureFormat.PNG, Figure.of(picture));
        Files.delete(vanished);
        AttentionRecord example = ExampleRecord.read();
        RenderRequest request = RenderRequest.builder(AttentionKind.TEXT_TO_VIDEO, List.of(TokenGroup.single("red", 1)))
                .build();
        new ReportVisualizer().render(example, new BlackFrames(example.video()), request, canvas);

        Document page = page("run");
        assertThat(page.select(".attachment .note").text())
                .contains("cannot read")
                .contains("run_vanished.png");
        assertThat(bytes(page.expectFirst(".attachment img"))).isEqualTo(Files.readAllBytes(there));
    }

    @Test
    void aRunDrawsItsOwnReport() throws IOException {
        Path outputs = Files.createDirectory(folder.resolve("outputs"));
        CommandLineRun run = CommandLineRun.generate(
                outputs, "a red circle moving left", "--steps", "1", "--visualizer", "report,jet-gif");
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<Path> files;
        try (var all = Files.list(outputs)) {
            files = all.toList();
        }
        Path report = files.stream()
                .filter(file -> file.toString().endsWith("_report.html"))
                .findFirst()
                .orElseThrow();
        Document page = Jsoup.parse(report);
        assertThat(page.expectFirst(".prompt").wholeText()).startsWith("a red circle moving left");
        assertThat(page.select(".attachment img")).hasSize(1);
        assertThat(page.select("#viewer video")).hasSize(1);
    }

    private static byte[] bytes(Element element) {
        String address = element.attr("src");
        return Base64.getDecoder().decode(address.substring(address.indexOf("base64,") + "base64,".length()));
    }

    private Document page(String run) throws IOException {
        return Jsoup.parse(folder.resolve(run + "_report.html"));
    }

    private static CommandLineRun render(Path file, String... more) {
        List<String> arguments = new ArrayList<>(List.of("render", file.toString()));
        arguments.addAll(List.of(more));
        return CommandLineRun.of(arguments.toArray(String[]::new));
    }
}
