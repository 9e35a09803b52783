package dev.ovi.runtime.score;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Random;

/** Pictures of the kind that the small model paints, with the truth about them. */
final class Scene {
    static final int SIZE = 256;

    private Scene() {}

    /** What lies behind the objects. */
    enum Background {
        DARK,
        LIGHT,
        TEXTURED
    }

    /** What objects look like. */
    enum Form {
        CIRCLE,
        SQUARE,
        TRIANGLE,
        STAR,
        RING;

        Shape at(double x, double y, double radius) {
            return switch (this) {
                case CIRCLE -> circle(x, y, radius);
                case SQUARE -> new Rectangle2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
                case TRIANGLE -> polygon(x, y, radius, radius, 3);
                case STAR -> polygon(x, y, radius, 0.5 * radius, 10);
                case RING -> {
                    Area ring = new Area(circle(x, y, radius));
                    ring.subtract(new Area(circle(x, y, 0.5 * radius)));
                    yield ring;
                }
            };
        }

        private static Shape circle(double x, double y, double radius) {
            return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
        }

        private static Shape polygon(double x, double y, double even, double odd, int corners) {
            var path = new Path2D.Double();
            for (int corner = 0; corner < corners; corner++) {
                double angle = 2 * Math.PI * corner / corners - Math.PI / 2;
                double radius = corner % 2 == 0 ? even : odd;
                double toX = x + radius * Math.cos(angle);
                double toY = y + radius * Math.sin(angle);
                if (corner == 0) {
                    path.moveTo(toX, toY);
                } else {
                    path.lineTo(toX, toY);
                }
            }
            path.closePath();
            return path;
        }
    }

    /** A background, with noise as a camera or a codec makes it. */
    static BufferedImage background(Background background, Random random) {
        BufferedImage picture = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        double phase = random.nextDouble() * 6;
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double grey = switch (background) {
                    case DARK -> 28;
                    case LIGHT -> 222;
                    case TEXTURED -> 125 + 28 * Math.sin(x / 9.0 + phase) * Math.cos(y / 13.0 - phase);
                };
                int level = (int) Math.clamp(grey + 3 * random.nextGaussian(), 0, 255);
                picture.setRGB(x, y, level << 16 | level << 8 | level);
            }
        }
        return picture;
    }

    /** Paints an object, bright at its top and of 60 % of its brightness at its bottom. */
    static void paint(BufferedImage picture, Shape shape, Color color) {
        Color shaded =
                new Color((int) (0.6 * color.getRed()), (int) (0.6 * color.getGreen()), (int) (0.6 * color.getBlue()));
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        var bounds = shape.getBounds2D();
        graphics.setPaint(new LinearGradientPaint(
                0, (float) bounds.getMinY(), 0, (float) bounds.getMaxY(), new float[] {0, 1}, new Color[] {color, shaded
                }));
        graphics.fill(shape);
        graphics.dispose();
    }
}
