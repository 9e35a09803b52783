package dev.ovi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParityEndToEndTest {

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

    @Test
    void aBackendThatDoesNotExistIsRefusedBeforeAnyStageRuns() {
        CommandLineRun run = CommandLineRun.of(
                "parity", "--golden", CommandLineRun.EXAMPLE.resolve("goldens").toString(), "--backend", "standart");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("ovi: no backend is called \"standart\"; the nearest is \"standard\"");
    }
}
