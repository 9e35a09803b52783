package dev.ovi.visualizer.report;

import static dev.ovi.visualizer.report.Html.attribute;
import static dev.ovi.visualizer.report.Html.element;
import static dev.ovi.visualizer.report.Html.empty;

import dev.ovi.api.record.Plane;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.Figure;
import dev.ovi.api.visual.FigureFormat;
import dev.ovi.api.visual.Moment;
import dev.ovi.api.visual.Scale;
import dev.ovi.api.visual.WordMap;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** For each word, its heat over some frames of the video, on a scale of its own. */
final class FramePictures {
    private static final int WIDEST = 240;
    private static final double HEAT_SHARE = 0.5;

    private final Run run;
    private final Canvas canvas;
    private final List<Moment> moments;

    FramePictures(Run run, Canvas canvas) {
        this.run = run;
        this.canvas = canvas;
        List<Moment> all = Moment.frames(run.record(), run.request().slice());
        int count = Math.min(all.size(), run.options().get(ReportVisualizer.FRAMES));
        this.moments = IntStream.range(0, count)
                .mapToObj(i -> all.get(count == 1 ? 0 : i * (all.size() - 1) / (count - 1)))
                .toList();
    }

    Html html() throws IOException {
        List<BufferedImage> frames = new ArrayList<>();
        for (Moment moment : moments) {
            frames.add(small(run.frames().frame(moment.videoFrame())));
        }
        List<Html> words = new ArrayList<>();
        for (WordMap word : run.words()) {
            words.add(word(word, frames));
        }
        return Html.join(words);
    }

    private Html word(WordMap word, List<BufferedImage> frames) throws IOException {
        List<Plane> maps = word.at(moments);
        Scale scale = Scale.spanning(maps);
        List<Html> pictures = new ArrayList<>();
        for (int i = 0; i < maps.size(); i++) {
            BufferedImage frame = frames.get(i);
            Plane fitting = canvas.resize(maps.get(i), frame.getWidth(), frame.getHeight());
            BufferedImage picture = canvas.blend(frame, canvas.heat(fitting, scale, ScaleBar.COLORS), HEAT_SHARE);
            int videoFrame = moments.get(i).videoFrame();
            String time = String.format(
                    Locale.ROOT, "%.2f s", videoFrame / run.frames().format().framesPerSecond());
            pictures.add(element(
                    "figure",
                    Html.join(
                            empty(
                                    "img",
                                    attribute("src", canvas.embed(FigureFormat.PNG, Figure.of(picture))),
                                    attribute("width", String.valueOf(picture.getWidth())),
                                    attribute("height", String.valueOf(picture.getHeight())),
                                    attribute("alt", "Heat of " + word.name() + " over video frame " + videoFrame)),
                            element("figcaption", "frame " + videoFrame + " · " + time))));
        }
        return element(
                "section",
                Html.join(
                        element(
                                "h3",
                                word.name() + " · "
                                        + PageNumbers.percent(run.shares().ofWord(word.word()))),
                        element("div", Html.join(pictures), attribute("class", "strip")),
                        ScaleBar.of(PageNumbers.percent(scale.min()), PageNumbers.percent(scale.max()), canvas)),
                attribute("class", "heat"));
    }

    private BufferedImage small(BufferedImage frame) {
        int width = Math.min(frame.getWidth(), WIDEST);
        int height = Math.max(1, Math.round((float) frame.getHeight() * width / frame.getWidth()));
        return canvas.resize(frame, width, height);
    }
}
