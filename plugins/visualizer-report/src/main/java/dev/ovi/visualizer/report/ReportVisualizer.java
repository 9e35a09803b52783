package dev.ovi.visualizer.report;

import static dev.ovi.visualizer.report.Html.attribute;
import static dev.ovi.visualizer.report.Html.element;

import dev.ovi.api.option.Option;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.FrameSource;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.api.visual.Visualizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One HTML page of a run: its prompt with the words' shares of the attention, its video with the words' heat over it,
 * pictures and charts, what every other visualizer drew, and all that the record says. It holds everything in itself.
 */
public final class ReportVisualizer implements Visualizer {
    static final Option<Integer> WORDS = Option.integer(
            "words", 7, 1, 1000, "Content words that are drawn where none are chosen: the most attended.");
    static final Option<Integer> FRAMES =
            Option.integer("frames", 5, 1, 100, "Video frames over which each word's heat is shown.");
    static final Option<Integer> MAPS_MIB = Option.integer(
            "maps_mib", 4, 1, 512, "MiB of maps in the page at most; steps that do not fit are left out.");

    private OptionValues options = OptionValues.defaults(options());

    @Override
    public String id() {
        return "report";
    }

    @Override
    public String description() {
        return "One HTML page of a run: prompt, video, heat, charts, and what every other visualizer drew.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(WORDS, FRAMES, MAPS_MIB);
    }

    @Override
    public void configure(OptionValues values) {
        options = values;
    }

    @Override
    public boolean summary() {
        return true;
    }

    @Override
    public void render(AttentionRecord record, FrameSource frames, RenderRequest request, Canvas canvas)
            throws IOException {
        Run run = Run.of(record, frames, request, options);
        Map<String, Html> parts = new HashMap<>();
        parts.put("title", Html.text(record.prompt().raw()));
        parts.put("style", new Html(Template.resource("report.css")));
        parts.put("script", new Html(Template.resource("report.js")));
        parts.put("partial", partial(record));
        parts.put("maps", Html.text(run.shares().series().name()));
        parts.put("prompt", new PromptView(run.text(), run.shares()).html());
        parts.put("heard", heard(run));
        parts.put("watch", watch(run, canvas));
        parts.put("words", Html.text(words(run)));
        parts.put("pictures", pictures(run, canvas));
        parts.put("charts", new Charts(run, canvas).html());
        parts.put("attachments", attachments(canvas));
        parts.put("facts", Facts.ofRun(run));
        parts.put("cost", Facts.cost(record));
        parts.put("tokens", TokenTable.of(run));
        parts.put("configuration", Facts.configuration(record));
        long size = parts.values().stream()
                .mapToLong(part -> part.markup().length())
                .sum();
        parts.put("size", Html.text(PageNumbers.bytes((double) size)));
        canvas.text("_report.html", Template.fill(parts));
    }

    private static Html partial(AttentionRecord record) {
        return record.partial()
                ? element(
                        "p",
                        "This run was stopped after " + record.completedSteps() + " of "
                                + record.timesteps().size()
                                + " steps. What follows is of these steps alone.",
                        attribute("class", "partial"),
                        attribute("role", "note"))
                : Html.NOTHING;
    }

    private static Html heard(Run run) {
        return run.heard()
                .map(heard -> section("What the sound listens to", new PromptView(run.text(), heard).html()))
                .orElse(Html.NOTHING);
    }

    private static Html watch(Run run, Canvas canvas) throws IOException {
        Optional<Path> video = run.frames().file();
        if (video.isEmpty()) {
            return section("Watch", note("There was no video to show; pictures are over black."));
        }
        Html embedded;
        try {
            embedded = Html.video("The video of: " + run.record().prompt().raw(), canvas.embed(video.get()));
        } catch (IOException e) {
            return section("Watch", note(String.valueOf(e.getMessage())));
        }
        if (!run.isSeen()) {
            return section("Watch", embedded);
        }
        Viewer viewer = new Viewer(run);
        return section("Watch", Html.join(viewer.html(embedded, canvas), note(viewer.omission())));
    }

    private static String words(Run run) {
        return run.omittedWords() == 0
                ? ""
                : "Shown are the " + run.words().size() + " of "
                        + (run.words().size() + run.omittedWords())
                        + " content words that are attended to most; choose others with --tokens.";
    }

    private static Html pictures(Run run, Canvas canvas) throws IOException {
        return run.isSeen() ? section("Where each word looks", new FramePictures(run, canvas).html()) : Html.NOTHING;
    }

    private static Html attachments(Canvas canvas) {
        return canvas.written().isEmpty()
                ? Html.NOTHING
                : section("What else was drawn", new Attachments(canvas).html());
    }

    private static Html section(String heading, Html content) {
        return element("section", Html.join(element("h2", heading), content));
    }

    private static Html note(String text) {
        return text.isEmpty() ? Html.NOTHING : element("p", text, attribute("class", "note"));
    }
}
