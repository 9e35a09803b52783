package dev.ovi.runtime.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.record.MapSlice;
import dev.ovi.runtime.config.VisualizeSettings;
import dev.ovi.runtime.record.RecordedRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Whether maps mean something: attention that upstream's code recorded while it painted a red circle and a blue square.
 * The record and the video are files, so that figures are the same everywhere but for the video decoder's rounding.
 */
class UpstreamScoreTest {
    private static final Path RECORD = Path.of("..", "examples", "tiny-ovi", "upstream.attention.safetensors");

    @Test
    void aColourWordFindsItsObject() {
        for (String color : List.of("red", "blue")) {
            MapScore score = score(color, color);

            assertThat(score.frames()).isEqualTo(5);
            assertThat(score.pointing().value()).as(color).isOne();
            // Upstream's mean over 28 objects is 0.933; these are 0.940 and 0.964.
            assertThat(score.auroc().value()).as(color).isGreaterThan(0.92);
            // What chance reaches is the object's share of the picture, some 8 %.
            assertThat(score.pointing().chance()).as(color).isBetween(0.05, 0.1);
            assertThat(score.bestIou().value())
                    .as(color)
                    .isGreaterThan(4 * score.bestIou().chance());
            assertThat(score.iou().value())
                    .as(color)
                    .isGreaterThan(4 * score.iou().chance());
        }
    }

    @Test
    void aShapeWordFindsItsObjectLessWell() {
        for (List<String> object : List.of(List.of("circle", "red"), List.of("square", "blue"))) {
            MapScore score = score(object.getFirst(), object.getLast());

            // Upstream's mean is 0.867; these are 0.880 and 0.913.
            assertThat(score.auroc().value()).as("%s", object).isBetween(0.8, 0.95);
            assertThat(score.pointing().value())
                    .as("%s", object)
                    .isGreaterThan(score.pointing().chance());
        }
    }

    @Test
    void aColourWordFindsTheOtherObjectFarLessWell() {
        assertSwapped("red", "blue");
        assertSwapped("blue", "red");
    }

    private static void assertSwapped(String word, String other) {
        MapScore own = score(word, word);
        MapScore swapped = score(word, other);

        assertThat(swapped.pointing().value()).as(word).isZero();
        // Both objects are warmer than the background, so that the other one is above chance, too: 0.86 and 0.73.
        assertThat(swapped.auroc().value()).as(word).isLessThan(own.auroc().value() - 0.05);
        assertThat(swapped.bestIou().value())
                .as(word)
                .isLessThan(0.4 * own.bestIou().value());
    }

    @Test
    void noiseHasNoObjectsAtTheFirstStep() {
        assertThat(score("red", "red", MapSlice.step(0)).auroc().value())
                .isLessThan(score("red", "red", MapSlice.step(7)).auroc().value() - 0.1);
    }

    private static MapScore score(String word, String object) {
        return score(word, object, MapSlice.MEAN);
    }

    private static MapScore score(String word, String object, MapSlice slice) {
        var selection = new VisualizeSettings(
                List.of(), List.of(word), AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL, Optional.empty(), slice);
        var scoring =
                new Scoring(selection, Truth.ofColors(List.of(object)), new ScoreSettings(0.5, 0.02, Optional.empty()));
        List<ScoreRow> rows = scoring.score(RecordedRun.open(RECORD));
        assertThat(rows).hasSize(1);
        return rows.getFirst().score().orElseThrow();
    }
}
