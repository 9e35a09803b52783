package dev.ovi.runtime.pytorch;

import dev.ovi.api.tensor.TensorView;
import dev.ovi.runtime.pytorch.PickleValue.Dict;
import dev.ovi.runtime.pytorch.PickleValue.TensorValue;
import dev.ovi.runtime.tensorfile.CheckpointException;
import dev.ovi.runtime.tensorfile.Describe;
import dev.ovi.runtime.tensorfile.MappedFile;
import dev.ovi.runtime.tensorfile.TensorSource;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * A file written by {@code torch.save}: a zip archive with a pickle and the tensors' bytes, mapped into memory. The pickle
 * is read by a machine that knows tensors, dicts, lists, numbers and strings and nothing else, so that a malicious file
 * can run nothing.
 */
public final class PyTorchFile implements TensorSource {
    private static final String PICKLE = "data.pkl";
    private static final long LARGEST_PICKLE = 1 << 26;
    private static final byte PICKLE_START = (byte) 0x80;

    private final Path path;
    private final SequencedMap<String, TensorView> tensors;

    private PyTorchFile(Path path, SequencedMap<String, TensorView> tensors) {
        this.path = path;
        this.tensors = tensors;
    }

    /**
     * Opens a file that holds a dict of tensors.
     *
     * @param keys the keys of nested dicts that lead to the tensors, for instance {@code generator}; none when the
     *     outermost dict holds them
     * @throws CheckpointException if the file cannot be read, is damaged, or wants more than tensors in dicts
     */
    public static PyTorchFile open(Path path, String... keys) {
        return new PyTorchFile(path, tensors(path, MappedFile.map(path), keys));
    }

    private static SequencedMap<String, TensorView> tensors(Path path, MemorySegment bytes, String... keys) {
        if (!ZipDirectory.looksLikeZip(bytes)) {
            boolean legacy = bytes.byteSize() > 0 && bytes.get(ValueLayout.JAVA_BYTE, 0) == PICKLE_START;
            throw new CheckpointException(
                    path,
                    legacy
                            ? "is in the format of PyTorch before 1.6, which is not read here; torch.load it in Python and"
                                    + " torch.save it again"
                            : "is not a file of torch.save: it does not start like a zip archive");
        }
        ZipDirectory zip = ZipDirectory.read(path, bytes);
        String root = root(path, zip);
        requireLittleEndian(path, zip, root);
        MemorySegment pickle = zip.find(root + PICKLE).orElseThrow();
        if (pickle.byteSize() > LARGEST_PICKLE) {
            throw new CheckpointException(
                    path, "has a pickle of " + pickle.byteSize() + " bytes, expected at most " + LARGEST_PICKLE);
        }
        PickleInput input = new PickleInput(path, pickle);
        var rebuilder = new TensorRebuilder(input, key -> zip.find(root + "data/" + key));
        return named(path, descend(path, Unpickler.load(input, rebuilder), keys));
    }

    /** The folder in the archive, which has the name that the file had when it was written. */
    private static String root(Path path, ZipDirectory zip) {
        String root = null;
        for (String name : zip.names()) {
            if (name.endsWith("/constants.pkl")) {
                throw new CheckpointException(
                        path, "is a TorchScript program, expected tensors; save the module's state_dict() instead");
            }
            int slash = name.indexOf('/');
            if (slash > 0 && name.substring(slash + 1).equals(PICKLE)) {
                root = name.substring(0, slash + 1);
            }
        }
        if (root == null) {
            throw new CheckpointException(
                    path, "is a zip archive without a " + PICKLE + ", so torch.save did not write it");
        }
        return root;
    }

    private static void requireLittleEndian(Path path, ZipDirectory zip, String root) {
        zip.find(root + "byteorder").ifPresent(bytes -> {
            byte[] order = bytes.asSlice(0, Math.min(bytes.byteSize(), 16)).toArray(ValueLayout.JAVA_BYTE);
            if (!new String(order, StandardCharsets.US_ASCII).equals("little")) {
                throw new CheckpointException(
                        path, "was written on a big-endian machine, expected little-endian numbers");
            }
        });
    }

    private static Dict descend(Path path, PickleValue value, String... keys) {
        String where = "";
        for (String key : keys) {
            Dict dict = dict(path, where, value);
            PickleValue next = dict.entries.get(key);
            if (next == null) {
                throw new CheckpointException(
                        path,
                        "has no " + Describe.name(key) + where + "; there is "
                                + String.join(
                                        ", ",
                                        dict.entries.keySet().stream()
                                                .limit(5)
                                                .map(Describe::name)
                                                .toList())
                                + (dict.entries.size() > 5 ? ", …" : ""));
            }
            value = next;
            where = " under " + Describe.name(key);
        }
        return dict(path, where, value);
    }

    private static Dict dict(Path path, String where, PickleValue value) {
        if (value instanceof Dict dict) {
            return dict;
        }
        throw new CheckpointException(path, "holds " + value.kind() + where + ", expected a dict of tensors");
    }

    private static SequencedMap<String, TensorView> named(Path path, Dict dict) {
        SequencedMap<String, TensorView> tensors = new LinkedHashMap<>();
        dict.entries.forEach((name, value) -> {
            if (!(value instanceof TensorValue(TensorView tensor))) {
                throw new CheckpointException(
                        path, "holds " + value.kind() + " as " + Describe.name(name) + ", expected a tensor");
            }
            tensors.put(name, tensor);
        });
        return Collections.unmodifiableSequencedMap(tensors);
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public SequencedSet<String> names() {
        return tensors.sequencedKeySet();
    }

    @Override
    public Optional<TensorView> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }
}
