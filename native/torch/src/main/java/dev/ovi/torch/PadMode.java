package dev.ovi.torch;

/** How {@link Ops#pad(Tensor, long[], PadMode)} fills the new places. */
public enum PadMode {
    /** Zeros. */
    ZEROS(StringArgument.CONSTANT),
    /** The values inside, mirrored at the edge, which is not repeated. */
    REFLECT(StringArgument.REFLECT),
    /** The value at the edge. */
    REPLICATE(StringArgument.REPLICATE);

    private final StringArgument argument;

    PadMode(StringArgument argument) {
        this.argument = argument;
    }

    /** This mode as ATen's schemas name it. */
    StringArgument argument() {
        return argument;
    }
}
