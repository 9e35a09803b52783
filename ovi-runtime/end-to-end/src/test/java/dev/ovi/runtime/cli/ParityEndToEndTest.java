package dev.ovi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.runtime.safetensors.SafetensorsFile;
import dev.ovi.runtime.safetensors.SafetensorsWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParityEndToEndTest {
    @TempDir
    Path directory;

    @Test
    void everyStageComputesWhatUpstreamsCodeComputes() {
        CommandLineRun run = CommandLineRun.of(
                "parity",
                "--ckpt-dir",
                CommandLineRun.EXAMPLE.resolve("ckpts").toString(),
                "--golden",
                CommandLineRun.EXAMPLE.resolve("goldens").toString());

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("0 beyond their bound").doesNotContain("fail ");
        assertThat(run.out().lines().filter(line -> line.startsWith("pass"))).hasSizeGreaterThan(75);
    }

    /** Upstream's decoder on a latent of upstream's, as a golden of a run holds its first frame alone. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aGoldenMayHaveTheFirstFrameAloneWithOrWithoutItsDimensionOfTime(boolean hasTime) {
        SafetensorsFile units =
                SafetensorsFile.open(CommandLineRun.EXAMPLE.resolve("goldens").resolve("units_fp32cpu.safetensors"));
        TensorView clip = units.tensor("vae.decoded"); // [3, T, H, W]
        long height = clip.size(2);
        long width = clip.size(3);
        long frame = height * width * Float.BYTES;
        MemorySegment first = Arena.ofAuto().allocate(3 * frame, Float.BYTES);
        for (int channel = 0; channel < 3; channel++) {
            MemorySegment.copy(clip.data(), channel * clip.size(1) * frame, first, channel * frame, frame);
        }
        SafetensorsWriter.to(directory.resolve("film.safetensors"))
                .metadata("config", "{\"text\": \"a red circle\"}")
                .tensor("final.video", units.tensor("vae.latent"))
                .tensor(
                        "final.frame0_f32",
                        TensorView.contiguous(
                                first,
                                DType.FLOAT32,
                                hasTime ? new long[] {3, 1, height, width} : new long[] {3, height, width}))
                .write();

        CommandLineRun run = CommandLineRun.of(
                "parity",
                "--ckpt-dir",
                CommandLineRun.EXAMPLE.resolve("ckpts").toString(),
                "--golden",
                directory.toString());

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("film/final.frame0_f32").contains("1 tensors, 0 beyond their bound");
    }

    @Test
    void aBackendThatDoesNotExistIsRefusedBeforeAnyStageRuns() {
        CommandLineRun run = CommandLineRun.of(
                "parity", "--golden", CommandLineRun.EXAMPLE.resolve("goldens").toString(), "--backend", "standart");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("ovi: no backend is called \"standart\"; the nearest is \"standard\"");
    }
}
