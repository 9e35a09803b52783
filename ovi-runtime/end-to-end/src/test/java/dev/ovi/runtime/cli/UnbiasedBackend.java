package dev.ovi.runtime.cli;

import dev.ovi.api.attention.AttentionBackend;
import dev.ovi.api.attention.AttentionInputs;
import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.BackendContext;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.Support;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.backend.standard.StandardBackend;
import org.jspecify.annotations.Nullable;

/** A backend whose kernel takes no bias, as some do. Nobody gets it unless by its name. */
public final class UnbiasedBackend implements AttentionBackend {
    private final StandardBackend attention = new StandardBackend();

    @Override
    public String id() {
        return "unbiased";
    }

    @Override
    public String description() {
        return "attention without a bias";
    }

    @Override
    public void open(BackendContext context) {
        attention.open(context);
    }

    @Override
    public Support supports(AttentionShape shape) {
        return shape.bias() ? new Support.Unsupported("its kernel takes no bias") : new Support.Supported(1000);
    }

    @Override
    public long workspaceBytes(AttentionShape shape, int capturedPositions) {
        return attention.workspaceBytes(shape, capturedPositions);
    }

    @Override
    public void attend(AttentionInputs inputs, TensorView out, @Nullable Capture capture) {
        attention.attend(inputs, out, capture);
    }
}
