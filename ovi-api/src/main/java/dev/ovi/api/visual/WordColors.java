package dev.ovi.api.visual;

import dev.ovi.api.record.TokenGroup;
import java.awt.Color;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One colour for each word, the same in every picture that shows the same words, in whatever order they were named. The
 * first seven are those of Okabe and Ito ("Color Universal Design", 2008), which people with any kind of colour vision tell
 * apart, and up to four words get the four that are furthest apart; beyond seven there are seven more, paler and less
 * easily told apart, and then they repeat.
 */
public final class WordColors {
    /** With {@link #NEARER} those of Okabe and Ito without their black, which cannot be seen on dark pictures. */
    private static final List<Color> FURTHEST =
            List.of(new Color(0x009E73), new Color(0x56B4E9), new Color(0xF0E442), new Color(0xCC79A7));

    private static final List<Color> NEARER = List.of(new Color(0xE69F00), new Color(0x0072B2), new Color(0xD55E00));

    private static final List<Color> PALER = List.of(
            new Color(0xB695E8),
            new Color(0xBBCC33),
            new Color(0xFFAABB),
            new Color(0xA9744F),
            new Color(0x99E5FF),
            new Color(0xEE8866),
            new Color(0xDDDDDD));

    private static final List<List<Color>> PALETTES = List.of(FURTHEST, NEARER, PALER);

    private final Map<String, Color> colors = new HashMap<>();

    /** Gives each word a colour. */
    public WordColors(List<TokenGroup> words) {
        List<String> labels =
                words.stream().map(TokenGroup::label).distinct().sorted().toList();
        Set<Color> taken = new HashSet<>();
        for (int i = 0; i < labels.size(); i++) {
            if (i % PALETTES.stream().mapToInt(List::size).sum() == 0) {
                taken.clear();
            }
            colors.put(labels.get(i), free(labels.get(i), taken));
        }
    }

    /** The colour that a word's letters point at, or the next one that is free. */
    private static Color free(String label, Set<Color> taken) {
        List<Color> palette = PALETTES.stream()
                .filter(each -> !taken.containsAll(each))
                .findFirst()
                .orElseThrow();
        int place = Math.floorMod(label.toLowerCase(Locale.ROOT).hashCode(), palette.size());
        while (!taken.add(palette.get(place))) {
            place = (place + 1) % palette.size();
        }
        return palette.get(place);
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
