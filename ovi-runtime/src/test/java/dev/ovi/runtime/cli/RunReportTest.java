package dev.ovi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.runtime.media.WrittenFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RunReportTest {
    private static final int TIMES = 2_000;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void aSinkMayFailOnItsOwnThreadWhileTheRunMovesTheBar() throws Exception {
        var errors = new PrintWriter(err);
        var progress = new ProgressLine(errors, new PrintStream(terminal, true, StandardCharsets.UTF_8));
        var report = new RunReport(new PrintWriter(out), errors, true, false, progress);
        var together = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> run = threads.submit(() -> {
                together.await();
                report.stage("denoising");
                for (int i = 0; i < TIMES; i++) {
                    report.progress(i, TIMES);
                }
                return null;
            });
            Future<?> sink = threads.submit(() -> {
                together.await();
                for (int i = 0; i < TIMES; i++) {
                    report.warn("problem " + i);
                    report.written(new WrittenFile(folder.resolve(i + ".csv"), i, Optional.empty()));
                }
                return null;
            });
            run.get();
            sink.get();
        }
        report.end(false, List.of());

        JsonNode json = JsonMapper.shared().readTree(out.toString());
        List<String> expected =
                IntStream.range(0, TIMES).mapToObj(i -> "problem " + i).toList();
        assertThat(json.path("problems").valueStream().map(JsonNode::asString)).isEqualTo(expected);
        assertThat(json.path("files")
                        .valueStream()
                        .map(file -> file.path("bytes").asInt()))
                .isEqualTo(IntStream.range(0, TIMES).boxed().toList());
        assertThat(err.toString().lines().filter(line -> line.startsWith("ovi: ")))
                .isEqualTo(expected.stream().map(problem -> "ovi: " + problem).toList());
    }

    @Test
    void machinesReadFilesAndProblemsInTheShapeOfEveryCommand() throws IOException {
        var report = new RunReport(new PrintWriter(out), new PrintWriter(err), true, false);
        Path video = Files.writeString(folder.resolve("run.mp4"), "12345");

        report.written(video);
        report.written(new WrittenFile(folder.resolve("run.gif"), 7, Optional.of("delays became 4")));
        report.warn("sink statistics: disk full");
        report.end(false, List.of());

        JsonNode json = JsonMapper.shared().readTree(out.toString());
        assertThat(json.propertyNames()).startsWith("runs", "files", "problems", "seconds");
        assertThat(json.path("files"))
                .isEqualTo(JsonMapper.shared().readTree("""
                [{"file": "%s", "bytes": 5, "note": null}, {"file": "%s", "bytes": 7, "note": "delays became 4"}]
                """.formatted(video, folder.resolve("run.gif"))));
        assertThat(json.path("problems")).isEqualTo(JsonMapper.shared().readTree("[\"sink statistics: disk full\"]"));
    }
}
