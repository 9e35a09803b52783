package dev.ovi.visualizer.report;

import static dev.ovi.visualizer.report.Html.attribute;
import static dev.ovi.visualizer.report.Html.element;

import dev.ovi.api.attention.Sequence;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.record.MapSeries;
import dev.ovi.api.record.VideoFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the record says of the run and of itself. */
final class Facts {
    private Facts() {}

    /** Video, steps, tokens, and the axes of the maps. */
    static Html ofRun(Run run) {
        AttentionRecord record = run.record();
        VideoFormat video = record.video();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "video",
                video.width() + "×" + video.height() + " pixels, " + video.frames() + " frames at "
                        + PageNumbers.plain(video.framesPerSecond()) + " a second, "
                        + record.frames().latentFrames() + " latent frames");
        facts.put("steps", record.completedSteps() + " of " + record.timesteps().size());
        facts.put(
                "timesteps",
                record.timesteps().stream()
                        .map(timestep -> String.format(Locale.ROOT, "%.0f", timestep))
                        .collect(Collectors.joining(" ")));
        facts.put(
                "text", run.text().tokens().size() + " tokens and " + run.text().paddingCount() + " padding");
        for (MapSeries series : record.series()) {
            facts.put(series.name(), axes(series));
        }
        return table(facts);
    }

    private static String axes(MapSeries series) {
        return "grid " + series.grid() + " (frames × rows × columns), "
                + axis(series.steps(), "step") + ", " + axis(series.layers(), "layer") + ", "
                + axis(series.heads(), "head") + ", " + series.positions().size() + " positions";
    }

    private static String axis(List<Integer> entries, String name) {
        return switch (entries.size()) {
            case 0 -> "mean over " + name + "s";
            case 1 -> name + " " + entries.getFirst();
            default -> entries.size() + " " + name + "s (" + entries.getFirst() + " to " + entries.getLast() + ")";
        };
    }

    /** The run's settings. */
    static Html configuration(AttentionRecord record) {
        return table(record.configuration());
    }

    private static Html table(Map<String, String> facts) {
        List<Html> rows = new ArrayList<>();
        facts.forEach((name, value) -> rows.add(element(
                "tr", Html.join(element("th", name, attribute("scope", "row")), element("td", value)))));
        return element("table", element("tbody", Html.join(rows)), attribute("class", "facts"));
    }

    /** What the maps take, and what all weights that they were made from would take. */
    static Html cost(AttentionRecord record) {
        List<Html> rows = new ArrayList<>();
        for (MapSeries series : record.series()) {
            long maps = series.values().byteSize() / ((long) series.grid().size() * Float.BYTES);
            rows.add(element(
                    "tr",
                    Html.join(
                            element("th", series.name(), attribute("scope", "row")),
                            number(PageNumbers.count(maps)),
                            number(PageNumbers.bytes((double) series.values().byteSize())),
                            number(allWeights(record, series)))));
        }
        Html head = element(
                "tr",
                Html.join(
                        element("th", "maps", attribute("scope", "col")),
                        element("th", "how many", attribute("scope", "col"), attribute("class", "number")),
                        element("th", "kept", attribute("scope", "col"), attribute("class", "number")),
                        element("th", "all weights", attribute("scope", "col"), attribute("class", "number"))));
        return element("table", Html.join(element("thead", head), element("tbody", Html.join(rows))));
    }

    private static Html number(String text) {
        return element("td", text, attribute("class", "number"));
    }

    /** float32, each query with each key of the text, padding included, at each recorded step. */
    private static String allWeights(AttentionRecord record, MapSeries series) {
        if (series.kind().position() != Sequence.TEXT) {
            return "unknown: the record does not say how many keys there were";
        }
        double once = (double) series.steps().size()
                * series.grid().size()
                * record.text(series.kind(), series.branch()).length()
                * Float.BYTES;
        int layers = series.layers().size();
        int heads = series.heads().size();
        String each =
                layers > 0 && heads > 0 ? "" : layers > 0 ? " a head" : heads > 0 ? " a layer" : " a layer and head";
        return PageNumbers.bytes(once * Math.max(layers, 1) * Math.max(heads, 1)) + each;
    }
}
