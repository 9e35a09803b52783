package dev.ovi.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.Device;
import dev.ovi.api.tensor.TensorView;
import dev.ovi.runtime.pytorch.PyTorchFile;
import dev.ovi.runtime.safetensors.SafetensorsFile;
import dev.ovi.runtime.safetensors.SafetensorsWriter;
import dev.ovi.runtime.tensorfile.CheckpointException;
import dev.ovi.runtime.tensorfile.Fixtures;
import dev.ovi.runtime.tensorfile.TensorSource;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;
import dev.ovi.torch.TensorScope;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightLoaderTest {
    private final LibTorch torch = LibTorch.load();
    private final Ops ops = torch.ops();

    @TempDir
    private Path directory;

    @AfterEach
    void everyTensorIsClosed() {
        assertThat(torch.ledger().liveTensors()).isZero();
    }

    private TensorSource checkpoint() {
        Path file = directory.resolve("model.safetensors");
        SafetensorsWriter.to(file)
                .tensor("blocks.0.q.weight", floats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3))
                .tensor("blocks.0.q.bias", floats(new float[] {7, 8}, 2))
                .tensor("blocks.1.q.bias", bfloat16s(1.5f, -2))
                .tensor("ids", TensorView.contiguous(MemorySegment.ofArray(new long[] {1}), DType.INT64, 1))
                .write();
        return SafetensorsFile.open(file);
    }

    private static TensorView floats(float[] values, long... shape) {
        return TensorView.contiguous(MemorySegment.ofArray(values), DType.FLOAT32, shape);
    }

    private static TensorView bfloat16s(float... values) {
        short[] upperHalves = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            upperHalves[i] = (short) (Float.floatToIntBits(values[i]) >>> Short.SIZE);
        }
        return TensorView.contiguous(MemorySegment.ofArray(upperHalves), DType.BFLOAT16, values.length);
    }

    private WeightLoader loader(TensorSource source, @Nullable DType dtype) {
        return new WeightLoader(ops, source, dtype, Device.CPU, "is video.json from another model?");
    }

    @Test
    void usesATensorOfTheWantedTypeWhereItLiesInTheFile() {
        TensorSource source = checkpoint();
        try (WeightLoader loader = loader(source, DType.FLOAT32)) {
            Tensor weight = loader.weights().at("blocks").at(0).claim("q.weight", 2, 3);
            assertThat(weight.data().address())
                    .isEqualTo(source.tensor("blocks.0.q.weight").data().address());
            assertThat(weight.toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
        }
    }

    @Test
    void convertsEveryOtherTensor() {
        try (WeightLoader loader = loader(checkpoint(), DType.FLOAT32)) {
            Tensor bias = loader.weights().at("blocks").at(1).claim("q.bias", 2);
            assertThat(bias.dtype()).isEqualTo(DType.FLOAT32);
            assertThat(bias.toFloats()).containsExactly(1.5f, -2);
        }
    }

    @Test
    void leavesTypesAsStoredWhenNoneIsAskedFor() {
        try (WeightLoader loader = loader(checkpoint(), null)) {
            assertThat(loader.weights().claim("blocks.1.q.bias", 2).dtype()).isEqualTo(DType.BFLOAT16);
            assertThat(loader.weights().claim("blocks.0.q.bias", 2).dtype()).isEqualTo(DType.FLOAT32);
        }
    }

    @Test
    void tensorsOutliveTheScopeTheyAreClaimedIn() {
        try (WeightLoader loader = loader(checkpoint(), DType.FLOAT32)) {
            Tensor bias;
            try (TensorScope scope = ops.scope()) {
                bias = loader.weights().claim("blocks.1.q.bias", 2);
            }
            assertThat(bias.toFloats()).containsExactly(1.5f, -2);
        }
    }

    @Test
    void acceptsACheckpointOfWhichEverythingIsClaimedOrIgnored() {
        try (WeightLoader loader = loader(checkpoint(), DType.FLOAT32)) {
            Weights weights = loader.weights();
            assertThat(weights.has("ids")).isTrue();
            assertThat(weights.at("blocks").has("ids")).isFalse();
            weights.claim("blocks.0.q.weight", 2, 3);
            weights.claim("blocks.0.q.bias", 2);
            weights.at("blocks").ignore("1.");
            weights.ignore("ids");
            loader.verifyAllClaimed();
        }
    }

    @Test
    void listsEverythingThatIsMissingDifferentOrLeftOver() {
        TensorSource source = checkpoint();
        try (WeightLoader loader = loader(source, DType.FLOAT32)) {
            Weights weights = loader.weights();
            assertThat(weights.claim("blocks.0.q.weight", 4, 3).shape()).containsExactly(4, 3);
            assertThat(weights.claim("blocks.2.q.bias", 1L << 40).shape()).containsExactly(1L << 40);
            weights.claim("ids", 1);
            weights.claim("blocks.0.q.bias", 2);
            assertThatThrownBy(loader::verifyAllClaimed)
                    .isInstanceOf(CheckpointException.class)
                    .hasMessage("""
                            %s: does not hold what this model needs in 4 places; is video.json from another model?:
                              tensor "blocks.0.q.weight" is [2, 3] f32, expected [4, 3]
                              has no tensor "blocks.2.q.bias", expected [1099511627776]
                              tensor "ids" is [1] i64, expected floating-point numbers
                              has an unexpected tensor "blocks.1.q.bias", [2] bf16""".formatted(source.path()));
        }
    }

    @Test
    void saysASingleProblemInOneLine() {
        TensorSource source = checkpoint();
        try (WeightLoader loader = loader(source, DType.FLOAT32)) {
            Weights weights = loader.weights();
            weights.claim("blocks.0.q.weight", 2, 3);
            weights.claim("blocks.0.q.bias", 2);
            weights.claim("blocks.1.q.bias", 3);
            weights.ignore("ids");
            assertThatThrownBy(loader::verifyAllClaimed)
                    .hasMessage(source.path() + ": tensor \"blocks.1.q.bias\" is [2] bf16, expected [3];"
                            + " is video.json from another model?");
        }
    }

    @Test
    void refusesToHandOutATensorTwice() {
        try (WeightLoader loader = loader(checkpoint(), DType.FLOAT32)) {
            loader.weights().claim("blocks.0.q.bias", 2);
            assertThatThrownBy(() -> loader.weights().claim("blocks.0.q.bias", 2))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("claimed twice");
        }
    }

    @Test
    void loadsATensorThatBeginsAtAnOddByteOrIsStrided() throws Exception {
        Path file = directory.resolve("odd.safetensors");
        Fixtures.safetensors(file, """
                {"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},\
                "x":{"dtype":"F32","shape":[2],"data_offsets":[1,9]}}""", 9);
        try (WeightLoader loader = loader(SafetensorsFile.open(file), DType.FLOAT32)) {
            Tensor x = loader.weights().claim("x", 2);
            assertThat(x.data().address() % Float.BYTES).isZero();
            assertThat(x.toFloats()).containsExactly(0, 0);
        }
        TensorSource views =
                PyTorchFile.open(Fixtures.resource(PyTorchFile.class, "written-by-pytorch.pt"), "generator");
        try (WeightLoader loader = loader(views, DType.FLOAT32)) {
            Tensor middle = loader.weights().claim("view.middle", 2, 3);
            assertThat(middle.isContiguous()).isTrue();
            assertThat(middle.toFloats()).containsExactly(8, 9, 10, 14, 15, 16);
            assertThat(loader.weights().claim("dtype.f8_e4m3", 4).toFloats()).containsExactly(0, 1, 2, 3);
        }
    }

    @Test
    void keepsAFileMappedAsLongAsATensorNeedsIt() throws IOException {
        try (WeightLoader loader = loader(checkpoint(), DType.FLOAT32)) {
            Tensor weight = loader.weights().claim("blocks.0.q.weight", 2, 3);
            System.gc();
            assertThat(weight.data().get(ValueLayout.JAVA_FLOAT, 4 * 5)).isEqualTo(6);
        }
    }
}
