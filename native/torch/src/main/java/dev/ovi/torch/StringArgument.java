package dev.ovi.torch;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The strings that operators take as arguments, as C strings that live as long as the process. */
@SuppressWarnings("ImmutableEnumChecker") // nothing writes the strings
enum StringArgument {
    /** No activation function. */
    NONE("none"),
    /** The approximation of GELU by a hyperbolic tangent. */
    TANH("tanh"),
    /** Padding with a constant. */
    CONSTANT("constant"),
    /** Padding by mirroring at the edge. */
    REFLECT("reflect"),
    /** Padding with the value at the edge. */
    REPLICATE("replicate");

    private final MemorySegment text;

    StringArgument(String text) {
        this.text = Arena.global().allocateFrom(text);
    }

    MemorySegment text() {
        return text;
    }
}
