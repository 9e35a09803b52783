package dev.ovi.visualizer.storyboard;

import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.Plane;
import dev.ovi.api.record.VideoFormat;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.FrameSource;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.Moment;
import dev.ovi.api.visual.Normalization;
import dev.ovi.api.visual.Scale;
import dev.ovi.api.visual.Sheet;
import dev.ovi.api.visual.WordMap;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The pictures of a sheet. Frames of the video are decoded once, in order, and kept as small as they are shown; heat maps are
 * drawn when they are asked for.
 */
final class Cells implements Sheet.Cells {
    private static final Scale OWN = new Scale(0, 1);

    private final List<WordMap> words;
    private final List<Moment> moments;
    private final OptionValues options;
    private final Canvas canvas;
    private final int width;
    private final int height;
    private final Map<Integer, BufferedImage> frames = new HashMap<>();
    /** The scale of each word, where not each picture has its own. */
    private final List<Optional<Scale>> scales;

    Cells(List<WordMap> words, List<Moment> moments, FrameSource source, OptionValues options, Canvas canvas)
            throws IOException {
        this.words = words;
        this.moments = moments;
        this.options = options;
        this.canvas = canvas;
        VideoFormat video = source.format();
        width = options.get(StoryboardVisualizer.CELL_WIDTH);
        height = Math.max(1, Math.round(width * (float) video.height() / video.width()));
        Normalization normalization = options.get(StoryboardVisualizer.NORMALIZATION);
        scales = options.get(StoryboardVisualizer.SCALE_BY_WORD)
                ? words.stream()
                        .map(word -> normalization.common(word.at(moments)))
                        .toList()
                : Collections.nCopies(words.size(), normalization.common(all()));
        for (Moment moment : moments) {
            int index = moment.videoFrame();
            if (!frames.containsKey(index)) {
                frames.put(index, canvas.resize(source.frame(index), width, height));
            }
        }
    }

    private List<Plane> all() {
        return words.stream().flatMap(word -> word.at(moments).stream()).toList();
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** The words; with the ends of their scales, where these differ. */
    List<String> names() {
        return IntStream.range(0, words.size()).mapToObj(this::name).toList();
    }

    private String name(int word) {
        String name = words.get(word).name();
        return options.get(StoryboardVisualizer.SCALE_BY_WORD)
                ? scales.get(word)
                        .map(scale -> String.format(Locale.ROOT, "%s %.2g – %.2g", name, scale.min(), scale.max()))
                        .orElse(name)
                : name;
    }

    /** What the colours stand for. */
    Legend legend(String subject) {
        boolean byWord = options.get(StoryboardVisualizer.SCALE_BY_WORD);
        Optional<Scale> common = byWord ? Optional.empty() : scales.getFirst();
        Normalization normalization = options.get(StoryboardVisualizer.NORMALIZATION);
        String text = subject + " · "
                + (byWord && normalization != Normalization.STEP ? "each word by itself, " : "")
                + normalization.text()
                + (common.isPresent() ? "" : " · 0 and 1 are the ends of each scale");
        return Legend.bar(text, options.get(StoryboardVisualizer.COLORS), common.orElse(OWN));
    }

    @Override
    public BufferedImage paint(int row, int column) {
        Moment moment = moments.get(column);
        Plane map = words.get(row).at(moment);
        Scale scale = scales.get(row).orElseGet(() -> Scale.spanning(List.of(map)));
        Plane fitting = canvas.resize(map, width, height);
        BufferedImage heat = canvas.heat(fitting, scale, options.get(StoryboardVisualizer.COLORS));
        BufferedImage frame = Objects.requireNonNull(frames.get(moment.videoFrame()));
        return canvas.blend(frame, heat, options.get(StoryboardVisualizer.ALPHA));
    }
}
