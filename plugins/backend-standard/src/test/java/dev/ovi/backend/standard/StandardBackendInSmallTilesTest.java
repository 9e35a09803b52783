package dev.ovi.backend.standard;

import dev.ovi.api.attention.AttentionBackend;
import dev.ovi.api.attention.BackendContext;
import dev.ovi.api.contract.AttentionBackendContract;
import dev.ovi.api.contract.SampleContext;
import dev.ovi.api.option.OptionValues;
import dev.ovi.torch.LibTorch;
import java.util.Map;

/** With so little memory that most calls take many tiles, and some go query by query. */
class StandardBackendInSmallTilesTest extends AttentionBackendContract {

    @Override
    protected AttentionBackend backend() {
        return new StandardBackend();
    }

    @Override
    protected BackendContext context() {
        return SampleContext.cpu(LibTorch.load());
    }

    @Override
    protected OptionValues options(AttentionBackend backend) {
        return OptionValues.of(backend.options(), Map.of(StandardBackend.TILE_BYTES.name(), 20_000));
    }
}
