package dev.ovi.runtime.pytorch;

import dev.ovi.api.tensor.DType;
import dev.ovi.api.tensor.TensorView;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that the {@link Unpickler} can make. What is not listed here cannot come out of a file. */
sealed interface PickleValue {

    /** What Python would call the value's type, for messages. */
    String kind();

    /** {@code None}. */
    record None() implements PickleValue {
        @Override
        public String kind() {
            return "None";
        }
    }

    /** A {@code bool}. */
    record Bool(boolean value) implements PickleValue {
        @Override
        public String kind() {
            return "a bool";
        }
    }

    /** An {@code int} of at most 64 bits. */
    record Int(long value) implements PickleValue {
        @Override
        public String kind() {
            return "an int";
        }
    }

    /** A {@code float}. */
    record Real(double value) implements PickleValue {
        @Override
        public String kind() {
            return "a float";
        }
    }

    /** A {@code str}. */
    record Text(String value) implements PickleValue {
        @Override
        public String kind() {
            return "a str";
        }
    }

    /** A {@code tuple}. */
    record Tuple(List<PickleValue> items) implements PickleValue {
        @Override
        public String kind() {
            return "a tuple";
        }
    }

    /** A {@code list}; identity matters while it is being filled, and a list may contain itself. */
    final class Sequence implements PickleValue {
        final List<PickleValue> items = new java.util.ArrayList<>();

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** A {@code dict} or {@code OrderedDict} with string keys. */
    final class Dict implements PickleValue {
        final Map<String, PickleValue> entries = new java.util.LinkedHashMap<>();
        final boolean ordered;

        Dict(boolean ordered) {
            this.ordered = ordered;
        }

        @Override
        public String kind() {
            return "a dict";
        }
    }

    /** One of the few names that a file may mention. */
    record Known(PickleGlobal global) implements PickleValue {
        @Override
        public String kind() {
            return "the name " + global.pythonName();
        }
    }

    /** The memory of one or more tensors. An untyped storage has no dtype of its own. */
    record Storage(MemorySegment bytes, @Nullable DType dtype) implements PickleValue {
        @Override
        public String kind() {
            return "a storage";
        }
    }

    /** A tensor. */
    record TensorValue(TensorView tensor) implements PickleValue {
        @Override
        public String kind() {
            return "a tensor";
        }
    }

    /** Marks where the items of a list, tuple or dict begin on the stack. */
    record Mark() implements PickleValue {
        @Override
        public String kind() {
            return "a mark";
        }
    }
}
