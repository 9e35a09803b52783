package dev.ovi.runtime.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.ovi.api.attention.AttentionBackend;
import dev.ovi.api.attention.AttentionInputs;
import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.Support;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.runtime.base.UsageException;
import dev.ovi.runtime.bench.AttentionMeasurement.Row;
import dev.ovi.runtime.plugin.PluginInstance;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import dev.ovi.torch.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttentionBenchTest {
    private final long seed = new Random().nextLong();

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void libtorchsOwnAttentionComesFirstAndAgreesWithFloat64(DType dtype) {
        AttentionMeasurement measured = measure(new AttentionWorkload("tiny", 2, 70, 20, 9, 16, dtype), Map.of());

        Row own = measured.rows().getFirst();
        assertThat(own.backend()).isEqualTo("libtorch");
        assertThat(own.result().orElseThrow().ratio()).isEqualTo(1);
        // an output in bfloat16 is rounded to 8 bits
        assertThat(own.result().orElseThrow().outputError())
                .as("seed %d", seed)
                .isBetween(0.0, dtype == DType.FLOAT32 ? 1e-5 : 8e-3);
    }

    @Test
    void aBackendIsMeasuredWithAndWithoutCaptureAndCollapsedPadding() {
        List<Row> rows = measure(tiny(), Map.of("uniform", new Uniform())).rows();

        assertThat(rows)
                .extracting(Row::collapsedPadding, Row::captured)
                .containsExactly(
                        tuple(false, 0),
                        tuple(false, 0),
                        tuple(false, 1),
                        tuple(false, 8),
                        tuple(false, 9),
                        tuple(true, 0),
                        tuple(true, 1),
                        tuple(true, 8),
                        tuple(true, 10));
        assertThat(rows).allMatch(row -> row.result().orElseThrow().milliseconds() > 0);
    }

    @Test
    void aWrongResultShowsInTheErrors() {
        List<Row> rows = measure(tiny(), Map.of("uniform", new Uniform())).rows();

        Row all = rows.getLast();
        // It writes zeros, whose error is 1, and maps of 1/Lk, which are far from peaked ones.
        assertThat(all.result().orElseThrow().outputError()).isEqualTo(1);
        assertThat(all.result().orElseThrow().mapError().orElseThrow())
                .as("seed %d", seed)
                .isGreaterThan(0.1);
    }

    @Test
    void aRefusalIsARowWithItsReason() {
        List<Row> rows = measure(tiny(), Map.of("refusing", new Refusing())).rows();

        assertThat(rows.subList(1, rows.size())).isNotEmpty().allSatisfy(row -> {
            assertThat(row.result()).isEmpty();
            assertThat(row.refusal()).contains("it never does");
        });
    }

    @Test
    void memoryThatIsTouchedCounts() {
        Ops torch = LibTorch.load().ops();
        long bytes = 64L << 20;
        var peak = new ResidentMemory().peakBeyond(() -> {
            try (TensorScope scope = torch.scope()) {
                torch.zero_(torch.empty(DType.UINT8, Device.CPU, bytes));
            }
        });
        if (peak.isPresent()) {
            // the JVM takes and gives back some memory of its own meanwhile
            assertThat(peak.getAsLong()).isBetween(bytes * 3 / 4, bytes * 2);
        }
    }

    @Test
    void anImpossibleSizeIsRefusedWithWhatIsPossible() {
        assertThatThrownBy(() -> new AttentionWorkload("tiny", 2, 70, 20, 20, 16, DType.FLOAT32))
                .isInstanceOf(UsageException.class)
                .hasMessage("--tokens is 20; expected 1 to 19");
    }

    private static AttentionWorkload tiny() {
        return new AttentionWorkload("tiny", 2, 70, 20, 9, 16, DType.FLOAT32);
    }

    private AttentionMeasurement measure(AttentionWorkload workload, Map<String, AttentionBackend> backends) {
        Map<String, PluginInstance<AttentionBackend>> instances = new LinkedHashMap<>();
        backends.forEach((id, backend) -> instances.put(id, PluginInstance.of(id, backend)));
        return new AttentionBench(LibTorch.load(), instances, 2).measure(workload, seed);
    }

    /** Gives the same attention to every key, and no output. */
    private static class Uniform implements AttentionBackend {
        private final Ops torch = LibTorch.load().ops();

        @Override
        public String id() {
            return "uniform";
        }

        @Override
        public String description() {
            return "for tests";
        }

        @Override
        public Support supports(AttentionShape shape) {
            return new Support.Supported(1);
        }

        @Override
        public long workspaceBytes(AttentionShape shape, int capturedPositions) {
            return 0;
        }

        @Override
        public void attend(AttentionInputs inputs, TensorView out, @Nullable Capture capture) {
            try (TensorScope scope = torch.scope()) {
                torch.zero_(torch.fromView(out));
                if (capture != null) {
                    torch.copy_(
                            torch.fromView(capture.buffer()),
                            torch.scalar(1.0 / inputs.key().size(1)));
                }
            }
        }
    }

    private static final class Refusing extends Uniform {
        @Override
        public Support supports(AttentionShape shape) {
            return new Support.Unsupported("it never does");
        }
    }
}
