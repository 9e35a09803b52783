package dev.ovi.visualizer.compare;

import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.MissingMapException;
import dev.ovi.api.visual.FrameSelection;
import dev.ovi.api.visual.Moment;
import dev.ovi.api.visual.RenderRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which moments of records stand side by side. Video frames are those of the same number, as many as all records have.
 * Steps are those of the nearest timestep, because at equal timesteps samplers see equally much noise, however many steps
 * they take; a step whose counterpart was not recorded is left out.
 */
final class Alignment {
    private Alignment() {}

    /** The frames that all records have; of each step by step moment, one a side. */
    static List<List<Moment>> frames(List<Side> sides, RenderRequest request) {
        int common = sides.stream()
                .mapToInt(side -> side.record().frames().videoFrames())
                .min()
                .orElseThrow();
        List<List<Moment>> all = sides.stream()
                .map(side -> Moment.frames(side.record(), sliceOf(side, sides.getFirst(), request.slice())))
                .toList();
        return IntStream.range(0, common)
                .mapToObj(
                        frame -> all.stream().map(moments -> moments.get(frame)).toList())
                .toList();
    }

    /** One frame at the mean over steps: the frame that the user chose, or the middle one where all were chosen. */
    static List<Moment> still(List<Side> sides, RenderRequest request) {
        List<List<Moment>> frames = frames(sides, request);
        return frames.get(
                switch (request.frame().orElse(new FrameSelection.Single(0))) {
                    case FrameSelection.All _ -> frames.size() / 2;
                    case FrameSelection.Single single -> single.videoFrame();
                });
    }

    /**
     * The steps that all records have, over one video frame.
     *
     * @throws IllegalArgumentException if there is none; the message says what there is
     */
    static List<List<Moment>> steps(List<Side> sides, RenderRequest request) {
        Side first = sides.getFirst();
        List<List<Moment>> rows = new ArrayList<>();
        for (Moment moment : Moment.of(first.record(), first.word().series(), request, new FrameSelection.Single(0))) {
            List<Moment> row = sides.stream()
                    .map(side -> new Counterpart(side, sliceOf(side, first, moment.slice())))
                    .filter(Counterpart::isRecorded)
                    .map(counterpart -> counterpart.over(moment.videoFrame()))
                    .toList();
            if (row.size() == sides.size()) {
                rows.add(row);
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("the records have no step in common: "
                    + sides.stream().map(Alignment::describe).collect(Collectors.joining("; ")));
        }
        return rows;
    }

    /** A step of another record. */
    private record Counterpart(Side side, MapSlice slice) {
        boolean isRecorded() {
            return side.word().series().steps().contains(slice.step().orElseThrow());
        }

        Moment over(int videoFrame) {
            return Moment.steps(side.record(), side.word().series(), slice, videoFrame)
                    .getFirst();
        }
    }

    /** The slice of a record that a slice of the first one is compared with. */
    private static MapSlice sliceOf(Side side, Side first, MapSlice slice) {
        if (side.letter().equals(first.letter()) || slice.step().isEmpty()) {
            return slice;
        }
        int wanted = slice.step().getAsInt();
        if (!first.word().series().steps().contains(wanted)) {
            throw new MissingMapException("step " + wanted + " is not in A; " + describe(first));
        }
        int step = nearest(first.record().timesteps().get(wanted), side.record());
        return new MapSlice(OptionalInt.of(step), slice.layer(), slice.head());
    }

    private static int nearest(double timestep, AttentionRecord record) {
        List<Double> timesteps = record.timesteps();
        return IntStream.range(0, timesteps.size())
                .boxed()
                .min(Comparator.comparingDouble(step -> Math.abs(timesteps.get(step) - timestep)))
                .orElseThrow();
    }

    private static String describe(Side side) {
        List<Integer> steps = side.word().series().steps();
        return side.letter() + " (" + side.title() + ") has "
                + "steps " + (steps.getFirst() + 1) + " to " + (steps.getLast() + 1)
                + " of " + side.record().timesteps().size();
    }
}
