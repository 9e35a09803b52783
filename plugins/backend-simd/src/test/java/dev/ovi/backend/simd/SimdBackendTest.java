package dev.ovi.backend.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.attention.AttentionBackend;
import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.Support;
import dev.ovi.api.contract.AttentionBackendContract;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import org.junit.jupiter.api.Test;

class SimdBackendTest extends AttentionBackendContract {

    @Override
    protected AttentionBackend backend() {
        return new SimdBackend();
    }

    @Test
    void aCallItCannotDoIsRefusedWithTheReason() {
        try (var backend = new SimdBackend()) {
            assertThat(backend.supports(shape(DType.FLOAT16), Device.CPU))
                    .isEqualTo(new Support.Unsupported("it computes in FLOAT32 and BFLOAT16, not in FLOAT16"));
            assertThat(backend.supports(shape(DType.FLOAT32), Device.cuda(0)))
                    .isEqualTo(new Support.Unsupported("it computes on the CPU, and the tensors lie on cuda:0"));
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
