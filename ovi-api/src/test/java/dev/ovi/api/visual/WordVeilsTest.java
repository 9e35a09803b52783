package dev.ovi.api.visual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.contract.RecordingCanvas;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.PromptText;
import dev.ovi.api.record.PromptToken;
import dev.ovi.api.record.Prompts;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.record.TokenRole;
import dev.ovi.api.record.VideoFormat;
import java.awt.image.BufferedImage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Over 10×10 patches, of which the hot one of word i is hotter the larger i is; all others are 1. */
class WordVeilsTest {
    private static final int WORDS = 9;
    private static final int SIDE = 10;

    private final AttentionRecord record = record();
    private final List<Moment> moments = Moment.steps(record, record.series().getFirst(), MapSlice.MEAN, 0);

    @Test
    void withoutAChoiceTheWordsThatAttendToOnePlaceAreShownInTheirOrder() {
        assertThat(shown(veils(List.of(), Map.of()))).containsExactly("w4", "w5", "w6", "w7", "w8");
        assertThat(shown(veils(List.of(), Map.of("words", 2)))).containsExactly("w7", "w8");
    }

    @Test
    void chosenWordsAreShownAsFarAsThereAreColours() {
        assertThat(shown(veils(List.of(3, 0, 1, 2, 5, 4), Map.of("words", 1))))
                .containsExactly("w3", "w0", "w1", "w2", "w5", "w4");
        assertThat(shown(veils(List.of(0, 1, 2, 3, 4, 5, 6, 7), Map.of())))
                .containsExactly("w1", "w2", "w3", "w4", "w5", "w6", "w7");
    }

    @Test
    void eachWordHasAScaleOfItsOwnAboveTheThreshold() {
        List<Layer> layers = veils(List.of(2, 7), Map.of("normalization", "run", "threshold", 0.4))
                .layers(moments.getFirst());
        // From 1 to the hot patch, which is 20·word + 2; four tenths of it are left out.
        assertThat(layers.get(0).scale().min()).isCloseTo(1 + 0.4 * 41, within(1e-4));
        assertThat(layers.get(0).scale().max()).isEqualTo(42);
        assertThat(layers.get(1).scale().min()).isCloseTo(1 + 0.4 * 141, within(1e-4));
        assertThat(layers.get(1).scale().max()).isEqualTo(142);
        assertThat(layers.get(0).color()).isNotEqualTo(layers.get(1).color());
    }

    @Test
    void theLegendSaysWhichWordsAtWhichStepOnWhichScale() {
        var canvas = new RecordingCanvas();
        WordVeils veils = veils(List.of(), Map.of("words", 2));
        veils.picture(black(), moments.getFirst(), canvas);
        Legend legend = canvas.legends().getFirst();
        assertThat(legend.text())
                .isEqualTo("2 of 9 words · step 1/1 (t=999) · video frame 0"
                        + " · each word: one scale, 1st to 99th percentile");
        assertThat(legend.keys())
                .containsExactlyElementsOf(IntStream.of(0, 1)
                        .mapToObj(i -> {
                            Layer layer = veils.layers(moments.getFirst()).get(i);
                            return (Legend.Key) new Legend.Veil("w" + (7 + i), layer.color(), layer.scale());
                        })
                        .toList());
    }

    @Test
    void aWordCoversWhereItIsStrongAndNothingElse() {
        Map<String, Object> plain = Map.of("outline", false, "alpha", 1.0, "normalization", "run");
        WordVeils veils = veils(List.of(5), plain);
        BufferedImage picture = veils.picture(black(), moments.getFirst(), new RecordingCanvas());
        int color = veils.layers(moments.getFirst()).getFirst().color().getRGB();
        // Word i is hot in row i, column i.
        for (int i = 0; i < SIDE * SIDE; i++) {
            int expected = i == 5 * SIDE + 5 ? color : 0xFF000000;
            assertThat(picture.getRGB(i % SIDE, i / SIDE)).as("patch %d", i).isEqualTo(expected);
        }
    }

    @Test
    void aMapWithoutNumbersIsRefused() {
        AttentionRecord damaged = record(Float.NaN);
        RenderRequest request = request(List.of(0));
        OptionValues options = OptionValues.defaults(WordVeils.options());
        assertThatThrownBy(() -> new WordVeils(damaged, request, options, moments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the record is damaged");
    }

    private WordVeils veils(List<Integer> chosen, Map<String, ?> options) {
        return new WordVeils(record, request(chosen), OptionValues.of(WordVeils.options(), options), moments);
    }

    private static List<String> shown(WordVeils veils) {
        return veils.words().stream().map(WordMap::name).toList();
    }

    private static RenderRequest request(List<Integer> chosen) {
        List<TokenGroup> words = (chosen.isEmpty() ? IntStream.range(0, WORDS).boxed() : chosen.stream())
                .map(word -> TokenGroup.single("w" + word, word))
                .toList();
        List<TokenGroup> mean =
                List.of(new TokenGroup("mean", List.of(0, 1, 2, 3, 4, 5, 6, 7, 8), TokenGroup.Combination.MEAN));
        return RenderRequest.builder(AttentionKind.TEXT_TO_VIDEO, chosen.isEmpty() ? mean : words)
                .content(chosen.isEmpty() ? words : List.of())
                .build();
    }

    private static BufferedImage black() {
        return new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    }

    private static AttentionRecord record() {
        return record(1);
    }

    private static AttentionRecord record(float cold) {
        MemorySegment values = Arena.ofAuto().allocate((long) WORDS * SIDE * SIDE * Float.BYTES, Float.BYTES);
        List<PromptToken> tokens = new ArrayList<>();
        for (int word = 0; word < WORDS; word++) {
            for (int patch = 0; patch < SIDE * SIDE; patch++) {
                float value = patch == word * SIDE + word ? 20 * word + 2 : cold;
                values.setAtIndex(ValueLayout.JAVA_FLOAT, (long) word * SIDE * SIDE + patch, value);
            }
            tokens.add(new PromptToken(word, 9, "▁w" + word, 3 * word, 3 * word + 2, TokenRole.TEXT));
        }
        var series = new MapSeries(
                AttentionKind.TEXT_TO_VIDEO,
                Branch.CONDITIONAL,
                List.of(0),
                List.of(),
                List.of(),
                IntStream.range(0, WORDS).boxed().toList(),
                new PatchGrid(1, SIDE, SIDE),
                values);
        String text = "w0 w1 w2 w3 w4 w5 w6 w7 w8";
        return AttentionRecord.builder()
                .prompts(Prompts.of(new PromptText(text, text, tokens, 16)))
                .timesteps(List.of(999.0))
                .video(new VideoFormat(SIDE, SIDE, 1, 24))
                .frames(new FrameMapping(1, 4))
                .series(List.of(series))
                .build();
    }
}
