package dev.ovi.visualizer.attentionvideo;

import dev.ovi.api.option.Option;
import dev.ovi.api.option.OptionValues;
import dev.ovi.api.record.AttentionRecord;
import dev.ovi.api.visual.Animation;
import dev.ovi.api.visual.AnimationFormat;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.ColorMap;
import dev.ovi.api.visual.EnlargedFrames;
import dev.ovi.api.visual.FrameSource;
import dev.ovi.api.visual.Layer;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.Moment;
import dev.ovi.api.visual.RenderRequest;
import dev.ovi.api.visual.Visualizer;
import dev.ovi.api.visual.WordVeils;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The finished video, with sound, and over it a word's map as heat, or several words in one colour each. */
public final class AttentionVideoVisualizer implements Visualizer {
    static final Option<ColorMap> COLORS = Option.choice(
            "colors",
            ColorMap.INFERNO,
            "The colours of a single word, which needs no outline; several words have one colour each.");
    static final Option<Integer> ENLARGE = EnlargedFrames.option(EnlargedFrames.AUTOMATIC);
    static final Option<Double> SPEED =
            Option.number("speed", 1, 0.05, 4, "How fast the video runs; at another speed than 1 it has no sound.");
    static final Option<AnimationFormat> FORMAT =
            Option.choice("format", AnimationFormat.MP4, "The kind of file that is written; mp4 has sound.");

    private OptionValues options = OptionValues.defaults(options());

    @Override
    public String id() {
        return "attention-video";
    }

    @Override
    public String description() {
        return "The finished video with its sound, and the maps of words moving over it.";
    }

    @Override
    public List<Option<?>> options() {
        List<Option<?>> options = new ArrayList<>(WordVeils.options());
        options.addAll(List.of(COLORS, ENLARGE, SPEED, FORMAT));
        return options;
    }

    @Override
    public void configure(OptionValues values) {
        options = values;
    }

    @Override
    public void render(AttentionRecord record, FrameSource frames, RenderRequest request, Canvas canvas)
            throws IOException {
        request.requireMapsOverVideo();
        List<Moment> moments = Moment.frames(record, request.slice());
        var veils = new WordVeils(record, request, options, moments);
        boolean one = veils.words().size() == 1;
        FrameSource enlarged = EnlargedFrames.of(frames, options.get(ENLARGE));
        Animation.Painter painter = index -> {
            Moment moment = moments.get(index);
            BufferedImage frame = enlarged.frame(moment.videoFrame());
            return one ? heat(veils, frame, moment, options.get(COLORS), canvas) : veils.picture(frame, moment, canvas);
        };
        double speed = options.get(SPEED);
        Optional<Path> sound = speed == 1 ? frames.file() : Optional.empty();
        String name = one ? "_" + veils.words().getFirst().fileName() : "";
        canvas.animation(
                "_attention_video" + name,
                options.get(FORMAT),
                new Animation(moments.size(), speed * frames.format().framesPerSecond(), painter, sound));
    }

    private static BufferedImage heat(
            WordVeils veils, BufferedImage frame, Moment moment, ColorMap colors, Canvas canvas) {
        Layer layer = veils.layers(moment).getFirst();
        BufferedImage picture = canvas.glow(frame, layer.plane(), layer.scale(), colors, veils.alpha());
        String text = veils.words().getFirst().name() + " · " + veils.text(moment);
        return canvas.withLegend(picture, Legend.bar(text, colors, layer.scale()));
    }
}
