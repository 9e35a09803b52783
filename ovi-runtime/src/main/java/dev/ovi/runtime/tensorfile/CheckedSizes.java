package dev.ovi.runtime.tensorfile;

import dev.ovi.api.tensor.DType;

/** Arithmetic on sizes that a file claims, which may be lies: checked for overflow. */
public final class CheckedSizes {
    /** More dimensions than libtorch can have are refused, so that a lying header cannot ask for a huge array. */
    public static final int MAX_RANK = 64;

    private CheckedSizes() {}

    /**
     * The bytes of a dense tensor.
     *
     * @throws ArithmeticException if that is more than a long can count
     */
    public static long bytes(DType dtype, long[] shape) {
        return Math.multiplyExact(elements(shape), (long) dtype.byteSize());
    }

    /**
     * The number of elements.
     *
     * @throws ArithmeticException if that is more than a long can count, or would be if no size were 0
     */
    public static long elements(long[] shape) {
        long count = 1;
        boolean empty = false;
        for (long size : shape) {
            empty |= size == 0;
            count = Math.multiplyExact(count, Math.max(size, 1));
        }
        return empty ? 0 : count;
    }
}
