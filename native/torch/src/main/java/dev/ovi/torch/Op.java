package dev.ovi.torch;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The name of an operator in the dispatcher's table, as C strings that live as long as the process. */
record Op(String name, MemorySegment operator, MemorySegment overload) {

    /**
     * @param operator the qualified name, {@code aten::mul}
     * @param overload what follows the dot in the schema, {@code Tensor}; empty where nothing does
     */
    static Op of(String operator, String overload) {
        String name = overload.isEmpty() ? operator : operator + "." + overload;
        return new Op(
                name, Arena.global().allocateFrom(operator), Arena.global().allocateFrom(overload));
    }

    @Override
    public String toString() {
        return name;
    }
}
