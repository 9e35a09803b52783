package dev.ovi.runtime.drawing;

import dev.ovi.api.visual.ColorMap;
import dev.ovi.api.visual.Figure;
import dev.ovi.api.visual.Legend;
import dev.ovi.api.visual.Scale;
import dev.ovi.runtime.media.Rgb;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleToIntFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Draws legends. */
final class LegendPainter {
    private static final Pattern NUMBER = Pattern.compile("\\d[\\d.]*");
    /** Numbers are measured as this, so that lines break alike in all frames of a clip while they count. */
    private static final String MEASURED_NUMBER = "00000";

    private static final String WIDEST_NUMBER = "-0.0000000";
    /** How wide a veil's bar with its numbers is at least, in widest numbers. */
    private static final int LEAST_RAMP_NUMBERS = 3;

    private final Font font;
    private final Function<ColorMap, ColorTable> tables;

    LegendPainter(Font font, Function<ColorMap, ColorTable> tables) {
        this.font = font;
        this.tables = tables;
    }

    /** A strip of some width with the legend. */
    Figure figure(Legend legend, int width) {
        // Wide pictures are looked at from further away, but not by as much.
        return figure(legend, width, Math.clamp((float) Math.sqrt(width / 400.0) * 11, 11f, 18f));
    }

    /** The same with letters of some size, in pixels. */
    Figure figure(Legend legend, int width, float pixels) {
        Font sized = font.deriveFont(pixels);
        FontMetrics metrics = metrics(sized);
        int margin = Math.round(pixels * 0.7f);
        int line = metrics.getHeight();
        List<String> lines = wrap(legend.text(), metrics, width - 2 * margin);
        List<List<Legend.Key>> rows = rows(legend.keys(), metrics, width - 2 * margin);
        int gap = rows.isEmpty() || lines.isEmpty() ? 0 : margin / 2;
        int needed = 2 * margin + (lines.size() + rows.size()) * line + gap;
        // Videos have even heights, and so have videos with legends.
        int height = needed + needed % 2;
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
            paintRows(graphics, rows, margin, y, width - 2 * margin);
        });
    }

    /** Lines of text without margins, as wide as the widest of them. */
    Figure label(String text, float pixels, int width) {
        Font sized = font.deriveFont(pixels);
        FontMetrics metrics = metrics(sized);
        List<String> lines = wrap(text, metrics, width);
        int widest = lines.stream().mapToInt(metrics::stringWidth).max().orElse(0);
        int line = metrics.getHeight();
        return new Figure(Math.max(1, widest), Math.max(1, lines.size() * line), graphics -> {
            graphics.setFont(sized);
            graphics.setColor(Figure.FOREGROUND);
            for (int i = 0; i < lines.size(); i++) {
                graphics.drawString(lines.get(i), 0, i * line + metrics.getAscent());
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

    /** Each colour bar has a row of its own; swatches share rows, and so do veils, in columns. */
    private static List<List<Legend.Key>> rows(List<Legend.Key> keys, FontMetrics metrics, int width) {
        int veil = labelRoom(keys, metrics) + LEAST_RAMP_NUMBERS * numberRoom(metrics);
        List<List<Legend.Key>> rows = new ArrayList<>();
        int used = 0;
        for (Legend.Key key : keys) {
            int needed = switch (key) {
                case Legend.Bar _ -> width + 1;
                case Legend.Swatch swatch -> swatchWidth(swatch, metrics);
                case Legend.Veil _ -> veil;
            };
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

    /** Room for the longest label of a veil, and a gap. */
    private static int labelRoom(List<Legend.Key> keys, FontMetrics metrics) {
        return keys.stream()
                .mapToInt(key -> key instanceof Legend.Veil veil ? metrics.stringWidth(veil.label() + "n") : 0)
                .max()
                .orElse(0);
    }

    /** Room for the widest number, so that bars stand still while their numbers change. */
    private static int numberRoom(FontMetrics metrics) {
        return metrics.stringWidth(WIDEST_NUMBER);
    }

    private void paintRows(Graphics2D graphics, List<List<Legend.Key>> rows, int left, int top, int width) {
        FontMetrics metrics = graphics.getFontMetrics();
        long columns = rows.stream().mapToLong(LegendPainter::veils).max().orElse(1);
        int room = labelRoom(rows.stream().flatMap(List::stream).toList(), metrics);
        int y = top;
        for (List<Legend.Key> row : rows) {
            int x = left;
            for (Legend.Key key : row) {
                switch (key) {
                    case Legend.Bar bar -> {
                        ColorTable table = tables.apply(bar.colors());
                        paintRamp(graphics, bar.scale(), share -> entry(table, share), x, y, width);
                    }
                    case Legend.Swatch swatch -> {
                        paintSwatch(graphics, swatch, x, y);
                        x += swatchWidth(swatch, metrics);
                    }
                    case Legend.Veil veil -> {
                        graphics.setColor(Figure.FOREGROUND);
                        graphics.drawString(veil.label(), x, y + metrics.getAscent());
                        int cell = (int) (width / columns);
                        paintRamp(graphics, veil.scale(), share -> faded(veil, share), x + room, y, cell - room);
                        x += cell;
                    }
                }
            }
            y += metrics.getHeight();
        }
    }

    private static long veils(List<Legend.Key> row) {
        return row.stream().filter(Legend.Veil.class::isInstance).count();
    }

    private static int entry(ColorTable table, double share) {
        return table.entry((int) Math.round(255 * share));
    }

    private static int faded(Legend.Veil veil, double share) {
        return Rgb.mix(Figure.BACKGROUND.getRGB(), veil.color().getRGB(), share);
    }

    private static void paintSwatch(Graphics2D graphics, Legend.Swatch swatch, int left, int top) {
        FontMetrics metrics = graphics.getFontMetrics();
        int side = metrics.getAscent() * 3 / 4;
        graphics.setColor(swatch.color());
        graphics.fillRect(left, top + (metrics.getHeight() - side) / 2, side, side);
        graphics.setColor(Figure.FOREGROUND);
        int text = left + side + metrics.stringWidth("n") / 2;
        graphics.drawString(swatch.label(), text, top + metrics.getAscent());
    }

    /** A bar of colours between the numbers of its ends; one colour, where the scale is flat. */
    private static void paintRamp(
            Graphics2D graphics, Scale scale, DoubleToIntFunction colors, int left, int top, int width) {
        FontMetrics metrics = graphics.getFontMetrics();
        int start = left + numberRoom(metrics);
        int end = left + width - numberRoom(metrics);
        int height = metrics.getAscent() * 3 / 4;
        int y = top + (metrics.getHeight() - height) / 2;
        for (int x = start; x < end; x++) {
            double share = scale.isFlat() ? 0 : (double) (x - start) / Math.max(1, end - 1 - start);
            graphics.setColor(new Color(colors.applyAsInt(share)));
            graphics.fillRect(x, y, 1, height);
        }
        graphics.setColor(Figure.FOREGROUND);
        String low = NumberLabels.shortest(scale.min());
        String high = scale.isFlat() ? "flat" : NumberLabels.shortest(scale.max());
        int between = metrics.stringWidth("n") / 2;
        graphics.drawString(low, start - between - metrics.stringWidth(low), top + metrics.getAscent());
        graphics.drawString(high, end + between, top + metrics.getAscent());
    }
}
