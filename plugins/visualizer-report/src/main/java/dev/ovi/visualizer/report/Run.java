package dev.ovi.visualizer.report;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Sequence;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.visual.FrameSource;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.api.visual.RenderSubject;
import dev.ovi.api.visual.WordMap;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a page is about.
 *
 * @param record everything that was recorded
 * @param frames the video
 * @param request what the user wants to see
 * @param options of the visualizer
 * @param text the text whose words are shown
 * @param shares of the words in the maps that were asked for
 * @param heard of the same words in the sound, where that was recorded too
 * @param words that are drawn: those that the user chose, or the content words with the largest shares
 * @param omittedWords how many content words are not drawn
 */
record Run(
        AttentionRecord record,
        FrameSource frames,
        RenderRequest request,
        OptionValues options,
        PromptText text,
        PositionShares shares,
        Optional<PositionShares> heard,
        List<WordMap> words,
        int omittedWords) {

    /**
     * Reads a record.
     *
     * @throws dev.ovi.api.record.MissingMapException if the record lacks what was asked for
     * @throws IllegalArgumentException if the maps are not of words, or the record is damaged
     */
    static Run of(AttentionRecord record, FrameSource frames, RenderRequest request, OptionValues options) {
        AttentionKind kind = request.kind();
        if (kind.position() != Sequence.TEXT) {
            throw new IllegalArgumentException(
                    "report shows words, and " + kind.id() + " maps have none; choose text_to_video or text_to_audio");
        }
        PositionShares shares = PositionShares.of(record.series(kind, request.branch()), request.slice());
        List<TokenGroup> words = request.wordsOrContent();
        List<TokenGroup> drawn =
                request.content().isEmpty() ? words : mostAttended(words, shares, options.get(ReportVisualizer.WORDS));
        return new Run(
                record,
                frames,
                request,
                options,
                record.text(kind, request.branch()),
                shares,
                heard(record, request),
                WordMap.of(RenderSubject.of("", record, frames, drawn), request),
                words.size() - drawn.size());
    }

    private static Optional<PositionShares> heard(AttentionRecord record, RenderRequest request) {
        return request.kind().mapped() == Sequence.AUDIO
                ? Optional.empty()
                : record.find(AttentionKind.TEXT_TO_AUDIO, request.branch())
                        .map(series -> PositionShares.of(series, MapSlice.MEAN));
    }

    private static List<TokenGroup> mostAttended(List<TokenGroup> words, PositionShares shares, int count) {
        List<TokenGroup> most = words.stream()
                .sorted(Comparator.comparingDouble(shares::ofWord).reversed())
                .limit(count)
                .toList();
        return words.stream().filter(most::contains).toList();
    }

    /** Whether the maps lie over the video. */
    boolean isSeen() {
        return request.kind().mapped() == Sequence.VIDEO;
    }
}
