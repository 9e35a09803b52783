package dev.ovi.visualizer.report;

import dev.ovi.api.record.Plane;
import dev.ovi.api.visual.Scale;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Maps as a script on the page reads them: each value a byte on one scale.
 *
 * @param bytes the planes one after the other, base64
 * @param scale what 0 and 255 stand for
 */
record ValueMaps(String bytes, Scale scale) {
    private static final int STEPS = 255;

    static ValueMaps of(List<Plane> planes) {
        Scale scale = planes.isEmpty() ? new Scale(0, 0) : Scale.spanning(planes);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Plane plane : planes) {
            for (float value : plane.values()) {
                bytes.write((int) Math.round(STEPS * scale.position(value)));
            }
        }
        return new ValueMaps(Base64.getEncoder().encodeToString(bytes.toByteArray()), scale);
    }

    /** The ends of the scale, as the script reads them. */
    String range() {
        return String.format(Locale.ROOT, "%.6g,%.6g", scale.min(), scale.max());
    }
}
