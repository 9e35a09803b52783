package dev.ovi.visualizer.jetgif;

import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.visual.FrameSelection;
import dev.ovi.api.visual.RenderRequest;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What one picture of the animation shows.
 *
 * @param videoFrame the frame below the map
 * @param slice which of the maps
 * @param text step and frame, for the legend
 */
record Moment(int videoFrame, MapSlice slice, String text) {

    /** The steps of one video frame; or all video frames, where the user asked for them. */
    static List<Moment> of(AttentionRecord record, MapSeries series, RenderRequest request) {
        return switch (request.frame().orElse(new FrameSelection.Single(0))) {
            case FrameSelection.All _ -> frames(record, request.slice());
            case FrameSelection.Single single -> steps(record, series, request.slice(), single.videoFrame());
        };
    }

    private static List<Moment> frames(AttentionRecord record, MapSlice slice) {
        int last = record.frames().videoFrames() - 1;
        String step = slice.step().isPresent() ? step(record, slice.step().getAsInt()) : "mean over steps";
        return IntStream.rangeClosed(0, last)
                .mapToObj(frame -> new Moment(frame, slice, step + " · video frame " + frame + "/" + last))
                .toList();
    }

    private static List<Moment> steps(AttentionRecord record, MapSeries series, MapSlice slice, int frame) {
        int videoFrames = record.frames().videoFrames();
        if (frame < 0 || frame >= videoFrames) {
            throw new IllegalArgumentException(
                    "video frame " + frame + " does not exist; there are 0 to " + (videoFrames - 1));
        }
        List<Integer> steps = slice.step().isPresent() ? List.of(slice.step().getAsInt()) : series.steps();
        return steps.stream()
                .map(step -> new Moment(
                        frame,
                        new MapSlice(OptionalInt.of(step), slice.layer(), slice.head()),
                        step(record, step) + " · video frame " + frame))
                .toList();
    }

    private static String step(AttentionRecord record, int step) {
        int planned = record.timesteps().size();
        String timestep = step < planned
                ? String.format(Locale.ROOT, " (t=%.0f)", record.timesteps().get(step))
                : "";
        return "step " + (step + 1) + "/" + planned + timestep;
    }
}
