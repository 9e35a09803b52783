package dev.ovi.runtime.model.video;

import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Residual blocks and downsampling, beside a shortcut that averages.
 *
 * @param downsampling null in the last block
 * @param timeFactor 2 where the number of frames is halved, else 1
 */
record DownBlock(List<ResidualBlock> residuals, @Nullable Downsampling downsampling, int timeFactor) {

    /** {@code [T, H, W, in] → [T/timeFactor, H/2, W/2, out]}; one frame stays one frame, and the last block the size. */
    Tensor forward(Ops ops, Tensor x, ClipState state) {
        try (TensorScope scope = ops.scope()) {
            Tensor h = x;
            for (ResidualBlock residual : residuals) {
                h = residual.forward(ops, h, state); // [T, H, W, out]
            }
            if (downsampling != null) {
                h = downsampling.forward(ops, h, state); // [T/timeFactor, H/2, W/2, out]
            }
            int spaceFactor = downsampling == null ? 1 : 2;
            Tensor skip = Shortcuts.averageDown(ops, x, h.size(3), timeFactor, spaceFactor); // as h
            return scope.keep(ops.add(h, skip));
        }
    }
}
