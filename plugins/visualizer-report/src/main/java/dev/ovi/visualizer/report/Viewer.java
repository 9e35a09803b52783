package dev.ovi.visualizer.report;

import static dev.ovi.visualizer.report.Html.attribute;
import static dev.ovi.visualizer.report.Html.element;
import static dev.ovi.visualizer.report.Html.empty;

import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.record.MapSlice;
import dev.ovi.api.record.Plane;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.Moment;
import dev.ovi.api.visual.WordMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The video with the maps of chosen words over it, drawn by the page's script while it plays. The mean over steps is always
 * there; as many steps as fit into the budget are there too, spread evenly.
 */
final class Viewer {
    private static final int MIB = 1 << 20;

    private final Run run;
    private final List<Integer> steps;

    Viewer(Run run) {
        this.run = run;
        this.steps = stepsWithin(run.options().get(ReportVisualizer.MAPS_MIB));
    }

    private List<Integer> stepsWithin(int budget) {
        List<Integer> recorded = run.shares().steps();
        long each = (long) run.words().size() * run.shares().series().grid().size();
        int fitting = (int) Math.min(recorded.size(), Math.max(0, ((long) budget * MIB - each) / each));
        if (fitting == recorded.size()) {
            return recorded;
        }
        return IntStream.range(0, fitting)
                .map(i -> fitting == 1
                        ? recorded.size() - 1
                        : (int) Math.round((double) i * (recorded.size() - 1) / (fitting - 1)))
                .mapToObj(recorded::get)
                .toList();
    }

    /** What is left out, for the reader; empty if nothing is. */
    String omission() {
        int recorded = run.shares().steps().size();
        return steps.size() == recorded
                ? ""
                : "To keep the page small, " + steps.size() + " of " + recorded
                        + " steps can be chosen here; the mean is over all of them.";
    }

    /**
     * The markup that the script looks for.
     *
     * @param video the video
     */
    Html html(Html video, Canvas canvas) throws IOException {
        PatchGrid grid = run.shares().series().grid();
        Html stage = Html.join(video, element("canvas", "", attribute("aria-hidden", "true")));
        return element(
                "div",
                Html.join(element("div", stage, attribute("class", "stage")), controls(canvas)),
                attribute("id", "viewer"),
                attribute("data-grid", grid.frames() + "," + grid.height() + "," + grid.width()),
                attribute("data-fps", String.valueOf(run.frames().format().framesPerSecond())),
                attribute("data-positions", latentPositions()));
    }

    /** Where each video frame lies among the maps. */
    private String latentPositions() {
        FrameMapping frames = run.record().frames();
        return IntStream.range(0, frames.videoFrames())
                .mapToObj(frame -> String.format(Locale.ROOT, "%.4f", frames.latentPosition(frame)))
                .collect(Collectors.joining(","));
    }

    /** Hidden where there is no script that they could control. */
    private Html controls(Canvas canvas) throws IOException {
        List<Html> words = run.words().stream().map(this::choice).toList();
        String names = Stream.concat(
                        Stream.of(meanName()), steps.stream().map(step -> Moment.stepText(run.record(), step)))
                .collect(Collectors.joining("|"));
        return element(
                "form",
                Html.join(
                        element(
                                "fieldset",
                                Html.join(element("legend", "Word"), Html.join(words)),
                                attribute("class", "chips")),
                        element(
                                "label",
                                Html.join(
                                        Html.text("Step "),
                                        slider("step", 0, steps.size(), 0, attribute("data-names", names)),
                                        element("output", meanName()))),
                        element("label", Html.join(Html.text("Heat "), slider("heat", 0, 100, 50))),
                        ScaleBar.of("", "", canvas)),
                attribute("hidden", ""));
    }

    private String meanName() {
        return run.shares().steps().size() == 1
                ? Moment.stepText(run.record(), run.shares().steps().getFirst())
                : "mean over steps";
    }

    private static Html slider(String name, int min, int max, int value, Html.Attribute... more) {
        List<Html.Attribute> attributes = new ArrayList<>(List.of(
                attribute("type", "range"),
                attribute("name", name),
                attribute("min", String.valueOf(min)),
                attribute("max", String.valueOf(max)),
                attribute("value", String.valueOf(value))));
        attributes.addAll(List.of(more));
        return empty("input", attributes.toArray(Html.Attribute[]::new));
    }

    private Html choice(WordMap word) {
        MapSlice chosen = run.request().slice();
        ValueMaps mean = ValueMaps.of(planes(word, chosen));
        ValueMaps each = ValueMaps.of(steps.stream()
                .flatMap(step ->
                        planes(word, new MapSlice(OptionalInt.of(step), chosen.layer(), chosen.head())).stream())
                .toList());
        Html input = empty(
                "input",
                attribute("type", "radio"),
                attribute("name", "word"),
                attribute("data-word", word.word().label().toLowerCase(Locale.ROOT)),
                attribute("data-mean", mean.bytes()),
                attribute("data-mean-range", mean.range()),
                attribute("data-steps", each.bytes()),
                attribute("data-steps-range", each.range()));
        return element("label", Html.join(input, Html.text(word.name())));
    }

    private static List<Plane> planes(WordMap word, MapSlice slice) {
        return IntStream.range(0, word.series().grid().frames())
                .mapToObj(frame -> word.series().plane(slice, word.word(), frame))
                .toList();
    }
}
