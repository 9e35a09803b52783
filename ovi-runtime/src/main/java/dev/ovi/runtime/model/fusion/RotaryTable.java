package dev.ovi.runtime.model.fusion;

import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.tensor.Device;
import dev.ovi.torch.Ops;
import dev.ovi.torch.Tensor;

/**
 * The rotations of rotary position embedding for every position of a sequence. Neighbouring elements of a head are the
 * real and imaginary part of a complex number, which its position turns.
 *
 * <p>Source: {@code rope_params}, {@code rope_apply_3d} and {@code rope_apply_1d} in upstream's
 * {@code ovi/modules/model.py}; RoFormer, arXiv 2104.09864. Angles are computed in double precision.
 *
 * @param rotations complex64 {@code [L, 1, headDim/2]}
 */
public record RotaryTable(Tensor rotations) {
    private static final double LONGEST_PERIOD = 10_000;

    /** Video: the pairs of a head are shared out among latent frame, row and column; time gets the remainder. */
    public static RotaryTable video(Ops ops, Device device, PatchGrid grid, int headDim) {
        int sixth = headDim / 6;
        double[] time = frequencies(headDim - 4 * sixth, 1.0);
        double[] space = frequencies(2 * sixth, 1.0);
        Angles angles = new Angles(grid.size(), headDim / 2);
        for (int position = 0; position < grid.size(); position++) {
            int inFrame = position % grid.frameSize();
            angles.put(position, 0, time, position / grid.frameSize());
            angles.put(position, time.length, space, inFrame / grid.width());
            angles.put(position, time.length + space.length, space, inFrame % grid.width());
        }
        return angles.table(ops, device);
    }

    /**
     * Audio: only as many pairs as the video turns by time; positions are scaled so that equal angles mean equal times.
     */
    public static RotaryTable audio(Ops ops, Device device, int length, int headDim, double scale) {
        double[] time = frequencies(headDim - 4 * (headDim / 6), scale);
        Angles angles = new Angles(length, headDim / 2);
        for (int position = 0; position < length; position++) {
            angles.put(position, 0, time, position);
        }
        return angles.table(ops, device);
    }

    /** Angle of one position for each pair of an axis that has {@code size} elements. */
    private static double[] frequencies(int size, double scale) {
        double[] frequencies = new double[size / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = scale / Math.pow(LONGEST_PERIOD, 2.0 * i / size);
        }
        return frequencies;
    }

    /**
     * The sequence with every head turned.
     *
     * @param x float32 {@code [L, heads, headDim]}, dense
     * @return the same shape
     */
    public Tensor rotate(Ops ops, Tensor x) {
        Tensor pairs = ops.viewAsComplex(ops.reshape(x, x.size(0), x.size(1), x.size(2) / 2, 2)); // [L, H, D/2]
        Tensor turned = ops.mul(pairs, rotations);
        return ops.reshape(ops.viewAsReal(turned), x.shape());
    }

    /** Cosines and sines as complex numbers; a pair without an angle stays as it is. */
    private static final class Angles {
        private final int pairs;
        private final int length;
        private final float[] values;

        Angles(int length, int pairs) {
            this.pairs = pairs;
            this.length = length;
            this.values = new float[length * pairs * 2];
            for (int i = 0; i < values.length; i += 2) {
                values[i] = 1;
            }
        }

        void put(int position, int firstPair, double[] frequencies, int coordinate) {
            int at = (position * pairs + firstPair) * 2;
            for (double frequency : frequencies) {
                values[at++] = (float) Math.cos(coordinate * frequency);
                values[at++] = (float) Math.sin(coordinate * frequency);
            }
        }

        RotaryTable table(Ops ops, Device device) {
            Tensor parts = ops.to(ops.tensor(values, length, 1, pairs, 2), device); // [L, 1, headDim/2, 2]
            return new RotaryTable(ops.viewAsComplex(parts));
        }
    }
}
