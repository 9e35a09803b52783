package dev.ovi.visualizer.report;

import static dev.ovi.visualizer.report.Html.attribute;
import static dev.ovi.visualizer.report.Html.element;
import static dev.ovi.visualizer.report.Html.empty;

import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.record.TokenGroup;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.Chart;
import dev.ovi.api.visual.FigureFormat;
import dev.ovi.api.visual.WordColors;
import dev.ovi.api.visual.WordMap;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The words' shares as curves over the video, the steps, and the sound. */
final class Charts {
    private static final int WIDE = 1040;
    private static final int NARROW = 460;
    private static final int HEIGHT = 320;

    private final Run run;
    private final Canvas canvas;
    private final WordColors colors;

    Charts(Run run, Canvas canvas) {
        this.run = run;
        this.canvas = canvas;
        this.colors = new WordColors(run.words().stream().map(WordMap::word).toList());
    }

    Html html() throws IOException {
        PositionShares shares = run.shares();
        Html overTime = run.isSeen()
                ? chart("Share of the attention over the video", "seconds", latentTimes(), shares::perFrame)
                : chart("Share of the attention over the sound", "seconds", soundTimes(shares), shares::perFrame);
        double[] steps = shares.steps().stream().mapToDouble(step -> step + 1).toArray();
        Html overSteps = chart("Share of the attention over the diffusion", "step", steps, shares::perStep);
        Html heard = Html.NOTHING;
        if (run.heard().isPresent()) {
            PositionShares sound = run.heard().get();
            heard = chart("Share of the sound's attention", "seconds", soundTimes(sound), sound::perFrame);
        }
        return Html.join(overTime, overSteps, heard);
    }

    /** The middle of the video frames that each latent frame stands for. */
    private double[] latentTimes() {
        FrameMapping frames = run.record().frames();
        return IntStream.range(0, frames.latentFrames())
                .mapToDouble(latent -> (frames.firstVideoFrame(latent) + frames.lastVideoFrame(latent)) / 2.0)
                .map(frame -> milliseconds(frame / run.record().video().framesPerSecond()))
                .toArray();
    }

    private double[] soundTimes(PositionShares sound) {
        int positions = sound.series().grid().frames();
        double seconds = run.record().video().frames() / run.record().video().framesPerSecond();
        return IntStream.range(0, positions)
                .mapToDouble(position -> milliseconds((position + 0.5) * seconds / positions))
                .toArray();
    }

    /** Charts write places on the axis as they are. */
    private static double milliseconds(double seconds) {
        return Math.round(1000 * seconds) / 1000.0;
    }

    private Html chart(String title, String axis, double[] x, Function<TokenGroup, double[]> share) throws IOException {
        List<Chart.Curve> curves = run.words().stream()
                .map(WordMap::word)
                .map(word -> Chart.Curve.line(word.label(), colors.of(word), x, percent(share.apply(word))))
                .toList();
        Chart chart = new Chart(title, axis, "%", curves);
        Html picture = element(
                "picture",
                Html.join(
                        empty(
                                "source",
                                attribute("media", "(max-width: 640px)"),
                                attribute(
                                        "srcset", canvas.embed(FigureFormat.SVG, canvas.chart(chart, NARROW, HEIGHT)))),
                        empty(
                                "img",
                                attribute("src", canvas.embed(FigureFormat.SVG, canvas.chart(chart, WIDE, HEIGHT))),
                                attribute("alt", describe(title, axis, curves)))));
        return element("figure", picture, attribute("class", "chart"));
    }

    private static double[] percent(double[] shares) {
        return DoubleStream.of(shares).map(share -> 100 * share).toArray();
    }

    private static String describe(String title, String axis, List<Chart.Curve> curves) {
        StringBuilder text = new StringBuilder(title).append(", highest where: ");
        for (int i = 0; i < curves.size(); i++) {
            Chart.Curve curve = curves.get(i);
            int highest = IntStream.range(0, curve.y().length)
                    .boxed()
                    .max(Comparator.comparingDouble(at -> curve.y()[at]))
                    .orElseThrow();
            text.append(i == 0 ? "" : ", ")
                    .append(curve.label())
                    .append(String.format(
                            Locale.ROOT, " %.3g %% at %s %.3g", curve.y()[highest], axis, curve.x()[highest]));
        }
        return text.toString();
    }
}
