package dev.ovi.api.visual;

import dev.ovi.api.record.Plane;
import java.awt.Color;

/**
 * A map that is shown as a veil of one colour: transparent at the lower end of the scale, opaque at the upper.
 *
 * @param plane the map, in patches or pixels
 * @param scale which values become the ends
 * @param color the colour of the veil
 */
public record Layer(Plane plane, Scale scale, Color color) {}
