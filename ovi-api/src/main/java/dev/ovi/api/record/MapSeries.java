package dev.ovi.api.record;

import dev.ovi.api.attention.AttentionKind;
import dev.ovi.api.attention.Branch;
import dev.ovi.api.attention.PatchGrid;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalInt;

/**
 * The maps of one kind and branch, with named axes: {@code [step, layer?, head?, position, frame, y, x]}, float32,
 * little-endian, dense. Memory may be a mapped file: nothing is read before it is asked for.
 *
 * <p>Values are probabilities, 0 to 1, means over layers and heads where those axes are absent. For text, a value is the share
 * of a patch's attention that goes to a token, and those of all tokens and the padding add up to 1 for each patch.
 */
public final class MapSeries {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final AttentionKind kind;
    private final Branch branch;
    private final List<Integer> steps;
    private final List<Integer> layers;
    private final List<Integer> heads;
    private final List<Integer> positions;
    private final PatchGrid grid;
    private final MemorySegment values;

    /**
     * A series over memory that must outlive it.
     *
     * @param kind which sequence attends to which
     * @param branch which pass of classifier-free guidance
     * @param steps the step index of each entry of the step axis
     * @param layers the layer of each entry of the layer axis; empty where maps are means over layers and the axis is
     *     absent
     * @param heads the head of each entry of the head axis; empty where maps are means over heads and the axis is absent
     * @param positions the position of each entry of the position axis: token indices for text, with
     *     {@link PromptText#paddingPosition()} for padding
     * @param grid the grid that maps lie over
     * @param values the numbers
     * @throws IllegalArgumentException if the memory's size does not match the axes
     */
    public MapSeries(
            AttentionKind kind,
            Branch branch,
            List<Integer> steps,
            List<Integer> layers,
            List<Integer> heads,
            List<Integer> positions,
            PatchGrid grid,
            MemorySegment values) {
        this.kind = kind;
        this.branch = branch;
        this.steps = List.copyOf(steps);
        this.layers = List.copyOf(layers);
        this.heads = List.copyOf(heads);
        this.positions = List.copyOf(positions);
        this.grid = grid;
        this.values = values.asReadOnly();
        long expected = Math.multiplyExact(mapCount(), (long) grid.size() * Float.BYTES);
        if (values.byteSize() != expected) {
            throw new IllegalArgumentException(
                    describe() + " needs " + expected + " bytes, the memory has " + values.byteSize());
        }
    }

    /** Which sequence attends to which. */
    public AttentionKind kind() {
        return kind;
    }

    /** Which pass of classifier-free guidance. */
    public Branch branch() {
        return branch;
    }

    /** The step index of each entry of the step axis. */
    public List<Integer> steps() {
        return steps;
    }

    /** The layer of each entry of the layer axis; empty where maps are means over layers. */
    public List<Integer> layers() {
        return layers;
    }

    /** The head of each entry of the head axis; empty where maps are means over heads. */
    public List<Integer> heads() {
        return heads;
    }

    /** The position of each entry of the position axis. */
    public List<Integer> positions() {
        return positions;
    }

    /** The grid that maps lie over. */
    public PatchGrid grid() {
        return grid;
    }

    /** The numbers, read-only: dense float32 in the order of the axes. */
    public MemorySegment values() {
        return values;
    }

    /** The name in a file, for instance {@code text_to_video.conditional}. */
    public String name() {
        return kind.id() + "." + branch.id();
    }

    /**
     * One latent frame of a group's map: positions combined as the group says, and the mean over what the slice leaves
     * open.
     *
     * @param slice which step, layer and head
     * @param group which positions
     * @param latentFrame which frame of the grid, from 0
     * @return {@code grid.width × grid.height} probabilities; of a damaged record they may be no numbers, see
     *     {@link Plane#requireFinite}
     * @throws MissingMapException if the series lacks one of them; the message says what there is
     */
    public Plane plane(MapSlice slice, TokenGroup group, int latentFrame) {
        if (latentFrame < 0 || latentFrame >= grid.frames()) {
            throw new MissingMapException("latent frame " + latentFrame + " does not exist in " + name()
                    + "; there are 0 to " + (grid.frames() - 1));
        }
        int[] stepEntries = entries("step", steps, slice.step());
        int[] layerEntries = entries("layer", layers, slice.layer());
        int[] headEntries = entries("head", heads, slice.head());
        int[] positionEntries = group.positions().stream()
                .mapToInt(position -> entry("position", positions, position))
                .toArray();
        double[] sums = new double[grid.frameSize()];
        for (int step : stepEntries) {
            for (int layer : layerEntries) {
                for (int head : headEntries) {
                    for (int position : positionEntries) {
                        add(sums, step, layer, head, position, latentFrame);
                    }
                }
            }
        }
        double count = (double) stepEntries.length * layerEntries.length * headEntries.length;
        if (group.combination() == TokenGroup.Combination.MEAN) {
            count *= positionEntries.length;
        }
        float[] plane = new float[sums.length];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (float) (sums[i] / count);
        }
        return new Plane(grid.width(), grid.height(), plane);
    }

    /**
     * The same between two latent frames, interpolated linearly.
     *
     * @param latentPosition from 0 to {@code grid.frames − 1}, see {@link FrameMapping#latentPosition}
     * @throws MissingMapException if the series lacks one of them; the message says what there is
     */
    public Plane planeAt(MapSlice slice, TokenGroup group, double latentPosition) {
        int before = (int) Math.floor(latentPosition);
        Plane plane = plane(slice, group, before);
        return latentPosition == before
                ? plane
                : plane.towards(plane(slice, group, before + 1), latentPosition - before);
    }

    private void add(double[] sums, int step, int layer, int head, int position, int frame) {
        long map = ((step * axis(layers) + layer) * axis(heads) + head) * positions.size() + position;
        long offset = (map * grid.frames() + frame) * grid.frameSize() * Float.BYTES;
        for (int i = 0; i < sums.length; i++) {
            sums[i] += values.get(FLOAT, offset + (long) i * Float.BYTES);
        }
    }

    private int[] entries(String axis, List<Integer> present, OptionalInt chosen) {
        if (chosen.isPresent()) {
            return new int[] {entry(axis, present, chosen.getAsInt())};
        }
        int[] all = new int[Math.max(present.size(), axis.equals("step") ? 0 : 1)];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        return all;
    }

    private int entry(String axis, List<Integer> present, int wanted) {
        int entry = present.indexOf(wanted);
        if (entry < 0) {
            throw new MissingMapException(axis + " " + wanted + " is not in " + name() + "; there is "
                    + (present.isEmpty() ? "only the mean over all of them" : present.toString()));
        }
        return entry;
    }

    private long mapCount() {
        return steps.size() * axis(layers) * axis(heads) * positions.size();
    }

    private static long axis(List<Integer> entries) {
        return Math.max(entries.size(), 1);
    }

    private String describe() {
        return name() + " with " + steps.size() + " steps, " + axis(layers) + " layers, " + axis(heads) + " heads, "
                + positions.size() + " positions over " + grid;
    }
}
