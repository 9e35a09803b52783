package dev.ovi.sink.spatialmap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ovi.api.TextContent;
import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.capture.AttentionMap;
import dev.ovi.api.capture.AttentionSink;
import dev.ovi.api.capture.CaptureRequest;
import dev.ovi.api.capture.MapKey;
import dev.ovi.api.capture.RecordWriter;
import dev.ovi.api.capture.RunInfo;
import dev.ovi.api.capture.SinkOutput;
import dev.ovi.api.contract.AttentionSinkContract;
import dev.ovi.api.contract.SampleRun;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.TokenGroup;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SpatialMapSinkTest extends AttentionSinkContract {

    @Override
    protected AttentionSink sink() {
        return new SpatialMapSink();
    }

    @Test
    void everyStepKeepsItsOwnMaps() throws IOException {
        RunInfo run = SampleRun.info();
        CaptureRequest video = run.requested().requests().getFirst();
        int size = video.positions().size() * run.videoGrid().size();
        AttentionRecord record;
        try (SpatialMapSink sink = new SpatialMapSink()) {
            sink.open(run, new NoOutput());
            for (int step = 0; step < 3; step++) {
                float[] values = new float[size];
                for (int i = 0; i < size; i++) {
                    values[i] = 1000 * step + i;
                }
                sink.accept(
                        new MapKey(
                                AttentionKind.TEXT_TO_VIDEO,
                                Branch.CONDITIONAL,
                                step,
                                run.timesteps().get(step),
                                OptionalInt.empty(),
                                OptionalInt.empty()),
                        new AttentionMap(video.positions(), run.videoGrid(), MemorySegment.ofArray(values)));
            }
            record = sink.finish(3).record().orElseThrow();
        }
        var series = record.series(AttentionKind.TEXT_TO_VIDEO, Branch.CONDITIONAL);
        var plane = series.plane(MapSlice.step(2), TokenGroup.single("circle", 1), 2);
        // position 1 of a 3×4×6 grid, its frame 2, row 3, column 5
        assertThat(plane.at(5, 3)).isEqualTo(2000 + 72 + 48 + 3 * 6 + 5);
    }

    /** This sink writes nothing. */
    private static final class NoOutput implements SinkOutput {
        @Override
        public Path write(String suffix, TextContent content) {
            throw new UnsupportedOperationException(suffix);
        }

        @Override
        public RecordWriter openRecord(String suffix, CaptureRequest request) {
            throw new UnsupportedOperationException(suffix);
        }
    }
}
