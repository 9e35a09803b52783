package dev.ovi.runtime.drawing;

import dev.ovi.api.visual.ColorMap;
import dev.ovi.api.visual.Scale;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The 256 colours of a colour map. */
final class ColorTable {
    private static final int SIZE = 256;

    private final int[] colors;

    private ColorTable(int[] colors) {
        this.colors = colors;
    }

    static ColorTable of(ColorMap map) {
        int[] colors = map == ColorMap.JET ? jet() : published(map);
        if (colors.length != SIZE) {
            throw new IllegalStateException(map + " has " + colors.length + " colours, not " + SIZE);
        }
        return new ColorTable(colors);
    }

    /** An entry as {@code 0xRRGGBB}. */
    int entry(int index) {
        return colors[index];
    }

    /** The entry nearest to a value's place on a scale, as {@code 0xRRGGBB}. */
    int color(double value, Scale scale) {
        return colors[(int) (scale.position(value) * (SIZE - 1) + 0.5)];
    }

    /** OpenCV's JET: ramps of four a step, its one uneven entry included. */
    private static int[] jet() {
        int[] colors = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            int red = ramp(Math.min(4 * i - 382, 4 * (287 - i)));
            int green = ramp(Math.min(4 * (i - 32), 4 * (223 - i)));
            int blue = i == 159 ? 1 : ramp(Math.min(128 + 4 * i, 638 - 4 * i));
            colors[i] = red << 16 | green << 8 | blue;
        }
        return colors;
    }

    private static int ramp(int value) {
        return Math.clamp(value, 0, 255);
    }

    private static int[] published(ColorMap map) {
        String resource = map.id() + ".hex";
        try (InputStream in = ColorTable.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + resource);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return Arrays.stream(text.strip().split("\\s+"))
                    .mapToInt(color -> Integer.parseInt(color, 16))
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
