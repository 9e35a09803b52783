package dev.ovi.backend.standard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.attention.AttentionBackend;
import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.BackendContext;
import dev.ovi.api.contract.AttentionBackendContract;
import dev.ovi.api.contract.SampleContext;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.tensor.DType;
import dev.ovi.torch.LibTorch;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandardBackendTest extends AttentionBackendContract {

    @Override
    protected AttentionBackend backend() {
        return new StandardBackend();
    }

    @Override
    protected BackendContext context() {
        return SampleContext.cpu(LibTorch.load());
    }

    @Test
    void lessMemoryForTilesMeansLessWorkspace() {
        AttentionShape real = AttentionShape.builder(AttentionKind.TEXT_TO_VIDEO, DType.FLOAT32)
                .heads(24, 128)
                .queryLength(15_376)
                .keyLength(512)
                .build();
        try (var backend = new StandardBackend()) {
            backend.configure(OptionValues.of(backend.options(), Map.of("tile_bytes", 4 << 20)));
            long small = backend.workspaceBytes(real, 60);
            backend.configure(OptionValues.of(backend.options(), Map.of("tile_bytes", 64 << 20)));
            assertThat(small).isLessThan(8 << 20);
            assertThat(backend.workspaceBytes(real, 60)).isBetween(64L << 20, 128L << 20);
        }
    }
}
