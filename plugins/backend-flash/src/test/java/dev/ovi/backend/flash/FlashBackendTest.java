package dev.ovi.backend.flash;

import dev.ovi.api.attention.AttentionBackend;
import dev.ovi.api.contract.AttentionBackendContract;

class FlashBackendTest extends AttentionBackendContract {

    @Override
    protected AttentionBackend backend() {
        return new FlashBackend();
    }
}
