package dev.ovi.api.visual;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.contract.SampleRun;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.TokenGroup;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WordMapTest {
    private static final TokenGroup WORD = SampleRun.words().getFirst();

    private final AttentionRecord record = SampleRun.record(3, position -> 0.1);

    private WordMap word(MapSlice slice) {
        var request = RenderRequest.builder(AttentionKind.TEXT_TO_VIDEO, List.of(WORD))
                .slice(slice)
                .build();
        return WordMap.of(record, request).getFirst();
    }

    @Test
    void aMeanIsNamedByTheWordAlone() {
        assertThat(word(MapSlice.MEAN).name()).isEqualTo(WORD.label());
        assertThat(word(MapSlice.step(1)).fileName())
                .isEqualTo(word(MapSlice.MEAN).fileName())
                .doesNotContain("layer", "head");
    }

    @Test
    void aSingleLayerAndHeadArePartOfBothNamesSoThatPicturesOfTwoAreTwoFiles() {
        WordMap single = word(new MapSlice(OptionalInt.empty(), OptionalInt.of(3), OptionalInt.of(1)));

        assertThat(single.name()).isEqualTo(WORD.label() + " (layer 3, head 1)");
        assertThat(single.fileName()).isEqualTo(word(MapSlice.MEAN).fileName() + "_layer3_head1");
    }
}
