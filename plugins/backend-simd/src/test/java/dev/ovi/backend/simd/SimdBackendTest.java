package dev.ovi.backend.simd;

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

class SimdBackendTest extends AttentionBackendContract {

    @Override
    protected AttentionBackend backend() {
        return new SimdBackend();
    }

    @Override
    protected BackendContext context() {
        return SampleContext.cpu(LibTorch.load());
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
        try (var backend = new SimdBackend()) {
            backend.open(context);
            return backend.supports(shape(dtype));
        }
    }

    private static AttentionShape shape(DType dtype) {
        return AttentionShape.builder(AttentionKind.TEXT_TO_VIDEO, dtype)
                .heads(24, 128)
                .queryLength(15_376)
                .keyLength(512)
                .build();
    }
}
