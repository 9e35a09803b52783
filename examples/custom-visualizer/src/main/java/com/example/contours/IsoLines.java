package com.example.contours;

import dev.ovi.api.record.Plane;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines along which a map has one value, found by marching squares: between any four neighbouring values, lines connect the
 * points where the value is crossed on the sides of the square. Along the sides values are interpolated linearly.
 */
final class IsoLines {
    private IsoLines() {}

    /** The lines as one shape; see {@link #pieces}. */
    static Path2D path(Plane plane, double level) {
        Path2D path = new Path2D.Double();
        pieces(plane, level).forEach(piece -> path.append(piece, false));
        return path;
    }

    /**
     * The lines in pieces, one or two for each square that they cross.
     *
     * @param plane the map; the value in column x and row y lies at the point (x, y)
     * @param level the value
     * @return pieces whose ends are those of their neighbours, exactly, so that lines are closed or end at the map's border
     */
    static List<Line2D.Double> pieces(Plane plane, double level) {
        List<Line2D.Double> pieces = new ArrayList<>();
        for (int y = 0; y < plane.height() - 1; y++) {
            for (int x = 0; x < plane.width() - 1; x++) {
                addSquare(plane, level, x, y, pieces);
            }
        }
        return pieces;
    }

    private static void addSquare(Plane plane, double level, int x, int y, List<Line2D.Double> pieces) {
        List<Point2D.Double> crossings = new ArrayList<>(4);
        addCrossing(plane, level, x, y, x + 1, y, crossings); // top
        addCrossing(plane, level, x + 1, y, x + 1, y + 1, crossings); // right
        addCrossing(plane, level, x, y + 1, x + 1, y + 1, crossings); // bottom
        addCrossing(plane, level, x, y, x, y + 1, crossings); // left
        switch (crossings.size()) {
            case 2 -> pieces.add(new Line2D.Double(crossings.get(0), crossings.get(1)));
            case 4 -> {
                // A saddle: the two lines cut off the corners that its middle is not connected with.
                boolean cutOffRightTop = plane.at(x, y) >= level == saddle(plane, x, y) >= level;
                int first = cutOffRightTop ? 1 : 3;
                pieces.add(new Line2D.Double(crossings.get(0), crossings.get(first)));
                pieces.add(new Line2D.Double(crossings.get(2), crossings.get(4 - first)));
            }
            default -> {}
        }
    }

    private static void addCrossing(
            Plane plane, double level, int x1, int y1, int x2, int y2, List<Point2D.Double> crossings) {
        double first = plane.at(x1, y1);
        double second = plane.at(x2, y2);
        if (first >= level != second >= level) {
            double share = (level - first) / (second - first);
            crossings.add(new Point2D.Double(x1 + share * (x2 - x1), y1 + share * (y2 - y1)));
        }
    }

    /** The bilinear interpolation's value at its saddle point, where it is level in both directions. */
    private static double saddle(Plane plane, int x, int y) {
        double leftTop = plane.at(x, y);
        double rightTop = plane.at(x + 1, y);
        double leftBottom = plane.at(x, y + 1);
        double rightBottom = plane.at(x + 1, y + 1);
        return (leftTop * rightBottom - rightTop * leftBottom) / (leftTop + rightBottom - rightTop - leftBottom);
    }
}
