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

    /** The value in a column and row. */
    public float at(int x, int y) {
        return values[y * width + x];
    }
}
