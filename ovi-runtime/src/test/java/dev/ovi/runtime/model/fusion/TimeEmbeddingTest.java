package dev.ovi.runtime.model.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.runtime.Goldens;
import dev.ovi.torch.LibTorch;
import dev.ovi.torch.Ops;
import dev.ovi.torch.TensorScope;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TimeEmbeddingTest {

    @Test
    void sinusoidsAreUpstreamsInDoublePrecision() {
        Ops ops = LibTorch.load().ops();
        try (TensorScope scope = ops.scope()) {
            double[] timesteps = Goldens.units().tensor(ops, "sinusoid.t").toDoubles();
            double[] expected = Goldens.units().tensor(ops, "sinusoid.out_f64").toDoubles();

            double[] sinusoids = TimeEmbedding.sinusoids(timesteps, expected.length / timesteps.length);

            // pow and cos of two libraries, at angles of up to a thousand
            assertThat(sinusoids).containsExactly(expected, Offset.offset(1e-12));
        }
    }
}
