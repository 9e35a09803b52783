package dev.ovi.runtime.tensorfile;

import dev.ovi.api.tensor.TensorView;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * A file, or a set of files, that holds named tensors. Tensors are views of the mapped file: nothing is read before it is
 * looked at, and nothing is copied.
 *
 * <p>A view stays valid as long as it is reachable; the file is unmapped when nothing uses it any more. The data may start at
 * any address, so read multi-byte elements with the {@code _UNALIGNED} layouts. A source may be used by several threads at
 * once.
 */
public interface TensorSource {

    /** The file to name in messages. */
    Path path();

    /** The names of all tensors, in the order of the file. */
    SequencedSet<String> names();

    /** The tensor of a name, if there is one. */
    Optional<TensorView> find(String name);

    /**
     * The tensor of a name.
     *
     * @throws CheckpointException if there is none
     */
    default TensorView tensor(String name) {
        return find(name).orElseThrow(() -> new CheckpointException(path(), "has no " + Describe.tensor(name)));
    }
}
