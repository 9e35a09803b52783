package dev.ovi.api.visual;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A contact sheet: pictures of one size in rows and columns, each with a name.
 *
 * @param rows what stands left of each row; may be empty
 * @param columns what stands above each column; may be empty
 * @param cellWidth of each picture, in pixels
 * @param cellHeight of each picture, in pixels
 * @param cells draws the pictures
 */
public record Sheet(List<String> rows, List<String> columns, int cellWidth, int cellHeight, Cells cells) {
    private static final int GAP = 4;
    /** A row's name is broken where it is wider, in heights of letters. */
    private static final int NAME_WIDTH = 9;
    /** As many heights of letters make up the width of a cell, within limits. */
    private static final float CELL_LETTERS = 11;

    private static final float SMALLEST_LETTERS = 11;
    private static final float LARGEST_LETTERS = 18;

    /** Draws one picture of a sheet. */
    @FunctionalInterface
    public interface Cells {
        /**
         * Draws a picture; it is resized to the size of the cell.
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
        float letters = Math.clamp(cellWidth / CELL_LETTERS, SMALLEST_LETTERS, LARGEST_LETTERS);
        List<Figure> names = rows.stream()
                .map(row -> canvas.label(row, letters, Math.round(NAME_WIDTH * letters)))
                .toList();
        int nameWidth = names.stream().mapToInt(Figure::width).max().orElse(1) + Math.round(letters);
        List<Figure> headings = columns.stream()
                .map(column -> canvas.label(column, letters, cellWidth))
                .toList();
        int headingHeight = headings.stream().mapToInt(Figure::height).max().orElse(1);
        List<Figure> lines = new ArrayList<>();
        lines.add(line(new Figure(nameWidth, 1, graphics -> {}), column -> {
            Figure heading = headings.get(column);
            return placed(heading, cellWidth, headingHeight, headingHeight - heading.height());
        }));
        for (int row = 0; row < rows.size(); row++) {
            int of = row;
            Figure name = names.get(row);
            Figure rowName = placed(name, nameWidth, cellHeight, Math.max(0, (cellHeight - name.height()) / 2));
            lines.add(line(rowName, column -> cell(canvas, of, column)));
        }
        return Figure.column(GAP, lines);
    }

    private Figure line(Figure rowName, IntFunction<Figure> ofColumn) {
        List<Figure> line = new ArrayList<>();
        line.add(rowName);
        IntStream.range(0, columns.size()).mapToObj(ofColumn).forEach(line::add);
        return Figure.row(GAP, line);
    }

    private static Figure placed(Figure label, int width, int height, int top) {
        return new Figure(width, height, graphics -> label.paintAt(graphics, 0, top));
    }

    private Figure cell(Canvas canvas, int row, int column) {
        return new Figure(cellWidth, cellHeight, graphics -> {
            BufferedImage picture = canvas.resize(cells.paint(row, column), cellWidth, cellHeight);
            graphics.drawImage(picture, 0, 0, null);
        });
    }
}
