package dev.ovi.runtime.media;

import dev.ovi.api.record.Plane;
import dev.ovi.api.visual.Animation;
import dev.ovi.api.visual.AnimationFormat;
import dev.ovi.api.visual.Canvas;
import dev.ovi.api.visual.ColorMap;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.Scale;
import dev.ovi.runtime.WholeFile;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The canvas of one visualizer in one run. */
public final class MediaCanvas implements Canvas {
    private final Path folder;
    private final String run;
    private final Consumer<Written> listener;
    private final Map<ColorMap, ColorTable> tables = new EnumMap<>(ColorMap.class);
    private @Nullable Font font;

    /**
     * A canvas that writes into a folder.
     *
     * @param folder where files go; made when the first one is written
     * @param run the name that every file's name starts with
     * @param listener told of every file once it is whole
     */
    public MediaCanvas(Path folder, String run, Consumer<Written> listener) {
        this.folder = folder;
        this.run = run;
        this.listener = listener;
    }

    @Override
    public Plane resize(Plane plane, int width, int height) {
        return Resampling.bilinear(plane, width, height);
    }

    @Override
    public BufferedImage heat(Plane plane, Scale scale, ColorMap colors) {
        ColorTable table = table(colors);
        BufferedImage picture = new BufferedImage(plane.width(), plane.height(), BufferedImage.TYPE_INT_RGB);
        int[] pixels = pixels(picture);
        float[] values = plane.values();
        for (int i = 0; i < pixels.length; i++) {
            float value = values[i];
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("the map contains " + value + "; the record is damaged");
            }
            pixels[i] = table.color(value, scale);
        }
        return picture;
    }

    @Override
    public BufferedImage blend(BufferedImage base, BufferedImage top, double share) {
        if (base.getWidth() != top.getWidth() || base.getHeight() != top.getHeight()) {
            throw new IllegalArgumentException(
                    "cannot blend a picture of " + PictureSize.of(base) + " with one of " + PictureSize.of(top));
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share of " + share + " is not between 0 and 1");
        }
        BufferedImage result = new BufferedImage(base.getWidth(), base.getHeight(), BufferedImage.TYPE_INT_RGB);
        int[] pixels = pixels(result);
        int[] below = pixels(base);
        int[] above = pixels(top);
        for (int i = 0; i < pixels.length; i++) {
            int b = below[i];
            int a = above[i];
            pixels[i] = mix(b >> 16, a >> 16, share) << 16 | mix(b >> 8, a >> 8, share) << 8 | mix(b, a, share);
        }
        return result;
    }

    private static int mix(int below, int above, double share) {
        return (int) ((1 - share) * (below & 0xFF) + share * (above & 0xFF) + 0.5);
    }

    @Override
    public BufferedImage withLegend(BufferedImage picture, Legend legend) {
        return new LegendPainter(font(1), this::table).paint(picture, legend);
    }

    @Override
    public synchronized Font font(float pixels) {
        Font loaded = font;
        if (loaded == null) {
            loaded = Fonts.load();
            font = loaded;
        }
        return loaded.deriveFont(pixels);
    }

    @Override
    public Path picture(String suffix, BufferedImage picture) throws IOException {
        return tell(Pictures.write(file(suffix + ".png"), picture));
    }

    @Override
    public Path animation(String suffix, AnimationFormat format, Animation animation) throws IOException {
        return tell(AnimationWriter.write(file(suffix + "." + format.extension()), format, animation));
    }

    @Override
    public Path text(String suffix, String content) throws IOException {
        Path target = file(suffix);
        try (WholeFile file = WholeFile.create(target)) {
            try {
                Files.writeString(file.path(), content);
            } catch (IOException e) {
                throw new IOException("cannot write " + target + ": " + WholeFile.reason(e), e);
            }
            file.commit();
        }
        return tell(new Written(target, Files.size(target), Optional.empty()));
    }

    private Path file(String suffix) {
        return FileNames.resolve(folder, run + suffix);
    }

    private Path tell(Written written) {
        listener.accept(written);
        return written.file();
    }

    private synchronized ColorTable table(ColorMap colors) {
        return tables.computeIfAbsent(colors, ColorTable::of);
    }

    /** The pixels of a picture, as they are where possible, and otherwise a copy. */
    private static int[] pixels(BufferedImage picture) {
        boolean whole = picture.getType() == BufferedImage.TYPE_INT_RGB
                && picture.getRaster().getDataBuffer().getSize() == picture.getWidth() * picture.getHeight();
        return whole
                ? ((DataBufferInt) picture.getRaster().getDataBuffer()).getData()
                : picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    }
}
