package dev.ovi.visualizer.report;

import static dev.ovi.visualizer.report.Html.attribute;
import static dev.ovi.visualizer.report.Html.element;
import static dev.ovi.visualizer.report.Html.empty;

import dev.ovi.api.visual.Canvas;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The files that other visualizers wrote in this run. */
final class Attachments {
    private static final Set<String> PICTURES = Set.of("png", "gif", "webp", "apng", "svg");
    private static final Set<String> VIDEOS = Set.of("mp4");

    private final Canvas canvas;

    Attachments(Canvas canvas) {
        this.canvas = canvas;
    }

    Html html() {
        List<Html> figures = new ArrayList<>();
        for (Path file : canvas.written()) {
            figures.add(element(
                    "figure",
                    Html.join(content(file), element("figcaption", nameOf(file))),
                    attribute("class", "attachment")));
        }
        return element("div", Html.join(figures), attribute("class", "attachments"));
    }

    /** A file that cannot be read any more is said to be missing; the rest of the page is worth having without it. */
    private Html content(Path file) {
        String name = nameOf(file);
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        try {
            if (PICTURES.contains(extension)) {
                return empty("img", attribute("src", canvas.embed(file)), attribute("alt", name));
            }
            if (VIDEOS.contains(extension)) {
                return Html.video(name, canvas.embed(file));
            }
            return note("Not a picture or video; it lies beside this page.");
        } catch (IOException e) {
            return note(String.valueOf(e.getMessage()));
        }
    }

    private static Html note(String text) {
        return element("p", text, attribute("class", "note"));
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }
}
