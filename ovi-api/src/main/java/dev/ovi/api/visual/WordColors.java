package dev.ovi.api.visual;

import dev.ovi.api.record.TokenGroup;
import java.awt.Color;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One colour for each word, the same in every picture that shows the same words, in whatever order they were named. The
 * colours are those of Okabe and Ito ("Color Universal Design", 2008), which people with any kind of colour vision tell
 * apart; beyond seven words they repeat.
 */
public final class WordColors {
    /** Without their black, which cannot be seen on dark pictures. */
    private static final List<Color> OKABE_ITO = List.of(
            new Color(0xE69F00),
            new Color(0x56B4E9),
            new Color(0x009E73),
            new Color(0xF0E442),
            new Color(0x0072B2),
            new Color(0xD55E00),
            new Color(0xCC79A7));

    private final Map<String, Color> colors = new HashMap<>();

    /** Gives each word a colour. */
    public WordColors(List<TokenGroup> words) {
        boolean[] taken = new boolean[OKABE_ITO.size()];
        words.stream()
                .map(TokenGroup::label)
                .distinct()
                .sorted(Comparator.naturalOrder())
                .forEach(label -> {
                    int place = Math.floorMod(label.toLowerCase(Locale.ROOT).hashCode(), taken.length);
                    for (int tried = 0; taken[place] && tried < taken.length; tried++) {
                        place = (place + 1) % taken.length;
                    }
                    taken[place] = true;
                    colors.put(label, OKABE_ITO.get(place));
                });
    }

    /**
     * The colour of one of the words.
     *
     * @throws IllegalArgumentException if it is not one of them
     */
    public Color of(TokenGroup word) {
        Color color = colors.get(word.label());
        if (color == null) {
            throw new IllegalArgumentException("\"" + word.label() + "\" is not among " + colors.keySet());
        }
        return color;
    }

    /** A key for a legend that says which colour is whose. */
    public Legend.Key key(TokenGroup word) {
        return new Legend.Swatch(word.label(), of(word));
    }
}
