package dev.ovi.runtime.score;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Says which of several colours a pixel has, or none.
 *
 * <p>A pixel has the colour that is nearest in the plane of {@code a/L} and {@code b/L} of {@link Oklab}: shading
 * multiplies all of a colour's light, which leaves this plane alone, so dark and bright parts of an object are one. Grey
 * is the plane's origin and competes as a colour does, which is what backgrounds and washed-out rims come under; and so
 * does every {@linkplain ObjectColor#NAMED named colour}, also those that are not looked for. Pixels nearly without
 * colour in absolute terms have none, whatever their ratios: those are rounding in the dark.
 */
final class Palette {
    /** What a pixel that has no colour counts as. */
    static final int NONE = -1;

    /** Of {@link Oklab#chroma()}; less than half of that of cyan, the weakest of the named colours. */
    static final double LEAST_CHROMA = 0.05;

    private final List<ObjectColor> colors;
    private final double[] a;
    private final double[] b;

    /**
     * A palette of colours that are looked for and of all other named ones. A colour without a name takes the place of
     * the named one that is nearest to it, of which it is a shade.
     */
    Palette(Collection<ObjectColor> wanted) {
        List<ObjectColor> others = new ArrayList<>(ObjectColor.NAMED);
        others.removeAll(wanted);
        for (ObjectColor color : wanted) {
            if (!ObjectColor.NAMED.contains(color)) {
                ObjectColor nearest = ObjectColor.NAMED.stream()
                        .min(Comparator.comparingDouble(named -> distance(named, color)))
                        .orElseThrow();
                others.remove(nearest);
            }
        }
        colors = new ArrayList<>(wanted);
        colors.addAll(others);
        a = colors.stream().mapToDouble(color -> ratioA(color)).toArray();
        b = colors.stream().mapToDouble(color -> ratioB(color)).toArray();
    }

    /** The index of a pixel's colour among the wanted ones and, behind them, the others; or {@link #NONE}. */
    int index(int rgb) {
        Oklab pixel = Oklab.of(rgb);
        if (pixel.chroma() < LEAST_CHROMA) {
            return NONE;
        }
        double x = pixel.a() / pixel.lightness();
        double y = pixel.b() / pixel.lightness();
        int nearest = NONE;
        double least = x * x + y * y;
        for (int i = 0; i < a.length; i++) {
            double distance = (x - a[i]) * (x - a[i]) + (y - b[i]) * (y - b[i]);
            if (distance < least) {
                least = distance;
                nearest = i;
            }
        }
        return nearest;
    }

    private static double distance(ObjectColor one, ObjectColor other) {
        return Math.hypot(ratioA(one) - ratioA(other), ratioB(one) - ratioB(other));
    }

    private static double ratioA(ObjectColor color) {
        Oklab lab = Oklab.of(color.rgb());
        return lab.a() / lab.lightness();
    }

    private static double ratioB(ObjectColor color) {
        Oklab lab = Oklab.of(color.rgb());
        return lab.b() / lab.lightness();
    }
}
