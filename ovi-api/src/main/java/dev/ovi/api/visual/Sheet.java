package dev.ovi.api.visual;

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
    /** Letters of a row's name, at most, before it is broken. */
    private static final int NAME_WIDTH = 120;

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
        int nameWidth = rows.stream().allMatch(String::isEmpty) ? 1 : NAME_WIDTH;
        List<Figure> lines = new ArrayList<>();
        List<Figure> heading = new ArrayList<>();
        heading.add(empty(nameWidth));
        columns.forEach(column -> heading.add(canvas.legend(new Legend(column, List.of()), cellWidth)));
        lines.add(Figure.row(GAP, heading));
        for (int row = 0; row < rows.size(); row++) {
            List<Figure> line = new ArrayList<>();
            line.add(
                    rows.get(row).isEmpty()
                            ? empty(nameWidth)
                            : canvas.legend(new Legend(rows.get(row), List.of()), nameWidth));
            for (int column = 0; column < columns.size(); column++) {
                line.add(cell(row, column));
            }
            lines.add(Figure.row(GAP, line));
        }
        return Figure.column(GAP, lines);
    }

    private static Figure empty(int width) {
        return new Figure(width, 1, graphics -> {});
    }

    private Figure cell(int row, int column) {
        return new Figure(
                cellWidth,
                cellHeight,
                graphics -> graphics.drawImage(cells.paint(row, column), 0, 0, cellWidth, cellHeight, null));
    }
}
