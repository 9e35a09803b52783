package dev.ovi.runtime.sampler;

/**
 * Standard normal numbers that depend on a seed and a stream alone, and are the same on every machine: the counter-based
 * generator Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011), and Box and Muller's
 * transformation in {@link StrictMath}.
 *
 * <p>They are not the numbers of PyTorch's generators: a seed gives another video here than upstream.
 */
public final class GaussianNoise {
    private static final int MULTIPLIER_0 = 0xD2511F53;
    private static final int MULTIPLIER_1 = 0xCD9E8D57;
    private static final int KEY_STEP_0 = 0x9E3779B9;
    private static final int KEY_STEP_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final double UNIT = 0x1p-32;

    private GaussianNoise() {}

    /**
     * Draws numbers.
     *
     * @param seed which sequence
     * @param stream which of several independent sequences of that seed
     * @param count how many
     */
    public static float[] draw(long seed, int stream, int count) {
        float[] values = new float[count];
        int[] block = new int[4];
        for (int i = 0; i < count; i += 4) {
            philox(new int[] {i >>> 2, 0, stream, 0}, (int) seed, (int) (seed >>> 32), block);
            for (int pair = 0; pair < 4; pair += 2) {
                boxMuller(block[pair], block[pair + 1], values, i + pair);
            }
        }
        return values;
    }

    /** One block of four random words. */
    static void philox(int[] counter, int key0, int key1, int[] out) {
        int c0 = counter[0];
        int c1 = counter[1];
        int c2 = counter[2];
        int c3 = counter[3];
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = Integer.toUnsignedLong(MULTIPLIER_0) * Integer.toUnsignedLong(c0);
            long product1 = Integer.toUnsignedLong(MULTIPLIER_1) * Integer.toUnsignedLong(c2);
            c0 = (int) (product1 >>> 32) ^ c1 ^ key0;
            c2 = (int) (product0 >>> 32) ^ c3 ^ key1;
            c1 = (int) product1;
            c3 = (int) product0;
            key0 += KEY_STEP_0;
            key1 += KEY_STEP_1;
        }
        out[0] = c0;
        out[1] = c1;
        out[2] = c2;
        out[3] = c3;
    }

    private static void boxMuller(int first, int second, float[] values, int at) {
        double uniform = (Integer.toUnsignedLong(first) + 0.5) * UNIT; // never 0
        double radius = StrictMath.sqrt(-2 * StrictMath.log(uniform));
        double angle = 2 * Math.PI * (Integer.toUnsignedLong(second) + 0.5) * UNIT;
        if (at < values.length) {
            values[at] = (float) (radius * StrictMath.cos(angle));
        }
        if (at + 1 < values.length) {
            values[at + 1] = (float) (radius * StrictMath.sin(angle));
        }
    }
}
