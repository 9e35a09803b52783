package dev.ovi.api.visual;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.Sequence;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.Plane;
import dev.ovi.api.record.TokenGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The maps of one word in one record.
 *
 * @param series the maps of all words
 * @param word which of their positions
 * @param name the word as legends write it: its label, and branch, layer and head where they are not the usual ones
 * @param fileName the word as file names carry it: its pieces, for instance {@code ▁circle}, and a single layer and head
 */
public record WordMap(MapSeries series, TokenGroup word, String name, String fileName) {

    /**
     * The maps of all words that a user wants to see.
     *
     * @throws dev.ovi.api.record.MissingMapException if the record lacks one of them
     */
    public static List<WordMap> of(AttentionRecord record, RenderRequest request) {
        return of(record, request, request.words());
    }

    /** The same for another record of the request. */
    public static List<WordMap> of(RenderSubject subject, RenderRequest request) {
        return of(subject.record(), request, subject.words());
    }

    /**
     * The maps of some words of a record, for instance of all {@linkplain RenderRequest#wordsOrContent content words}.
     *
     * @throws dev.ovi.api.record.MissingMapException if the record lacks one of them
     */
    public static List<WordMap> of(AttentionRecord record, RenderRequest request, List<TokenGroup> words) {
        AttentionKind kind = request.kind();
        Branch branch = request.branch();
        MapSeries series = record.series(kind, branch);
        List<String> single = single(request.slice());
        List<String> unusual = new ArrayList<>(branch == Branch.CONDITIONAL ? List.of() : List.of(branch.id()));
        unusual.addAll(single);
        String note = unusual.isEmpty() ? "" : " (" + String.join(", ", unusual) + ")";
        String suffix = single.stream().map(part -> "_" + part.replace(" ", "")).collect(Collectors.joining());
        return words.stream()
                .map(word -> new WordMap(
                        series,
                        word,
                        word.label() + note,
                        (kind.position() == Sequence.TEXT ? word.pieces(record.text(kind, branch)) : word.label())
                                + suffix))
                .toList();
    }

    /** What of a slice is no mean: {@code layer 3}, {@code head 1}. */
    private static List<String> single(MapSlice slice) {
        List<String> parts = new ArrayList<>();
        slice.layer().ifPresent(layer -> parts.add("layer " + layer));
        slice.head().ifPresent(head -> parts.add("head " + head));
        return parts;
    }

    /**
     * One frame of the word's map, in patches.
     *
     * @return probabilities, or their means where the moment leaves steps, layers or heads open: from 0 to 1
     * @throws dev.ovi.api.record.MissingMapException if the record lacks it
     * @throws IllegalArgumentException if the record is damaged, and a value is NaN or infinite
     */
    public Plane at(Moment moment) {
        return at(moment.slice(), moment.latentPosition());
    }

    /**
     * One frame of the word's map, in patches.
     *
     * @param latentPosition a latent frame, or a position between two, whose maps are then interpolated linearly
     * @return as {@link #at(Moment)}
     * @throws dev.ovi.api.record.MissingMapException if the record lacks it
     * @throws IllegalArgumentException if the record is damaged, and a value is NaN or infinite
     */
    public Plane at(MapSlice slice, double latentPosition) {
        return series.planeAt(slice, word, latentPosition).requireFinite();
    }

    /** The word's map at several moments. */
    public List<Plane> at(List<Moment> moments) {
        return moments.stream().map(this::at).toList();
    }
}
