package dev.ovi.backend.flash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.attention.AttentionBackend;
import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.BackendContext;
import dev.ovi.api.attention.Support;
import dev.ovi.api.contract.AttentionBackendContract;
import dev.ovi.api.contract.SampleContext;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.torch.LibTorch;
import org.junit.jupiter.api.Test;

class FlashBackendTest extends AttentionBackendContract {
    private static final int HEADS = 24;
    private static final int QUERIES = 15_376;

    @Override
    protected AttentionBackend backend() {
        return new FlashBackend();
    }

    @Override
    protected BackendContext context() {
        return SampleContext.cpu(LibTorch.load());
    }

    @Test
    void atOvisSizeAllTokensCostAtMostTheLogSumExpAndSixteenMebibytes() {
        long most = HEADS * QUERIES * Float.BYTES + (16L << 20);
        try (var backend = new FlashBackend()) {
            assertThat(backend.workspaceBytes(shape(DType.FLOAT32), 60)).isLessThan(most);
        }
    }

    /** What libtorch's own attention takes is an output as large as the query. */
    @Test
    void inHalfPrecisionItCostsLessThanLibtorchsOwnOutput() {
        long own = (long) HEADS * QUERIES * 128 * DType.BFLOAT16.byteSize();
        try (var backend = new FlashBackend()) {
            assertThat(backend.workspaceBytes(shape(DType.BFLOAT16), 60)).isLessThan(own);
        }
    }

    @Test
    void aCallItCannotDoIsRefusedWithTheReason() {
        assertThat(supports(DType.FLOAT16, context()))
                .isEqualTo(new Support.Unsupported("it computes in FLOAT32 and BFLOAT16, not in FLOAT16"));
        assertThat(supports(DType.FLOAT32, SampleContext.on(Device.cuda(0), LibTorch.load())))
                .isEqualTo(new Support.Unsupported("it computes on the CPU, and the tensors lie on cuda:0"));
        assertThat(supports(DType.FLOAT32, SampleContext.cpu()))
                .isEqualTo(new Support.Unsupported("it computes with libtorch, and this host has none"));
    }

    private static Support supports(DType dtype, BackendContext context) {
        try (var backend = new FlashBackend()) {
            backend.open(context);
            return backend.supports(shape(dtype));
        }
    }

    private static AttentionShape shape(DType dtype) {
        return AttentionShape.builder(AttentionKind.TEXT_TO_VIDEO, dtype)
                .heads(HEADS, 128)
                .queryLength(QUERIES)
                .keyLength(512)
                .build();
    }
}
