package dev.ovi.api.visual;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;

/**
 * A still picture that is drawn when it is needed, as pixels or as shapes. Figures are put together from figures.
 *
 * @param width in pixels
 * @param height in pixels
 * @param painter draws it
 */
public record Figure(int width, int height, Painter painter) {
    /** What lies behind figures that do not fill their place. */
    public static final Color BACKGROUND = new Color(0x14161A);
    /** Letters and lines on the background. */
    public static final Color FOREGROUND = new Color(0xE8E8E8);

    /** Draws a figure. */
    @FunctionalInterface
    public interface Painter {
        /**
         * Draws into the rectangle from 0, 0 to the figure's size. May be called more than once, and must draw the same.
         *
         * @param graphics the painter's own; its state need not be restored
         * @throws IOException if a video frame cannot be decoded
         */
        void paint(Graphics2D graphics) throws IOException;
    }

    /** @throws IllegalArgumentException if it is empty */
    public Figure {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a figure of " + width + "×" + height + " pixels is empty");
        }
    }

    /** A figure that is a picture. */
    public static Figure of(BufferedImage picture) {
        return new Figure(picture.getWidth(), picture.getHeight(), graphics -> graphics.drawImage(picture, 0, 0, null));
    }

    /** Figures below one another. */
    public static Figure column(int gap, List<Figure> figures) {
        int width = figures.stream().mapToInt(Figure::width).max().orElse(0);
        int height = figures.stream().mapToInt(Figure::height).sum() + gap * (figures.size() - 1);
        return new Figure(width, height, graphics -> {
            fill(graphics, width, height);
            int y = 0;
            for (Figure figure : figures) {
                figure.paintAt(graphics, 0, y);
                y += figure.height + gap;
            }
        });
    }

    /** Figures beside one another. */
    public static Figure row(int gap, List<Figure> figures) {
        int width = figures.stream().mapToInt(Figure::width).sum() + gap * (figures.size() - 1);
        int height = figures.stream().mapToInt(Figure::height).max().orElse(0);
        return new Figure(width, height, graphics -> {
            fill(graphics, width, height);
            int x = 0;
            for (Figure figure : figures) {
                figure.paintAt(graphics, x, 0);
                x += figure.width + gap;
            }
        });
    }

    /** The figure with room around it. */
    public Figure padded(int margin) {
        int outerWidth = width + 2 * margin;
        int outerHeight = height + 2 * margin;
        return new Figure(outerWidth, outerHeight, graphics -> {
            fill(graphics, outerWidth, outerHeight);
            paintAt(graphics, margin, margin);
        });
    }

    private static void fill(Graphics2D graphics, int width, int height) {
        graphics.setColor(BACKGROUND);
        graphics.fillRect(0, 0, width, height);
    }

    /**
     * Draws the figure somewhere.
     *
     * @param graphics stays as it is
     * @param x of the left upper corner
     * @param y of the left upper corner
     * @throws IOException if a video frame cannot be decoded
     */
    public void paintAt(Graphics2D graphics, int x, int y) throws IOException {
        Graphics2D own = (Graphics2D) graphics.create(x, y, width, height);
        own.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        own.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        own.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        own.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        try {
            painter.paint(own);
        } finally {
            own.dispose();
        }
    }

    /**
     * The figure as pixels, {@link BufferedImage#TYPE_INT_RGB}.
     *
     * @throws IOException if a video frame cannot be decoded
     */
    public BufferedImage toPicture() throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        try {
            paintAt(graphics, 0, 0);
        } finally {
            graphics.dispose();
        }
        return picture;
    }
}
