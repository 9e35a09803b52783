package com.example.contours;

import dev.ovi.api.record.Plane;
import dev.ovi.api.visual.Scale;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.image.BufferedImage;

/**
 * Draws the contours of a map on a picture.
 *
 * @param lines how many, evenly spaced over the scale: 3 are at 25, 50 and 75 %
 */
record ContourPen(int lines) {
    private static final Color SHADOW = new Color(0, 0, 0, 140);

    /** Where a line lies within the scale, from 0 to 1; lines are numbered from 1. */
    double share(int line) {
        return (double) line / (lines + 1);
    }

    /**
     * Draws the lines, the higher the stronger, with a shadow, so that they are seen on any ground.
     *
     * @param map in the size of the picture
     * @param scale what the shares are of; a map without structure has no lines
     */
    void draw(BufferedImage picture, Plane map, Scale scale, Color color) {
        if (scale.isFlat()) {
            return;
        }
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.translate(0.5, 0.5); // a value belongs to the middle of its pixel
        float unit = Math.max(1, picture.getHeight() / 256f);
        for (int line = 1; line <= lines; line++) {
            double level = scale.min() + share(line) * (scale.max() - scale.min());
            Shape path = IsoLines.path(map, level);
            float width = (float) (1 + 1.4 * share(line)) * unit;
            stroke(graphics, path, width + 1.4f * unit, SHADOW);
            stroke(graphics, path, width, color);
        }
        graphics.dispose();
    }

    private static void stroke(Graphics2D graphics, Shape path, float width, Color color) {
        graphics.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.setColor(color);
        graphics.draw(path);
    }
}
