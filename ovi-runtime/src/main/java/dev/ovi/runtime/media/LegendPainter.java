package dev.ovi.runtime.media;

import dev.ovi.api.visual.ColorMap;
import dev.ovi.api.visual.Figure;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.Scale;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Draws legends. */
final class LegendPainter {
    private static final Pattern NUMBER = Pattern.compile("\\d[\\d.]*");
    /** Numbers are measured as this, so that lines break alike in all frames of a clip while they count. */
    private static final String MEASURED_NUMBER = "00000";

    private final Font font;
    private final Function<ColorMap, ColorTable> tables;

    LegendPainter(Font font, Function<ColorMap, ColorTable> tables) {
        this.font = font;
        this.tables = tables;
    }

    /** A strip of some width with the legend. */
    Figure figure(Legend legend, int width) {
        float pixels = Math.clamp(width / 42f, 11f, 22f);
        Font sized = font.deriveFont(pixels);
        FontMetrics metrics = metrics(sized);
        int margin = Math.round(pixels * 0.7f);
        int line = metrics.getHeight();
        List<String> lines = wrap(legend.text(), metrics, width - 2 * margin);
        List<List<Legend.Key>> rows = rows(legend.keys(), metrics, width - 2 * margin);
        int gap = rows.isEmpty() || lines.isEmpty() ? 0 : margin / 2;
        int height = 2 * margin + (lines.size() + rows.size()) * line + gap;
        return new Figure(width, height, graphics -> {
            graphics.setFont(sized);
            graphics.setColor(Figure.BACKGROUND);
            graphics.fillRect(0, 0, width, height);
            int y = margin;
            for (String text : lines) {
                graphics.setColor(Figure.FOREGROUND);
                graphics.drawString(text, margin, y + metrics.getAscent());
                y += line;
            }
            y += gap;
            for (List<Legend.Key> row : rows) {
                paintRow(graphics, row, margin, y, width - 2 * margin);
                y += line;
            }
        });
    }

    private static FontMetrics metrics(Font font) {
        Graphics2D measuring = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            measuring.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            return measuring.getFontMetrics(font);
        } finally {
            measuring.dispose();
        }
    }

    private static List<String> wrap(String text, FontMetrics metrics, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split(" +")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && measure(longer, metrics) > width) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(word);
            } else {
                line.setLength(0);
                line.append(longer);
            }
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }

    private static int measure(String text, FontMetrics metrics) {
        return metrics.stringWidth(NUMBER.matcher(text).replaceAll(MEASURED_NUMBER));
    }

    /** Each colour bar has a row of its own; swatches share rows. */
    private static List<List<Legend.Key>> rows(List<Legend.Key> keys, FontMetrics metrics, int width) {
        List<List<Legend.Key>> rows = new ArrayList<>();
        int used = 0;
        for (Legend.Key key : keys) {
            int needed = key instanceof Legend.Swatch swatch ? swatchWidth(swatch, metrics) : width + 1;
            if (rows.isEmpty() || used + needed > width) {
                rows.add(new ArrayList<>());
                used = 0;
            }
            rows.getLast().add(key);
            used += needed;
        }
        return rows;
    }

    private static int swatchWidth(Legend.Swatch swatch, FontMetrics metrics) {
        return metrics.getAscent() + metrics.stringWidth("n" + swatch.label() + "nn");
    }

    private void paintRow(Graphics2D graphics, List<Legend.Key> row, int left, int top, int width) {
        FontMetrics metrics = graphics.getFontMetrics();
        int x = left;
        for (Legend.Key key : row) {
            switch (key) {
                case Legend.Bar bar -> paintBar(graphics, bar, left, top, width);
                case Legend.Swatch swatch -> {
                    int side = metrics.getAscent() * 3 / 4;
                    graphics.setColor(swatch.color());
                    graphics.fillRect(x, top + (metrics.getHeight() - side) / 2, side, side);
                    graphics.setColor(Figure.FOREGROUND);
                    int text = x + side + metrics.stringWidth("n") / 2;
                    graphics.drawString(swatch.label(), text, top + metrics.getAscent());
                    x += swatchWidth(swatch, metrics);
                }
            }
        }
    }

    private void paintBar(Graphics2D graphics, Legend.Bar bar, int left, int top, int width) {
        FontMetrics metrics = graphics.getFontMetrics();
        Scale scale = bar.scale();
        // Room for the widest number, so that the bar stands still while the numbers change.
        int room = metrics.stringWidth("-0.0000000");
        int start = left + room;
        int end = left + width - room;
        int height = metrics.getAscent() * 3 / 4;
        int y = top + (metrics.getHeight() - height) / 2;
        ColorTable table = tables.apply(bar.colors());
        for (int x = start; x < end; x++) {
            int entry = scale.isFlat() ? 0 : Math.round(255f * (x - start) / Math.max(1, end - 1 - start));
            graphics.setColor(new Color(table.entry(entry)));
            graphics.fillRect(x, y, 1, height);
        }
        graphics.setColor(Figure.FOREGROUND);
        String low = Numbers.shortest(scale.min());
        String high = scale.isFlat() ? "flat" : Numbers.shortest(scale.max());
        int between = metrics.stringWidth("n") / 2;
        graphics.drawString(low, start - between - metrics.stringWidth(low), top + metrics.getAscent());
        graphics.drawString(high, end + between, top + metrics.getAscent());
    }
}
