package dev.ovi.runtime.score;

import dev.ovi.api.attention.PatchGrid;
import dev.ovi.api.record.FrameMapping;
import dev.ovi.api.visual.FrameSource;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the objects of a video by their colours. All pixels of a colour together are its object, in however many pieces:
 * what is one object to the prompt often is drawn in several.
 */
final class ColorSegmentation {
    private ColorSegmentation() {}

    /**
     * Looks for several colours in one pass.
     *
     * @param video the video that the record was made with
     * @param grid the grid of the maps
     * @throws IOException if the video cannot be decoded
     */
    static Map<ObjectColor, ObjectCoverage> find(
            List<ObjectColor> colors, FrameSource video, PatchGrid grid, FrameMapping frames) throws IOException {
        Palette palette = new Palette(colors);
        List<ObjectCoverage.Builder> objects = new ArrayList<>();
        colors.forEach(color -> objects.add(new ObjectCoverage.Builder(grid, frames)));
        for (int frame = 0; frame < frames.videoFrames(); frame++) {
            BufferedImage picture = video.frame(frame);
            int[] labels = label(picture, palette);
            for (int i = 0; i < objects.size(); i++) {
                int wanted = i;
                objects.get(i).add(frame, picture.getWidth(), picture.getHeight(), pixel -> labels[pixel] == wanted);
            }
        }
        Map<ObjectColor, ObjectCoverage> found = new LinkedHashMap<>();
        for (int i = 0; i < objects.size(); i++) {
            found.put(colors.get(i), objects.get(i).build());
        }
        return found;
    }

    /** For each pixel, row by row, its index in the palette or {@link Palette#NONE}. */
    static int[] label(BufferedImage picture, Palette palette) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] labels = picture.getRGB(0, 0, width, height, null, 0, width);
        for (int i = 0; i < labels.length; i++) {
            labels[i] = palette.index(labels[i]);
        }
        return labels;
    }
}
