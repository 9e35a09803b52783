package dev.ovi.api.visual;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A contact sheet: pictures of one size in rows and columns, each with a name.
 *
 * @param rows what stands left of each row
 * @param columns what stands above each column
 * @param cellWidth of each picture, in pixels
 * @param cellHeight of each picture, in pixels
 * @param cells draws the pictures
 */
public record Sheet(List<String> rows, List<String> columns, int cellWidth, int cellHeight, Cells cells) {
    private static final int GAP = 4;
    /** A row's name is broken where it is wider, in heights of letters. */
    private static final int NAME_WIDTH = 10;
    /** As many letters, roughly, fit above a cell. */
    private static final float CELL_LETTERS = 11;

    private static final float SMALLEST_LETTERS = 11;
    private static final float LARGEST_LETTERS = 18;
    private static final FontRenderContext MEASURING = new FontRenderContext(null, true, true);

    /** Draws one picture of a sheet. */
    @FunctionalInterface
    public interface Cells {
        /**
         * Draws a picture; it is scaled to the size of the cell.
         *
         * @throws IOException if a video frame cannot be decoded
         */
        BufferedImage paint(int row, int column) throws IOException;
    }

    /** With copies of the names. */
    public Sheet {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
    }

    /** The sheet as a figure. */
    public Figure figure(Canvas canvas) {
        Font font = canvas.font(Math.clamp(cellWidth / CELL_LETTERS, SMALLEST_LETTERS, LARGEST_LETTERS));
        int nameWidth = nameWidth(font);
        int headingHeight = columns.stream()
                .mapToInt(column -> height(wrap(column, font, cellWidth), font))
                .max()
                .orElse(1);
        List<Figure> lines = new ArrayList<>();
        List<Figure> heading = new ArrayList<>();
        heading.add(label("", font, nameWidth, headingHeight));
        columns.forEach(column -> heading.add(label(column, font, cellWidth, headingHeight)));
        lines.add(Figure.row(GAP, heading));
        for (int row = 0; row < rows.size(); row++) {
            List<Figure> line = new ArrayList<>();
            line.add(label(rows.get(row), font, nameWidth, cellHeight));
            for (int column = 0; column < columns.size(); column++) {
                line.add(cell(canvas, row, column));
            }
            lines.add(Figure.row(GAP, line));
        }
        return Figure.column(GAP, lines);
    }

    /** As wide as the widest line of a name, and a gap. */
    private int nameWidth(Font font) {
        double widest = rows.stream()
                .flatMap(row -> wrap(row, font, NAME_WIDTH * font.getSize()).stream())
                .mapToDouble(line -> width(line, font))
                .max()
                .orElse(0);
        return widest == 0 ? 1 : (int) Math.ceil(widest + font.getSize());
    }

    /** Lines of text, in the middle of their place from top to bottom, at its left. */
    private static Figure label(String text, Font font, int width, int height) {
        List<String> lines = wrap(text, font, width);
        double line = height(List.of(text), font);
        double top = (height - lines.size() * line) / 2;
        double ascent = font.getLineMetrics("", MEASURING).getAscent();
        return new Figure(width, height, graphics -> {
            graphics.setFont(font);
            graphics.setColor(Figure.FOREGROUND);
            for (int i = 0; i < lines.size(); i++) {
                graphics.drawString(lines.get(i), 0, (float) (top + i * line + ascent));
            }
        });
    }

    /** Breaks a text between words where it is too wide. */
    private static List<String> wrap(String text, Font font, double width) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.strip().split(" +")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && width(longer, font) > width) {
                lines.add(line);
                line = word;
            } else {
                line = longer;
            }
        }
        lines.add(line);
        return lines;
    }

    private static double width(String text, Font font) {
        return font.getStringBounds(text, MEASURING).getWidth();
    }

    private static int height(List<String> lines, Font font) {
        return (int) Math.ceil(lines.size() * font.getLineMetrics("", MEASURING).getHeight());
    }

    private Figure cell(Canvas canvas, int row, int column) {
        return new Figure(
                cellWidth,
                cellHeight,
                graphics ->
                        graphics.drawImage(canvas.resize(cells.paint(row, column), cellWidth, cellHeight), 0, 0, null));
    }
}
