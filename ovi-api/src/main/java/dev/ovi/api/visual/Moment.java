package dev.ovi.api.visual;

import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.MapSlice;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What one picture of an animation shows: a video frame, and the maps that lie over it.
 *
 * @param videoFrame the frame below the maps
 * @param latentPosition where in the latent frames the maps are taken, see {@link FrameMapping#latentPosition}
 * @param slice which of the maps
 * @param text step and frame, for a legend
 */
public record Moment(int videoFrame, double latentPosition, MapSlice slice, String text) {

    /**
     * What a request is about: all frames of the video with the maps moving over them, where the user asked for all, and
     * else the steps of one frame.
     *
     * @param series the maps; those of all words of a request are one series, see {@link WordMap#series}
     * @param otherwise the frame where the user named none
     * @return at least one moment
     * @throws IllegalArgumentException if there is no such frame, or the maps lie over sound
     */
    public static List<Moment> of(
            AttentionRecord record, MapSeries series, RenderRequest request, FrameSelection otherwise) {
        request.requireMapsOverVideo();
        return switch (request.frame().orElse(otherwise)) {
            case FrameSelection.All _ -> frames(record, request.slice());
            case FrameSelection.Single single -> steps(record, series, request.slice(), single.videoFrame());
        };
    }

    /** All frames of the video; maps between two latent frames are interpolated. */
    public static List<Moment> frames(AttentionRecord record, MapSlice slice) {
        return IntStream.range(0, record.frames().videoFrames())
                .mapToObj(frame -> frame(record, slice, frame))
                .toList();
    }

    /**
     * One frame of the video, with the mean over steps or the step that the slice names.
     *
     * @throws IllegalArgumentException if there is no such frame
     */
    public static Moment frame(AttentionRecord record, MapSlice slice, int videoFrame) {
        requireFrame(record, videoFrame);
        FrameMapping mapping = record.frames();
        String step = stepText(record, slice);
        String frame = " · video frame " + videoFrame + "/" + (mapping.videoFrames() - 1);
        return new Moment(videoFrame, mapping.latentPosition(videoFrame), slice, step + frame);
    }

    /**
     * All recorded steps over one video frame, or the one that the slice names.
     *
     * @throws IllegalArgumentException if there is no such frame
     */
    public static List<Moment> steps(AttentionRecord record, MapSeries series, MapSlice slice, int videoFrame) {
        requireFrame(record, videoFrame);
        List<Integer> steps = slice.step().isPresent() ? List.of(slice.step().getAsInt()) : series.steps();
        return steps.stream()
                .map(step -> new Moment(
                        videoFrame,
                        record.frames().latentFrame(videoFrame),
                        new MapSlice(OptionalInt.of(step), slice.layer(), slice.head()),
                        stepText(record, step) + " · video frame " + videoFrame))
                .toList();
    }

    private static void requireFrame(AttentionRecord record, int videoFrame) {
        int frames = record.frames().videoFrames();
        if (videoFrame < 0 || videoFrame >= frames) {
            throw new IllegalArgumentException(
                    "video frame " + videoFrame + " does not exist; there are 0 to " + (frames - 1));
        }
    }

    /** The step of a slice as people count, or {@code mean over steps}. */
    public static String stepText(AttentionRecord record, MapSlice slice) {
        return slice.step().isPresent() ? stepText(record, slice.step().getAsInt()) : "mean over steps";
    }

    /** A step as people count, with the sampler's timestep: {@code step 3/50 (t=987)}. */
    public static String stepText(AttentionRecord record, int step) {
        int planned = record.timesteps().size();
        String timestep = step < planned
                ? String.format(Locale.ROOT, " (t=%.0f)", record.timesteps().get(step))
                : "";
        return "step " + (step + 1) + "/" + planned + timestep;
    }
}
