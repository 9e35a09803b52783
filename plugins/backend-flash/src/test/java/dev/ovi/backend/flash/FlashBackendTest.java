package dev.ovi.backend.flash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.attention.AttentionBackend;
import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.Support;
import dev.ovi.api.contract.AttentionBackendContract;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlashBackendTest extends AttentionBackendContract {
    private static final int HEADS = 24;
    private static final int QUERIES = 15_376;

    @Override
    protected AttentionBackend backend() {
        return new FlashBackend();
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void atOvisSizeAllTokensCostAtMostTheLogSumExpAndSixteenMebibytes(DType dtype) {
        long most = HEADS * QUERIES * Float.BYTES + (16L << 20);
        try (var backend = new FlashBackend()) {
            assertThat(backend.workspaceBytes(shape(dtype), 60)).isLessThan(most);
        }
    }

    @Test
    void aCallItCannotDoIsRefusedWithTheReason() {
        try (var backend = new FlashBackend()) {
            assertThat(backend.supports(shape(DType.FLOAT16), Device.CPU))
                    .isEqualTo(new Support.Unsupported("it computes in FLOAT32 and BFLOAT16, not in FLOAT16"));
            assertThat(backend.supports(shape(DType.FLOAT32), Device.cuda(0)))
                    .isEqualTo(new Support.Unsupported("it computes on the CPU, and the tensors lie on cuda:0"));
        }
    }

    private static AttentionShape shape(DType dtype) {
        return new AttentionShape(AttentionKind.TEXT_TO_VIDEO, HEADS, QUERIES, 512, 128, dtype, false, false);
    }
}
