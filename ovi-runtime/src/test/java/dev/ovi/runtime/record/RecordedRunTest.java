package dev.ovi.runtime.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.contract.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedRunTest {
    @TempDir
    Path folder;

    @Test
    void theVideoHasTheRecordsName() throws IOException {
        Files.createFile(folder.resolve("run_1.mp4"));

        assertThat(open("run_1").video()).contains(folder.resolve("run_1.mp4"));
        assertThat(open("run_2").video()).isEmpty();
    }

    @Test
    void theVideoOfARecordOfOneKindHasTheRunsName() throws IOException {
        Files.createFile(folder.resolve("run_1.mp4"));

        RecordedRun run = open("run_1_text_to_audio.conditional.full");

        assertThat(run.video()).contains(folder.resolve("run_1.mp4"));
        assertThat(run.name()).isEqualTo("run_1_text_to_audio.conditional.full");
        assertThat(open("run_1_text_to_audio.negative.full").video())
                .as("it holds no such maps")
                .isEmpty();
        assertThat(open("run_1_text").video()).isEmpty();
    }

    private RecordedRun open(String name) {
        Path file = folder.resolve(name + RecordFile.EXTENSION);
        RecordFile.write(file, SampleRun.record(new Random()));
        return RecordedRun.open(file);
    }
}
