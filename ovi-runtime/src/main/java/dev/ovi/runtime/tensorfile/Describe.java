package dev.ovi.runtime.tensorfile;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.TensorView;
import java.util.Arrays;
import java.util.Locale;

/** How messages write what a file holds. */
public final class Describe {
    private static final int LONGEST_NAME = 200;

    private Describe() {}

    /** A name from a file in quotes: shortened, and without characters that would disturb a terminal. */
    public static String name(String name) {
        StringBuilder quoted = new StringBuilder("\"");
        name.codePoints().limit(LONGEST_NAME).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        if (name.codePointCount(0, name.length()) > LONGEST_NAME) {
            quoted.append("…");
        }
        return quoted.append('"').toString();
    }

    /** For instance {@code tensor "blocks.0.norm.weight"}. */
    public static String tensor(String name) {
        return "tensor " + name(name);
    }

    /** For instance {@code bf16}. */
    public static String dtype(DType dtype) {
        return dtype.safetensorsName().toLowerCase(Locale.ROOT);
    }

    /** For instance {@code [768, 192] bf16}. */
    public static String layout(TensorView tensor) {
        return Arrays.toString(tensor.shape()) + " " + dtype(tensor.dtype());
    }
}
