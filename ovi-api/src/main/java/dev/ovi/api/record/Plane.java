package dev.ovi.api.record;

/**
 * A picture of numbers: one latent frame of a map, or such a frame resized.
 *
 * @param width columns
 * @param height rows
 * @param values row by row, {@code width · height} of them; not copied, and not to be changed
 */
public record Plane(int width, int height, float[] values) {

    /** @throws IllegalArgumentException if the number of values does not match */
    public Plane {
        if (width < 1 || height < 1 || values.length != width * height) {
            throw new IllegalArgumentException(values.length + " values do not fill " + width + "×" + height);
        }
    }

    /**
     * This plane, if all its values are numbers.
     *
     * @throws IllegalArgumentException if one is NaN or infinite
     */
    public Plane requireFinite() {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("the maps contain " + value + "; the record is damaged");
            }
        }
        return this;
    }

    /**
     * The mean of all values.
     *
     * @throws IllegalArgumentException if one is NaN or infinite
     */
    public double mean() {
        double sum = 0;
        for (float value : requireFinite().values) {
            sum += value;
        }
        return sum / values.length;
    }

    /**
     * This plane less another of the same size, value by value.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public Plane minus(Plane other) {
        return combined(other, 1, -1);
    }

    /**
     * The linear interpolation between this plane and another of the same size.
     *
     * @param share how far towards the other, 0 to 1
     * @throws IllegalArgumentException if the sizes differ
     */
    public Plane towards(Plane other, double share) {
        return combined(other, 1 - share, share);
    }

    private Plane combined(Plane other, double factor, double otherFactor) {
        if (other.width != width || other.height != height) {
            throw new IllegalArgumentException(
                    "a plane of " + width + "×" + height + " does not match " + other.width + "×" + other.height);
        }
        float[] result = new float[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) (factor * values[i] + otherFactor * other.values[i]);
        }
        return new Plane(width, height, result);
    }

    /**
     * The value in a column and row.
     *
     * @param x the column, from 0 at the left
     * @param y the row, from 0 at the top
     */
    public float at(int x, int y) {
        return values[y * width + x];
    }
}
