package dev.ovi.runtime.model.video;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Residual blocks, then upsampling beside a shortcut that repeats.
 *
 * @param upsampling null in the last block, which has no shortcut either
 * @param timeFactor 2 where the number of frames is doubled, else 1
 */
record UpBlock(List<ResidualBlock> residuals, @Nullable Upsampling upsampling, int timeFactor) {

    /** {@code [T, H, W, in] → [T·timeFactor, 2H, 2W, out]}; the first frame stays one frame, and the last block the size. */
    Tensor forward(Ops ops, Tensor x, ClipState state) {
        try (TensorScope scope = ops.scope()) {
            Tensor h = x;
            for (ResidualBlock residual : residuals) {
                h = residual.forward(ops, h, state); // [T, H, W, out]
            }
            if (upsampling == null) {
                return scope.keep(h);
            }
            h = upsampling.forward(ops, h, state); // [T·timeFactor, 2H, 2W, out]
            Tensor skip = Shortcuts.duplicateUp(ops, x, h.size(3), timeFactor, 2); // [T·timeFactor, 2H, 2W, out]
            if (state.isFirstChunk()) {
                skip = ops.narrow(skip, 0, timeFactor - 1, skip.size(0) - timeFactor + 1); // [T, 2H, 2W, out]
            }
            return scope.keep(ops.add(h, skip));
        }
    }
}
