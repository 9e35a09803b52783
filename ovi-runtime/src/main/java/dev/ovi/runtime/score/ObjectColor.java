package dev.ovi.runtime.score;

import dev.ovi.runtime.base.Nearest;
import dev.ovi.runtime.base.UsageException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A colour that objects are found by.
 *
 * @param name the word for it, or {@code #rrggbb}
 * @param rgb sRGB, {@code 0xRRGGBB}
 */
public record ObjectColor(String name, int rgb) {

    /** The colours that have a name: those that the small model was trained on, as it paints them. */
    public static final List<ObjectColor> NAMED = List.of(
            new ObjectColor("red", 0xE6281E),
            new ObjectColor("orange", 0xF58C14),
            new ObjectColor("yellow", 0xF5DC28),
            new ObjectColor("green", 0x28A03C),
            new ObjectColor("cyan", 0x28D2DC),
            new ObjectColor("blue", 0x2D46DC),
            new ObjectColor("purple", 0x8C32C8),
            new ObjectColor("pink", 0xF57DB4));

    private static final Pattern HEX = Pattern.compile("#[0-9a-f]{6}");
    private static final int SUGGESTIONS = 3;

    /** The colour that a word names, in whatever case. */
    public static Optional<ObjectColor> named(String word) {
        return NAMED.stream()
                .filter(color -> color.name().equalsIgnoreCase(word))
                .findFirst();
    }

    /**
     * Reads a name or {@code #rrggbb}.
     *
     * @throws UsageException if it is neither, with the nearest names, or a grey, which backgrounds have too
     */
    public static ObjectColor parse(String text) {
        String written = text.strip().toLowerCase(Locale.ROOT);
        Optional<ObjectColor> named = named(written);
        if (named.isPresent()) {
            return named.get();
        }
        if (!HEX.matcher(written).matches()) {
            List<String> names = NAMED.stream().map(ObjectColor::name).toList();
            throw new UsageException("\"" + text + "\" is not a colour that objects are found by; nearest are "
                    + String.join(", ", Nearest.to(written, names, SUGGESTIONS)) + "; #rrggbb and auto are known, too");
        }
        int rgb = Integer.parseInt(written.substring(1), 16);
        if (Oklab.of(rgb).chroma() < Palette.LEAST_CHROMA) {
            throw new UsageException(written + " is grey, as backgrounds are; mark the object by --mask");
        }
        return new ObjectColor(written, rgb);
    }
}
