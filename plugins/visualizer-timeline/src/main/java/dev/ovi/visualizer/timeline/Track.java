package dev.ovi.visualizer.timeline;

import dev.ovi.api.attention.Sequence;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.record.TokenRole;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.api.visual.WordColors;
import dev.ovi.api.visual.WordMap;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/**
 * One curve of every chart.
 *
 * @param name what it is called
 * @param color what it is drawn in
 * @param group whose attention it is
 */
record Track(String name, Color color, TokenGroup group) {
    private static final Color SINK = new Color(0xB4B9C1);

    /** The words that are asked for. */
    static List<Track> words(AttentionRecord record, RenderRequest request) {
        List<TokenGroup> words = request.wordsOrContent();
        WordColors colors = new WordColors(words);
        return WordMap.of(record, request, words).stream()
                .map(word -> new Track(word.name(), colors.of(word.word()), word.word()))
                .toList();
    }

    /** Padding and {@code </s>}, which soak up most of a text's attention: those that were captured and not asked for. */
    static List<Track> sinks(AttentionRecord record, MapSeries series, List<Track> words) {
        if (series.kind().position() != Sequence.TEXT) {
            return List.of();
        }
        PromptText text = record.text(series.kind(), series.branch());
        List<Track> sinks = new ArrayList<>();
        sinks.add(sink("padding", text.paddingPosition()));
        for (PromptToken token : text.tokens()) {
            if (token.role() == TokenRole.END) {
                sinks.add(sink(token.piece(), token.index()));
            }
        }
        List<List<Integer>> shown =
                words.stream().map(word -> word.group.positions()).toList();
        return sinks.stream()
                .filter(sink -> series.positions().containsAll(sink.group.positions()))
                .filter(sink -> !shown.contains(sink.group.positions()))
                .toList();
    }

    private static Track sink(String name, int position) {
        return new Track(name, SINK, TokenGroup.single(name, position));
    }
}
