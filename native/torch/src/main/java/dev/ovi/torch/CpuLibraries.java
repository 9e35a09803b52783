package dev.ovi.torch;

import dev.ovi.api.tensor.DType;
import java.util.function.Predicate;

/**
 * The policy of which library multiplies and convolves on a CPU. libtorch is built with OpenBLAS, as the one that comes
 * with the build, or with MKL, as PyTorch's own; oneDNN is mostly there beside either. ATen's own choice among them is not
 * always the fastest, so {@link ProductOps#linear} and {@link ConvolutionOps} ask here first.
 *
 * @param oneDnn whether libtorch was built with oneDNN
 * @param openBlas whether it was built with OpenBLAS
 */
record CpuLibraries(boolean oneDnn, boolean openBlas) {

    /** @param has whether a function with a name is loaded */
    static CpuLibraries of(Predicate<String> has) {
        return new CpuLibraries(has.test("aoti_torch_cpu__linear_pointwise"), has.test("openblas_set_num_threads"));
    }

    /**
     * Whether oneDNN multiplies this input by a matrix: in float32 in the place of OpenBLAS, which would need a second pool
     * of threads. MKL is left alone.
     */
    boolean oneDnnMultiplies(Tensor input) {
        return oneDnn && openBlas && isFloat32OnHost(input);
    }

    /**
     * Whether oneDNN convolves this input, with a batch, in two or three dimensions: always in float32. ATen leaves small
     * batches to a slower implementation: by a factor of ten for a 3-D convolution of one clip.
     */
    boolean oneDnnConvolves(Tensor input, Tensor weight) {
        return oneDnn && isFloat32OnHost(input) && input.rank() == weight.rank();
    }

    private static boolean isFloat32OnHost(Tensor input) {
        return input.dtype() == DType.FLOAT32 && input.device().isHost();
    }
}
