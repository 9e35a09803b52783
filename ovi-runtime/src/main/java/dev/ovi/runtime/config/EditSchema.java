package dev.ovi.runtime.config;

import dev.ovi.api.attention.AttentionKind;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables of an attention edit and of its region, as parts of the {@link Schema}. */
final class EditSchema {
    private static final Setting<List<Double>> BOX = Setting.optional(
            "box",
            ListType.exactly(
                    4, ScalarType.number(0, 1), "[top, left, bottom, right] in fractions of the frame, from 0 to 1"),
            "A rectangle; patches are inside by at least one half of their area.");
    private static final Setting<Path> MASK = Setting.optional(
            "mask",
            ScalarType.path(),
            "An image, stretched over the frame; patches are inside where it has at least half of full brightness.");

    private static final ObjectType<Region> REGION =
            new ObjectType<>(List.of(BOX, MASK), EditSchema::makeRegion, EditSchema::writeRegion);

    private static final List<AttentionKind> TEXT_KINDS =
            List.of(AttentionKind.TEXT_TO_VIDEO, AttentionKind.TEXT_TO_AUDIO);

    private static final Setting<List<String>> WORDS = Setting.optional(
            "words",
            ListType.nonEmpty(ScalarType.matching("(?s).*\\S.*", "a word or phrase")),
            "Whose tokens, chosen as for attention.capture.tokens; padding is one of the words.");
    private static final Setting<Double> WEIGHT = Setting.optional(
            "weight",
            ScalarType.number(0, 1e6),
            "Factor on the words' share of attention, before all shares are made to add up to 1; 0 removes the words, 1 is"
                    + " no edit, and factors of several edits multiply.");
    private static final Setting<Boolean> SUPPRESS =
            Setting.optional("suppress", ScalarType.flag(), "Removes the words.");
    private static final Setting<Double> BOOST = Setting.optional(
            "boost", ScalarType.number(-50, 50), "Added to the words' logits; the logarithm of a weight.");
    private static final Setting<List<AttentionKind>> KINDS = Setting.of(
            "kinds",
            ListType.nonEmpty(new MappedType<>(
                    ScalarType.word(TEXT_KINDS.stream().map(AttentionKind::id).toList()),
                    EditSchema::textKind,
                    AttentionKind::id)),
            TEXT_KINDS,
            "Which attention to the text.");
    private static final Setting<IndexSet> STEPS =
            Setting.of("steps", ScalarType.indices(), IndexSet.ALL, "At which steps; 0 has the most noise.");
    private static final Setting<IndexSet> LAYERS =
            Setting.of("layers", ScalarType.indices(), IndexSet.ALL, "In which layers.");
    private static final Setting<IndexSet> FRAMES = Setting.of(
            "frames",
            ScalarType.indices(),
            IndexSet.ALL,
            "In which video frames, with those that share their latent frames; in the sound, while they are shown.");
    private static final Setting<Region> WHERE = Setting.optional(
            "region",
            REGION,
            "In which part of the picture: a box or a mask; the sound, which has no parts, is then left alone.");

    /** One edit. */
    static final ValueType<AttentionEdit> EDIT = new ShorthandType<>(
            "word=weight such as red circle=0",
            EditSchema::expand,
            new ObjectType<>(
                    List.of(WORDS, WEIGHT, SUPPRESS, BOOST, KINDS, STEPS, LAYERS, FRAMES, WHERE),
                    EditSchema::makeEdit,
                    EditSchema::writeEdit));

    private EditSchema() {}

    private static AttentionKind textKind(String id) {
        return TEXT_KINDS.stream()
                .filter(kind -> kind.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** {@code red circle=0} as {@code {words: red circle, weight: 0}}. */
    private static Optional<RawValue.Mapping> expand(RawValue.Scalar text) {
        int equals = text.text().lastIndexOf('=');
        if (equals < 0) {
            return Optional.empty();
        }
        Origin origin = text.origin();
        var word = new RawValue.Scalar(text.text().substring(0, equals).strip(), true, origin);
        var weight = new RawValue.Scalar(text.text().substring(equals + 1).strip(), false, origin);
        Map<String, RawValue.Entry> entries = new LinkedHashMap<>();
        entries.put(WORDS.path(), new RawValue.Entry(origin, word));
        entries.put(WEIGHT.path(), new RawValue.Entry(origin, weight));
        return Optional.of(new RawValue.Mapping(entries, origin));
    }

    private static AttentionEdit makeEdit(Values values) {
        List<String> words = values.find(WORDS).orElseThrow(() -> new IllegalArgumentException("an edit needs words"));
        boolean suppress = values.find(SUPPRESS).orElse(false);
        Optional<Double> weight = values.find(WEIGHT);
        Optional<Double> boost = values.find(BOOST);
        if ((weight.isPresent() ? 1 : 0) + (boost.isPresent() ? 1 : 0) + (suppress ? 1 : 0) != 1) {
            throw new IllegalArgumentException("an edit needs exactly one of weight, suppress: true, and boost");
        }
        AttentionEdit.Strength strength = suppress
                ? new AttentionEdit.Suppress()
                : weight.<AttentionEdit.Strength>map(AttentionEdit.Weight::new)
                        .orElseGet(() -> new AttentionEdit.Boost(boost.orElseThrow()));
        return new AttentionEdit(
                words,
                strength,
                values.get(KINDS),
                values.get(STEPS),
                values.get(LAYERS),
                values.get(FRAMES),
                values.find(WHERE));
    }

    private static void writeEdit(AttentionEdit edit, Values.Builder builder) {
        builder.with(WORDS, edit.words());
        switch (edit.strength()) {
            case AttentionEdit.Weight(double factor) -> builder.with(WEIGHT, factor);
            case AttentionEdit.Suppress() -> builder.with(SUPPRESS, true);
            case AttentionEdit.Boost(double bias) -> builder.with(BOOST, bias);
        }
        builder.with(KINDS, edit.kinds())
                .with(STEPS, edit.steps())
                .with(LAYERS, edit.layers())
                .with(FRAMES, edit.frames());
        edit.region().ifPresent(region -> builder.with(WHERE, region));
    }

    private static Region makeRegion(Values values) {
        Optional<List<Double>> box = values.find(BOX);
        Optional<Path> mask = values.find(MASK);
        if (box.isPresent() == mask.isPresent()) {
            throw new IllegalArgumentException("a region is either a box or a mask");
        }
        return box.<Region>map(side -> new Region.Box(side.get(0), side.get(1), side.get(2), side.get(3)))
                .orElseGet(() -> new Region.Mask(mask.orElseThrow()));
    }

    private static void writeRegion(Region region, Values.Builder builder) {
        switch (region) {
            case Region.Box(double top, double left, double bottom, double right) ->
                builder.with(BOX, List.of(top, left, bottom, right));
            case Region.Mask(Path image) -> builder.with(MASK, image);
        }
    }
}
