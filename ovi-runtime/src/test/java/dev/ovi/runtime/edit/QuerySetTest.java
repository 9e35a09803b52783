package dev.ovi.runtime.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.record.FrameMapping;
import java.util.BitSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;

class QuerySetTest {
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final FrameMapping mapping = new FrameMapping(1 + random.nextInt(40), 1 + random.nextInt(5));
    private final Set<Integer> frames = someFrames();

    @RepeatedTest(30)
    void aLatentFrameIsEditedWithAnyOfItsVideoFrames() {
        PatchGrid grid = new PatchGrid(mapping.latentFrames(), 1 + random.nextInt(4), 1 + random.nextInt(4));
        BitSet inside = new BitSet();
        for (int i = 0; i < grid.frameSize(); i++) {
            inside.set(i, random.nextBoolean());
        }

        QuerySet queries = QuerySet.video(grid, mapping, frames, inside);

        for (int query = 0; query < grid.size(); query++) {
            int latentFrame = query / grid.frameSize();
            int first = mapping.firstVideoFrame(latentFrame);
            int last = mapping.lastVideoFrame(latentFrame);
            boolean expected = inside.get(query % grid.frameSize())
                    && frames.stream().anyMatch(frame -> first <= frame && frame <= last);
            assertThat(queries.chosen().get(query))
                    .as("query %d, frames %s of %s, seed %d", query, frames, mapping, seed)
                    .isEqualTo(expected);
        }
    }

    @RepeatedTest(30)
    void anAudioPositionIsEditedIfItIsHeardDuringAFrame() {
        int positions = 1 + random.nextInt(60);

        QuerySet queries = QuerySet.audio(PatchGrid.audio(positions), mapping, frames);

        int count = mapping.videoFrames();
        for (int position = 0; position < positions; position++) {
            // Times in units of the whole length / (frames · positions).
            long start = (long) position * count;
            long end = start + count;
            boolean expected = frames.stream()
                    .anyMatch(frame -> (long) frame * positions < end && (frame + 1L) * positions > start);
            assertThat(queries.chosen().get(position))
                    .as("position %d of %d, frames %s of %s, seed %d", position, positions, frames, mapping, seed)
                    .isEqualTo(expected);
        }
        assertThat(queries.isAll()).isEqualTo(queries.chosen().cardinality() == positions);
    }

    private Set<Integer> someFrames() {
        Set<Integer> chosen = new TreeSet<>();
        chosen.add(random.nextInt(mapping.videoFrames()));
        for (int frame = 0; frame < mapping.videoFrames(); frame++) {
            if (random.nextInt(4) == 0) {
                chosen.add(frame);
            }
        }
        return chosen;
    }
}
