package dev.ovi.runtime.model.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.runtime.Goldens;
import dev.ovi.runtime.checkpoint.TensorFiles;
import dev.ovi.runtime.checkpoint.WeightLoader;
import dev.ovi.runtime.tensorfile.TensorSource;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VideoVaeTest {
    /** Some sixty layers of float32, each summed in another order than upstream's. */
    private static final double FLOAT32_ORDER = 1e-5;

    private final LibTorch torch = LibTorch.load();
    private final Ops ops = torch.ops();
    private final Goldens goldens = Goldens.units();
    private final TensorSource file = TensorFiles.open(Goldens.layout().videoVae());
    private final WeightLoader loader = new WeightLoader(ops, file, DType.FLOAT32, Device.CPU, "?");
    private VideoVae vae;
    private TensorScope scope;

    @BeforeEach
    void load() {
        vae = VideoVae.load(ops, loader.weights(), Goldens.spec().videoVae());
        scope = ops.scope();
    }

    @AfterEach
    void everyTensorIsClosed() {
        scope.close();
        vae.close();
        loader.close();
        assertThat(torch.ledger().liveTensors()).isZero();
    }

    @Test
    void everyTensorOfTheFileIsClaimed() {
        loader.verifyAllClaimed();
    }

    @Test
    void aLatentIsDecodedAsUpstreamDoes() {
        Tensor decoded = decode(goldens.tensor(ops, "vae.latent"));

        assertThat(Goldens.relativeError(decoded, goldens.tensor(ops, "vae.decoded")))
                .isLessThan(FLOAT32_ORDER);
    }

    @Test
    void aRandomLatentIsDecodedAsUpstreamDoes() {
        Tensor decoded = decode(goldens.tensor(ops, "vae.random_latent"));

        assertThat(Goldens.relativeError(decoded, goldens.tensor(ops, "vae.decoded_random")))
                .isLessThan(FLOAT32_ORDER);
    }

    @Test
    void aClipIsEncodedAsUpstreamDoes() {
        Tensor latent = vae.encode(clip());

        assertThat(Goldens.relativeError(latent, goldens.tensor(ops, "vae.latent")))
                .isLessThan(FLOAT32_ORDER);
    }

    @Test
    void aSingleFrameIsEncodedAsUpstreamDoes() {
        Tensor latent = vae.encode(ops.narrow(clip(), 1, 0, 1));

        assertThat(Goldens.relativeError(latent, goldens.tensor(ops, "vae.latent_first_frame_only")))
                .isLessThan(FLOAT32_ORDER);
    }

    @Test
    void theFirstLatentFrameGivesOneVideoFrameAndEveryOtherGivesFour() {
        List<Long> counts = new ArrayList<>();
        try (DecodedClip decoded = vae.decode(goldens.tensor(ops, "vae.latent"))) {
            while (decoded.hasNext()) {
                counts.add(decoded.next().size(1));
            }

            assertThat(counts).containsExactly(1L, 4L, 4L);
            assertThat(decoded.latentFrames()).isEqualTo(3);
            assertThatThrownBy(decoded::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void framesDoNotDependOnLaterOnes() {
        Tensor latent = goldens.tensor(ops, "vae.latent");
        Tensor all = decode(latent);
        Tensor beginning = decode(ops.narrow(latent, 1, 0, 2));

        assertThat(beginning.toFloats())
                .containsExactly(ops.narrow(all, 1, 0, 5).toFloats());
    }

    @Test
    void twoClipsCanBeDecodedInTurns() {
        Tensor latent = goldens.tensor(ops, "vae.latent");
        List<Tensor> frames = new ArrayList<>();
        try (DecodedClip first = vae.decode(latent);
                DecodedClip second = vae.decode(ops.mul(latent, -1))) {
            while (first.hasNext()) {
                frames.add(first.next());
                second.next();
            }
        }

        assertThat(ops.cat(frames, 1).toFloats()).containsExactly(decode(latent).toFloats());
    }

    @Test
    void aClipThatIsAbandonedLeavesNothingBehind() {
        try (DecodedClip decoded = vae.decode(goldens.tensor(ops, "vae.latent"))) {
            decoded.next();
        }
    }

    @Test
    void aClipOfAnImpossibleShapeIsRefused() {
        Tensor clip = clip(); // [3, 9, 128, 96]

        assertThatThrownBy(() -> vae.encode(ops.narrow(clip, 1, 0, 8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[3, 1 + 4k, height, width] with multiples of 16")
                .hasMessageContaining("[3, 8, 128, 96]");
        assertThatThrownBy(() -> vae.encode(ops.narrow(clip, 2, 0, 100))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHalfPrecisionClipIsEncodedInFullPrecision() {
        Tensor rounded = ops.to(clip(), DType.BFLOAT16);

        Tensor latent = vae.encode(rounded);

        assertThat(latent.toFloats())
                .containsExactly(vae.encode(ops.to(rounded, DType.FLOAT32)).toFloats());
    }

    @Test
    void everyStageOfDecodingCanBeSeen() {
        List<String> seen = new ArrayList<>();
        try (DecodedClip decoded = vae.decode(
                goldens.tensor(ops, "vae.random_latent"), // [16, 2, 4, 3]
                (name, value) -> seen.add(name + Arrays.toString(value.shape())))) {
            decoded.next();
            decoded.next();
        }

        assertThat(seen)
                .containsExactly(
                        "vae.decode.middle[1, 4, 3, 64]",
                        "vae.decode.up0[1, 8, 6, 64]",
                        "vae.decode.up1[1, 16, 12, 64]",
                        "vae.decode.up2[1, 32, 24, 32]",
                        "vae.decode.up3[1, 32, 24, 16]",
                        "vae.decode.middle[1, 4, 3, 64]",
                        "vae.decode.up0[2, 8, 6, 64]",
                        "vae.decode.up1[4, 16, 12, 64]",
                        "vae.decode.up2[4, 32, 24, 32]",
                        "vae.decode.up3[4, 32, 24, 16]");
    }

    private Tensor clip() {
        return PixelTensors.fromBytes(ops, ops.permute(goldens.tensor(ops, "vae.clip_u8"), 1, 2, 3, 0));
    }

    private Tensor decode(Tensor latent) {
        List<Tensor> frames = new ArrayList<>();
        try (DecodedClip decoded = vae.decode(latent)) {
            while (decoded.hasNext()) {
                frames.add(decoded.next());
            }
        }
        return ops.cat(frames, 1);
    }
}
