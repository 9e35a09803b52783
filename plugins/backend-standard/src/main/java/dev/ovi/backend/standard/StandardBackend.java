package dev.ovi.backend.standard;

import dev.ovi.api.attention.AttentionInputs;
import dev.ovi.api.attention.AttentionShape;
import dev.ovi.api.attention.Capture;
import dev.ovi.api.attention.CaptureAxis;
import dev.ovi.api.attention.Support;
import dev.ovi.api.option.Option;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import dev.ovi.torch.TorchAttentionBackend;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Softmax attention that writes all probabilities out, for some queries at a time so that they fit in the memory that
 * option {@code tile_bytes} grants. Everything is computed in float32, and rounded once if the inputs are bfloat16.
 */
public final class StandardBackend extends TorchAttentionBackend {
    static final Option<Integer> TILE_BYTES = Option.integer(
            "tile_bytes",
            32 << 20,
            1,
            Integer.MAX_VALUE,
            "memory for what is held for some queries at a time; never fewer than one query, whatever that takes");

    private long tileBytes = TILE_BYTES.defaultValue();

    @Override
    public String id() {
        return "standard";
    }

    @Override
    public String description() {
        return "attention that writes all probabilities out, in tiles, on any device: the readable reference";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(TILE_BYTES);
    }

    @Override
    public void configure(OptionValues options) {
        tileBytes = options.get(TILE_BYTES);
    }

    @Override
    public long workspaceBytes(AttentionShape shape, int capturedPositions) {
        long queries = queriesAtOnce(shape);
        long width = (long) shape.heads() * shape.headDim() * Float.BYTES;
        long wideKeysAndValues = shape.dtype() == DType.FLOAT32 ? 0 : 2 * shape.keyLength() * width;
        long captured = 0; // summed over the heads
        if (capturedPositions > 0) {
            captured = shape.kind().axis() == CaptureAxis.KEYS ? queries * capturedPositions : shape.keyLength();
        }
        return queries * Tile.bytesPerQuery(shape) + wideKeysAndValues + captured * Float.BYTES;
    }

    private long queriesAtOnce(AttentionShape shape) {
        return Math.clamp(tileBytes / Tile.bytesPerQuery(shape), 1, Math.max(1, shape.queryLength()));
    }

    @Override
    protected Support supports(LibTorch library, Device device) {
        return new Support.Supported(2.5);
    }

    @Override
    protected void attend(Ops torch, AttentionInputs inputs, TensorView out, @Nullable Capture capture) {
        AttentionShape shape = inputs.shape();
        try (TensorScope scope = torch.scope()) {
            Tensor output = torch.fromView(out); // [heads, Lq, headDim]
            if (shape.keyLength() == 0) {
                torch.zero_(output);
                return;
            }
            Tensor query = torch.fromView(inputs.query()); // [heads, Lq, headDim]
            Tensor key = torch.transpose(float32(torch, inputs.key()), 1, 2); // [heads, headDim, Lk]
            Tensor value = float32(torch, inputs.value()); // [heads, Lk, headDim]
            Tensor bias = inputs.bias() == null ? null : torch.fromView(inputs.bias()); // [heads, Lq, Lk]
            CaptureBuffer maps = capture == null ? null : new CaptureBuffer(torch, capture, shape.heads());

            var tile = new Tile(torch, inputs.query().device(), shape, queriesAtOnce(shape));
            for (long start = 0; start < shape.queryLength(); start += tile.queries()) {
                long length = Math.min(tile.queries(), shape.queryLength() - start);
                try (TensorScope ofTile = torch.scope()) {
                    Tensor scaled = tile.query(length); // [heads, length, headDim]
                    torch.copy_(scaled, torch.narrow(query, 1, start, length));
                    torch.mul_(scaled, inputs.scale());
                    Tensor logits = torch.bmmOut(tile.logits(length), scaled, key); // [heads, length, Lk]
                    if (bias != null) {
                        torch.add_(logits, torch.narrow(bias, 1, start, length));
                    }
                    if (inputs.paddingCount() > 1) {
                        Tensor padding = torch.narrow(logits, 2, shape.keyLength() - 1, 1);
                        torch.add_(padding, Math.log((double) inputs.paddingCount()));
                    }
                    Tensor probabilities = torch.softmaxOut(tile.probabilities(length), logits, 2);
                    torch.copy_(
                            torch.narrow(output, 1, start, length),
                            torch.bmmOut(tile.output(length), probabilities, value));
                    if (maps != null) {
                        maps.add(start, probabilities, tile);
                    }
                }
            }
        }
    }

    private static Tensor float32(Ops torch, TensorView view) {
        return torch.to(torch.fromView(view), DType.FLOAT32);
    }
}
