package dev.ovi.api.visual;

import dev.ovi.api.option.Option;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.Plane;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Several words over pictures, one colour each, and the legend that tells them apart. */
public final class WordVeils {
    /** As many as there are colours that everybody tells apart. */
    private static final int MOST_WORDS = 7;

    private static final Option<Normalization> NORMALIZATION = Normalization.option(Normalization.PERCENTILE);
    private static final Option<Double> ALPHA =
            Option.number("alpha", 0.7, 0, 1, "How much of the picture a word covers where it is strongest.");
    private static final Option<Double> THRESHOLD = Option.number(
            "threshold",
            0.25,
            0,
            0.99,
            "How far up a word's scale its colour begins; below, the picture is untouched.");
    private static final Option<Integer> WORDS = Option.integer(
            "words",
            5,
            1,
            MOST_WORDS,
            "How many of the prompt's words are shown where none was chosen: those that attend most to one place.");
    private static final Option<Boolean> OUTLINE =
            Option.flag("outline", true, "Whether a line is drawn half-way up each word's colours.");

    private static final double HALF = 0.5;

    private final OptionValues options;
    private final int asked;
    private final List<WordMap> shown;
    private final WordColors colors;
    /** One for each word, where that is the same for all pictures. */
    private final List<Optional<Scale>> scales;

    /**
     * The words that the user chose, or without a choice those of the prompt whose attention is most gathered in one place,
     * in the colours that {@link WordColors} gives them. Of more words than there are colours, those that are most gathered
     * are shown, too.
     *
     * @param options of the visualizer, which include those of {@link #options()}
     * @param moments the pictures that will be drawn
     * @throws dev.ovi.api.record.MissingMapException if the record lacks one of the words
     * @throws IllegalArgumentException if the maps hold a value that is not finite
     */
    public WordVeils(AttentionRecord record, RenderRequest request, OptionValues options, List<Moment> moments) {
        this.options = options;
        List<WordMap> possible = WordMap.of(record, request, request.wordsOrContent());
        asked = possible.size();
        shown = mostGathered(possible, request.content().isEmpty() ? MOST_WORDS : options.get(WORDS));
        colors = new WordColors(shown.stream().map(WordMap::word).toList());
        scales = shown.stream()
                .map(word -> options.get(NORMALIZATION).common(word.at(moments)))
                .toList();
    }

    /** The options that say how words look. */
    public static List<Option<?>> options() {
        return List.of(WORDS, NORMALIZATION, ALPHA, THRESHOLD, OUTLINE);
    }

    /** The words that are shown. */
    public List<WordMap> words() {
        return shown;
    }

    /** A picture with the words over it, and their legend. */
    public BufferedImage picture(BufferedImage frame, Moment moment, Canvas canvas) {
        List<Layer> layers = layers(moment);
        BufferedImage veiled = canvas.overlay(frame, layers, alpha());
        BufferedImage drawn = options.get(OUTLINE) ? canvas.outline(veiled, layers, HALF) : veiled;
        List<Legend.Key> keys = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            keys.add(new Legend.Veil(shown.get(i).name(), layer.color(), layer.scale()));
        }
        String some = shown.size() < asked ? shown.size() + " of " + asked + " words · " : "";
        return canvas.withLegend(drawn, new Legend(some + text(moment), keys));
    }

    /** The veil of each word at a moment; what lies below the threshold is already left out of their scales. */
    public List<Layer> layers(Moment moment) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            Plane plane = shown.get(i).at(moment);
            Scale scale = scales.get(i).orElseGet(() -> Scale.spanning(List.of(plane)));
            Color color = colors.of(shown.get(i).word());
            layers.add(new Layer(plane, scale.above(options.get(THRESHOLD)), color));
        }
        return layers;
    }

    /** How much of the picture a word covers where it is strongest, 0 to 1. */
    public double alpha() {
        return options.get(ALPHA);
    }

    /** Step, frame and normalisation, for a legend. */
    public String text(Moment moment) {
        String scale = options.get(NORMALIZATION).text();
        return moment.text() + " · " + (shown.size() == 1 ? scale : "each word: " + scale);
    }

    private static List<WordMap> mostGathered(List<WordMap> words, int most) {
        if (words.size() <= most) {
            return words;
        }
        Map<WordMap, Double> gathered = new LinkedHashMap<>();
        words.forEach(word -> gathered.put(word, gathered(word)));
        List<WordMap> best = words.stream()
                .sorted(Comparator.comparingDouble(gathered::get).reversed())
                .limit(most)
                .toList();
        return words.stream().filter(best::contains).toList();
    }

    /** The share of a word's attention, over steps and frames, that falls on the tenth of the patches that has most of it. */
    private static double gathered(WordMap word) {
        int frames = word.series().grid().frames();
        int patches = word.series().grid().frameSize();
        double[] values = new double[frames * patches];
        for (int frame = 0; frame < frames; frame++) {
            Plane plane = word.at(MapSlice.MEAN, frame);
            for (int i = 0; i < patches; i++) {
                values[frame * patches + i] = plane.values()[i];
            }
        }
        Arrays.sort(values);
        double all = Arrays.stream(values).sum();
        double strongest = Arrays.stream(values, values.length - Math.ceilDiv(values.length, 10), values.length)
                .sum();
        return all == 0 ? 0 : strongest / all;
    }
}
