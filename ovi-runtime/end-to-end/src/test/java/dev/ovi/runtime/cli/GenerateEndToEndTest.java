package dev.ovi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.runtime.media.VideoFile;
import dev.ovi.runtime.record.RecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateEndToEndTest {
    private static final String PROMPT = "a red circle moving left and a blue square moving up";

    @TempDir
    Path directory;

    private final String seed = String.valueOf(new Random().nextInt(1_000_000));

    @Test
    void aPromptBecomesAVideoWithSoundARecordAndAPicture() throws IOException {
        CommandLineRun run = CommandLineRun.generate(
                directory, PROMPT, "--steps", "2", "--seed", seed, "--tokens", "circle", "--frame", "4");

        assertThat(run.exitCode()).as(run.err()).isZero();
        try (VideoFile video = VideoFile.open(only(".mp4"))) {
            assertThat(video.format().frames()).isEqualTo(17);
            assertThat(video.format().width()).isEqualTo(256);
            assertThat(video.audio().orElseThrow().sampleRate()).isEqualTo(16_000);
        }
        assertThat(only("_attention_frame4_▁circle.gif")).isNotEmptyFile();
        assertThat(only(".yaml")).content().contains("sample_steps: 2").contains("seed: " + seed);
        assertThat(only(".mp4").getFileName().toString())
                .startsWith("a_red_circle_moving_left_and_a_blue_square_moving__256x256_" + seed + "_0_");
        assertThat(run.err()).contains("Index  2: '▁circle'");
        assertProbabilities(RecordFile.open(only(".attention.safetensors")).record());
    }

    private static void assertProbabilities(AttentionRecord record) {
        MapSeries maps = record.series(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL);
        assertThat(record.partial()).isFalse();
        assertThat(maps.steps()).containsExactly(0, 1);
        TokenGroup all = TokenGroup.sum("all", maps.positions());
        for (float sum : maps.plane(MapSlice.step(1), all, 2).values()) {
            // float32 sums of the words' and the padding's shares
            assertThat(sum).isBetween(1 - 1e-5f, 1 + 1e-5f);
        }
    }

    @Test
    void lookingDoesNotChangeTheVideoAndTheSameSeedGivesTheSameFiles() throws IOException {
        Path first = Files.createDirectory(directory.resolve("first"));
        Path second = Files.createDirectory(directory.resolve("second"));
        Path unseen = Files.createDirectory(directory.resolve("unseen"));
        String[] arguments = {PROMPT, "--steps", "2", "--seed", seed, "--set", "visualize.visualizers=[]"};
        assertThat(CommandLineRun.generate(first, arguments).exitCode()).isZero();
        assertThat(CommandLineRun.generate(second, arguments).exitCode()).isZero();
        CommandLineRun blind = CommandLineRun.generate(
                unseen, PROMPT, "--steps", "2", "--seed", seed, "--set", "attention.capture.enabled=false");

        assertThat(blind.exitCode()).as(blind.err()).isZero();
        assertThat(blind.err()).contains("nothing is drawn: there is no attention record, capture is off");
        assertThat(CommandLineRun.only(second, ".mp4"))
                .as("seed %s", seed)
                .hasSameBinaryContentAs(CommandLineRun.only(first, ".mp4"));
        assertThat(CommandLineRun.only(unseen, ".mp4"))
                .as("seed %s", seed)
                .hasSameBinaryContentAs(CommandLineRun.only(first, ".mp4"));
        assertThat(maps(second).values().mismatch(maps(first).values())).isEqualTo(-1);
    }

    private static MapSeries maps(Path folder) throws IOException {
        return RecordFile.open(CommandLineRun.only(folder, ".attention.safetensors"))
                .record()
                .series(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL);
    }

    @Test
    void badCallsEndWithOneLineAndLeaveNothing() throws IOException {
        assertRefused(2, "the prompt is empty", " ");
        assertRefused(2, "\"triangel\" is not a word", PROMPT, "--set", "attention.capture.tokens=[triangel]");
        assertRefused(2, "no backend is called \"flsh\"", PROMPT, "--backend", "flsh");
        assertRefused(2, "no visualizer is called \"jet\"", PROMPT, "--visualizer", "jet");
        assertRefused(2, "max_memory", PROMPT, "--set", "attention.capture.max_memory=1KiB");
        assertRefused(2, "there is no such image", PROMPT, "--image", "missing.png");
        assertRefused(1, "does not exist", PROMPT, "--set", "ckpt_dir=nowhere");
        assertRefused(1, "is already loaded from", PROMPT, "--set", "runtime.libtorch=" + directory);
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    private void assertRefused(int code, String message, String... arguments) {
        CommandLineRun run = CommandLineRun.generate(directory, arguments);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).contains("ovi: ").contains(message).doesNotContain("\tat ");
    }

    @Test
    void aFirstFrameIsTakenFromAnImage() throws IOException {
        CommandLineRun run = CommandLineRun.generate(
                directory,
                PROMPT,
                "--steps",
                "1",
                "--set",
                "visualize.visualizers=[]",
                "--image",
                CommandLineRun.EXAMPLE.resolve("first-frame.png").toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(only(".mp4").getFileName().toString()).contains("_256x256_");
    }

    private Path only(String ending) throws IOException {
        return CommandLineRun.only(directory, ending);
    }
}
